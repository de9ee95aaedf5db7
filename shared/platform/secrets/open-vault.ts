import type { TokenCredential } from '@azure/identity';
import type { VaultConnection } from '../../config/configuration.ts';
import { createHttpClient, type HttpClientOptions } from '../http-client/create-http-client.ts';
import type { Secrets } from './cached-secrets.ts';
import { createKeyVaultSecrets } from './create-key-vault-secrets.ts';
import { createVaultSecrets } from './create-vault-secrets.ts';

/** The vault that the configuration names: HashiCorp's where it says so, else an Azure Key Vault. */
export function openVault(
  address: string,
  vault: VaultConnection | undefined,
  credential: () => TokenCredential,
  http: HttpClientOptions,
): Secrets {
  if (vault === undefined) return createKeyVaultSecrets(address, credential, Date.now);
  return createVaultSecrets({ address, vault, http: createHttpClient(http), now: Date.now });
}
