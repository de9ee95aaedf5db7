import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { PermanentError, PipelineError, TransientError } from '../../errors/pipeline-error.ts';
import type { VaultConnection } from '../../config/configuration.ts';
import type { HttpClient } from '../../ports/http-client.ts';
import { cachedSecrets, type Secrets } from './cached-secrets.ts';

interface VaultOptions {
  readonly address: string;
  readonly vault: VaultConnection;
  readonly http: HttpClient;
  readonly now: () => number;
}

const TIMEOUT_MS = 15_000;
/** A login is renewed before its end, as soon as this share of its time is over. */
const USED_SHARE = 0.8;

const Login = z.object({
  auth: z.object({ client_token: z.string().min(1), lease_duration: z.number().nonnegative() }),
});
/** A deleted version answers 404 with `data: null` and its metadata. */
const Stored = z.object({ data: z.object({ data: z.object({ value: z.string().optional() }).nullable() }) });

/**
 * Secrets from HashiCorp Vault (KV version 2) over its HTTP API, kept for five minutes. A login that Vault does not accept any more is made anew once.
 * Source: developer.hashicorp.com/vault/api-docs: secret/kv/kv-v2, auth/approle, auth/kubernetes.
 */
export function createVaultSecrets(options: VaultOptions): Secrets {
  const { http, now } = options;
  const { auth, folder, mount, namespace } = options.vault;
  const scope = namespace === undefined ? {} : { 'x-vault-namespace': namespace };
  let login: { readonly token: string; readonly until: number } | null = null;

  async function read(name: string): Promise<string> {
    const url = urlOf(options.address, mount, 'data', ...folder.split('/'), name);
    try {
      const found = await withLogin((headers) =>
        http.getJson(url, Stored, { headers, nullOn: [404], ...within() }),
      );
      const value = found?.body.data.data?.value;
      if (value !== undefined && value !== '') return value;
    } catch (error) {
      throw unavailable(name, error);
    }
    throw new PermanentError(
      'SECRET_MISSING',
      `Vault has no secret "${name}" with a field "value" under ${mount}/${folder}.`,
    );
  }

  /** Vault answers 403 to a token that has ended as to one without the right. */
  async function withLogin<T>(work: (headers: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
    const fresh = login === null || login.until <= now();
    if (fresh) login = await logIn();
    const { token } = login ?? (await logIn());
    try {
      return await work({ 'x-vault-token': token, ...scope });
    } catch (error) {
      const isRefused = PipelineError.is(error) && /^REMOTE_(?:FORBIDDEN|UNAUTHORISED)$/.test(error.code);
      if (!isRefused || fresh) throw error;
      login = await logIn();
      return work({ 'x-vault-token': login.token, ...scope });
    }
  }

  async function logIn(): Promise<{ readonly token: string; readonly until: number }> {
    if (auth.kind === 'token-file') return { token: await fileText(auth.file), until: now() + 60_000 };
    const body =
      auth.kind === 'app-role'
        ? { role_id: auth.roleId, secret_id: await fileText(auth.secretIdFile) }
        : { role: auth.role, jwt: await fileText(auth.tokenFile) };
    const url = urlOf(options.address, 'auth', ...auth.mount.split('/'), 'login');
    const reply = await http.sendJson('POST', url, body, Login, { headers: scope, ...within() });
    if (reply === null)
      throw new TransientError('SECRETS_UNAVAILABLE', 'Vault answered the login with nothing.');
    const { client_token: token, lease_duration: seconds } = reply.body.auth;
    // A lease of 0 does not end.
    const until = seconds === 0 ? Number.POSITIVE_INFINITY : now() + seconds * 1_000 * USED_SHARE;
    return { token, until };
  }

  return cachedSecrets(read, now);
}

function within(): { readonly signal: AbortSignal; readonly timeoutMs: number } {
  return { signal: AbortSignal.timeout(TIMEOUT_MS), timeoutMs: TIMEOUT_MS };
}

function urlOf(address: string, ...segments: readonly string[]): URL {
  return new URL(`${address.replace(/\/+$/, '')}/v1/${segments.map(encodeURIComponent).join('/')}`);
}

async function fileText(file: string): Promise<string> {
  try {
    const text = (await readFile(file, 'utf8')).trim();
    if (text !== '') return text;
  } catch (error) {
    throw new TransientError(
      'SECRETS_UNAVAILABLE',
      `The file ${file}, with which Vault is opened, cannot be read.`,
      { cause: error },
    );
  }
  throw new TransientError('SECRETS_UNAVAILABLE', `The file ${file}, with which Vault is opened, is empty.`);
}

/** What the vault refuses now it may give later, when its policy was put right: the message waits. */
function unavailable(name: string, error: unknown): unknown {
  if (!PipelineError.is(error) || error.code.startsWith('SECRET')) return error;
  return new TransientError(
    'SECRETS_UNAVAILABLE',
    `Vault did not give the secret "${name}": ${error.message}`,
    { cause: error },
  );
}
