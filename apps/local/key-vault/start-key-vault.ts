import { type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { answerJson, readText, startHttpServer, type RunningServer } from '../cloud/http-server.ts';
import { faultOfAccessToken } from '../identity/access-token.ts';
import { openSecretStore, type SecretStore, type SecretVersion } from './secret-store.ts';

const RESOURCE = 'https://vault.azure.net';
const NAME = /^[0-9A-Za-z-]{1,127}$/;
/** Key Vault's limit for a secret is 25 kB; the rest is room for tags and JSON. */
const MAX_BODY_BYTES = 64 * 1024;
const MAX_VALUE_BYTES = 25_600;

const SetSecret = z.object({
  value: z.string(),
  contentType: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

export interface KeyVault extends RunningServer {
  readonly store: SecretStore;
}

/**
 * Key Vault's secrets over HTTP: get (newest or by version), set, list; the bearer challenge that `SecretClient`
 * expects; Key Vault's error shape. No keys, certificates, deletion or access policies.
 *
 * @param tokenKey the key with which the identity endpoint signs its tokens
 */
export async function startKeyVault(options: {
  folder: string;
  port?: number;
  tokenKey: string;
}): Promise<KeyVault> {
  const store = openSecretStore(options.folder);
  const server = await startHttpServer(options.port ?? 0, async (request, response, url) => {
    if (!isAllowed(request, response, options.tokenKey)) return;
    if (!url.searchParams.has('api-version')) {
      fail(
        response,
        400,
        'MissingApiVersionParameter',
        'The api-version query parameter (?api-version=) is required.',
      );
      return;
    }
    await route(store, request, response, url);
  });
  return { ...server, store };
}

async function route(
  store: SecretStore,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const [area, name, version, ...rest] = url.pathname.split('/').filter((part) => part !== '');
  if (area !== 'secrets' || rest.length > 0) {
    fail(response, 404, 'NotFound', `The embedded Key Vault has secrets only, nothing at ${url.pathname}.`);
    return;
  }
  if (name === undefined) {
    answerJson(response, 200, { value: list(store, url), nextLink: null });
    return;
  }
  if (!NAME.test(name)) {
    fail(
      response,
      400,
      'BadParameter',
      `The secret name "${name}" may hold 1 to 127 letters, digits and dashes only.`,
    );
    return;
  }
  if (request.method === 'GET') get(store, response, url, name, version);
  else if (request.method === 'PUT' && version === undefined) await set(store, request, response, url, name);
  else fail(response, 405, 'MethodNotAllowed', `${request.method ?? ''} is not known for secrets here.`);
}

function isAllowed(request: IncomingMessage, response: ServerResponse, tokenKey: string): boolean {
  const header = request.headers.authorization;
  const fault =
    header?.startsWith('Bearer ') === true
      ? faultOfAccessToken(tokenKey, header.slice('Bearer '.length), RESOURCE, Date.now() / 1000)
      : 'a bearer token is required';
  if (fault === null) return true;
  // The challenge tells the client which resource to ask a token for; its first request carries none.
  const challenge = `Bearer authorization="https://login.microsoftonline.com/embedded", resource="${RESOURCE}"`;
  answerJson(
    response,
    401,
    {
      error: {
        code: 'Unauthorized',
        message: `AKV10000: Request is missing a Bearer or PoP token; ${fault}.`,
      },
    },
    { 'www-authenticate': challenge },
  );
  return false;
}

function get(
  store: SecretStore,
  response: ServerResponse,
  url: URL,
  name: string,
  version: string | undefined,
): void {
  const secret = store.read(name, version);
  if (secret === null) {
    const which = version === undefined ? name : `${name}/${version}`;
    fail(
      response,
      404,
      'SecretNotFound',
      `A secret with (name/id) ${which} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.`,
    );
    return;
  }
  answerJson(response, 200, bundle(url, name, secret));
}

async function set(
  store: SecretStore,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  name: string,
): Promise<void> {
  const text = await readText(request, MAX_BODY_BYTES);
  const parsed = SetSecret.safeParse(text === null ? null : parseJson(text));
  if (!parsed.success || Buffer.byteLength(parsed.data.value) > MAX_VALUE_BYTES) {
    fail(response, 400, 'BadParameter', 'The body must be {"value": "text of at most 25600 bytes"}.');
    return;
  }
  const { value, contentType, tags } = parsed.data;
  const made = store.set(name, {
    value,
    ...(contentType === undefined ? {} : { contentType }),
    ...(tags === undefined ? {} : { tags }),
  });
  answerJson(response, 200, bundle(url, name, made));
}

function list(store: SecretStore, url: URL): object[] {
  return store.names().flatMap((name) => {
    const secret = store.read(name);
    return secret === null ? [] : [{ id: `${url.origin}/secrets/${name}`, attributes: attributes(secret) }];
  });
}

function bundle(url: URL, name: string, secret: SecretVersion): object {
  return {
    value: secret.value,
    id: `${url.origin}/secrets/${name}/${secret.version}`,
    ...(secret.contentType === undefined ? {} : { contentType: secret.contentType }),
    attributes: attributes(secret),
    tags: secret.tags ?? {},
  };
}

function attributes(secret: SecretVersion): object {
  return {
    enabled: secret.enabled,
    created: secret.created,
    updated: secret.updated,
    recoveryLevel: 'Recoverable+Purgeable',
    recoverableDays: 90,
  };
}

function fail(response: ServerResponse, status: number, code: string, message: string): void {
  answerJson(response, status, { error: { code, message } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
