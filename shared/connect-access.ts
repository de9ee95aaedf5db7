import type { Configuration } from './config/configuration.ts';
import type { CallerPorts } from './doors/identify-caller.ts';
import { PipelineError } from './errors/pipeline-error.ts';
import { createApiKeys } from './platform/postgres/create-api-keys.ts';
import type { HttpClient } from './ports/http-client.ts';
import type { TokenVerifier } from './ports/token-verifier.ts';

/** Holds the Functions key, which the deployment copies into the vault: the host tells an app nothing of its keys. */
export const INSTALLATION_KEY_SECRET = 'installation-key';

type Secret = (name: string) => Promise<string>;

/** What tells who asks at a door. */
export function connectAccess(
  configuration: Configuration,
  database: Parameters<typeof createApiKeys>[0],
  { http, secret }: { readonly http: HttpClient; readonly secret: Secret },
): CallerPorts['access'] {
  const isRefused = configuration.access.installationKey === 'refused';
  return {
    keys: createApiKeys(database),
    tokens: lazyVerifier(configuration, http),
    installationKey: async () => (isRefused ? null : secretOrNull(INSTALLATION_KEY_SECRET, secret)),
  };
}

/** Loaded with the first token: most processes never see one. */
function lazyVerifier({ access, tenant }: Configuration, http: HttpClient): TokenVerifier {
  let made: Promise<TokenVerifier> | undefined;
  async function make(): Promise<TokenVerifier> {
    const { createTokenVerifier } = await import('./platform/identity/create-token-verifier.ts');
    return createTokenVerifier(access.tokens, tenant, http);
  }
  return {
    async verify(token) {
      made ??= make();
      return (await made).verify(token);
    },
  };
}

/** An installation may do without a secret that is nobody's but its own. An empty one opens nothing: whoever shows nothing would know it. */
async function secretOrNull(name: string, secret: Secret): Promise<string | null> {
  try {
    const value = (await secret(name)).trim();
    return value === '' ? null : value;
  } catch (error) {
    if (PipelineError.is(error) && error.code === 'SECRET_MISSING') return null;
    throw error;
  }
}
