import { answerJson, startHttpServer, type RunningServer } from '../cloud/http-server.ts';
import { signAccessToken } from './access-token.ts';

const API_VERSION = '2019-08-01';
const LIFE_SECONDS = 3600;

/**
 * The managed-identity endpoint of App Service (API 2019-08-01): `IDENTITY_ENDPOINT` is this server's address,
 * `IDENTITY_HEADER` the secret that a caller must send. `ManagedIdentityCredential` gets its tokens here.
 *
 * @param tokenKey signs the tokens; the Key Vault look-alike checks them with the same key
 */
export function startIdentity(options: {
  port?: number;
  header: string;
  tokenKey: string;
}): Promise<RunningServer> {
  return startHttpServer(options.port ?? 0, async (request, response, url) => {
    if (url.pathname !== '/msi/token') {
      answerJson(response, 404, {
        statusCode: 404,
        message: `There is nothing at ${url.pathname}; tokens are at /msi/token`,
      });
      return;
    }
    if (request.headers['x-identity-header'] !== options.header) {
      answerJson(response, 401, {
        statusCode: 401,
        message: 'The header X-IDENTITY-HEADER is missing or wrong.',
      });
      return;
    }
    const resource = url.searchParams.get('resource');
    if (url.searchParams.get('api-version') !== API_VERSION || resource === null || resource === '') {
      answerJson(response, 400, {
        statusCode: 400,
        message: `Give api-version=${API_VERSION} and resource=<uri>.`,
      });
      return;
    }
    const expiresAt = Math.floor(Date.now() / 1000) + LIFE_SECONDS;
    answerJson(response, 200, {
      access_token: signAccessToken(options.tokenKey, resource, expiresAt),
      expires_on: String(expiresAt),
      resource,
      token_type: 'Bearer',
      client_id: '00000000-0000-0000-0000-000000000001',
    });
  });
}
