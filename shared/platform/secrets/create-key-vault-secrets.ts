import { SecretClient } from '@azure/keyvault-secrets';
import type { TokenCredential } from '@azure/identity';
import { PermanentError, TransientError } from '../../errors/pipeline-error.ts';
import { isLoopback } from '../system/is-loopback.ts';
import { cachedSecrets, type Secrets } from './cached-secrets.ts';

/** The client itself waits for ever for a vault that takes a request and does not answer. */
const TIMEOUT_MS = 15_000;

/** Secrets from Azure Key Vault, kept for five minutes so that a rotated secret is picked up without a restart. */
export function createKeyVaultSecrets(
  vaultUrl: string,
  credential: () => TokenCredential,
  now: () => number,
  timeoutMs = TIMEOUT_MS,
): Secrets {
  // The documented way to a vault that is not *.vault.azure.net; plain http only where it cannot leave the machine.
  const local = isLoopback(new URL(vaultUrl));
  const client = new SecretClient(vaultUrl, credential(), {
    disableChallengeResourceVerification: local,
    allowInsecureConnection: local,
    retryOptions: { maxRetries: 1, retryDelayInMs: 200 },
  });
  return cachedSecrets((name) => fetchSecret(client, name, timeoutMs), now);
}

async function fetchSecret(client: SecretClient, name: string, timeoutMs: number): Promise<string> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const secret = await client.getSecret(name, { abortSignal: timeout });
    if (secret.value !== undefined && secret.value !== '') return secret.value;
  } catch (error) {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : Number.NaN;
    if (status !== 404) {
      const why = timeout.aborted ? `no answer within ${timeoutMs} ms` : `status ${status}`;
      throw new TransientError(
        'SECRETS_UNAVAILABLE',
        `The key vault did not give the secret "${name}" (${why}).`,
        { cause: error },
      );
    }
  }
  throw new PermanentError('SECRET_MISSING', `The key vault has no secret "${name}".`);
}
