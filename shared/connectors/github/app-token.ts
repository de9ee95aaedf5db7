import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import { apiUrl } from '../common/api-url.ts';
import { API_HEADERS } from './api-headers.ts';

interface AppSettings {
  readonly clientId: string;
  readonly privateKeySecret: string;
  readonly installationId?: number | undefined;
}

/** GitHub's documentation: at most ten minutes, issued a minute back for clocks that differ. */
const JWT_LIFE_SECONDS = 540;
const JWT_BACKDATED_SECONDS = 60;
/** A token is renewed when it has no more than this left, so that a call begun with it ends with it. */
const RENEW_BEFORE_MS = 5 * 60_000;
const MOST_INSTALLATIONS = 1_000;

const Installation = z.object({ id: z.int() });
const InstallationToken = z.object({
  token: z.string().min(1),
  expires_at: z.iso.datetime({ offset: true }),
});
const App = z.object({ id: z.int(), slug: z.string() });

export interface AppTokens {
  /** Token of the installation that serves the owner; cached until shortly before it expires. */
  tokenFor(owner: string, signal: AbortSignal): Promise<string>;
  /** Number and name of the App: comments carry the one, their author's name is made of the other. */
  self(signal: AbortSignal): Promise<z.infer<typeof App> | null>;
}

/**
 * Signs in as a GitHub App: JWT (RS256) with the App's key → installation token of one hour.
 * @throws PermanentError(`CONFIG_INVALID`) when the key is no RSA private key in PEM; else the errors of the HttpClient
 */
export function createAppTokens(root: string, app: AppSettings, kit: ConnectorKit): AppTokens {
  const tokens = new Map<number, Promise<{ readonly token: string; readonly renewAt: number }>>();
  const installations = new Map<string, Promise<number>>();
  let self: Promise<z.infer<typeof App> | null> | undefined;

  async function headers(): Promise<Record<string, string>> {
    const key = privateKeyFrom(await kit.secret(app.privateKeySecret), app.privateKeySecret);
    return { ...API_HEADERS, authorization: `Bearer ${appJwt(app.clientId, key, kit.clock.now())}` };
  }

  async function findInstallation(owner: string, signal: AbortSignal): Promise<number> {
    for (const kind of ['orgs', 'users']) {
      const url = apiUrl(root, [kind, owner, 'installation'], {});
      const reply = await kit.http.getJson(url, Installation, {
        headers: await headers(),
        signal,
        nullOn: [404],
      });
      if (reply !== null) return reply.body.id;
    }
    throw new PermanentError(
      'REMOTE_FORBIDDEN',
      `The GitHub App is not installed for "${owner}"; install it there, or set installationId.`,
    );
  }

  async function fetchToken(
    installation: number,
    signal: AbortSignal,
  ): Promise<{ readonly token: string; readonly renewAt: number }> {
    const url = apiUrl(root, ['app', 'installations', installation, 'access_tokens'], {});
    const reply = await kit.http.sendJson('POST', url, {}, InstallationToken, {
      headers: await headers(),
      signal,
    });
    if (reply === null)
      throw new PermanentError('REMOTE_REPLY_INVALID', 'GitHub gave no installation token.');
    return { token: reply.body.token, renewAt: Date.parse(reply.body.expires_at) - RENEW_BEFORE_MS };
  }

  return {
    async tokenFor(owner, signal) {
      const installation =
        app.installationId ??
        (await remembered(installations, owner.toLowerCase(), () => findInstallation(owner, signal)));
      const asked = tokens.get(installation);
      const known = await asked?.catch(() => undefined);
      if (known !== undefined && kit.clock.now().getTime() < known.renewAt) return known.token;
      // Another call may have begun to renew it while this one waited.
      if (tokens.get(installation) === asked) tokens.delete(installation);
      return (await remembered(tokens, installation, () => fetchToken(installation, signal))).token;
    },
    async self(signal) {
      self ??= kit.http
        .getJson(apiUrl(root, ['app'], {}), App, { headers: await headers(), signal })
        .then((reply) => reply?.body ?? null);
      // A failure is asked again, not remembered.
      return self.catch((error: unknown) => {
        self = undefined;
        throw error;
      });
    },
  };
}

/** Compact JWT, RFC 7519, signed with RS256 (RFC 7518, 3.3). */
function appJwt(issuer: string, key: KeyObject, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1_000);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iat: seconds - JWT_BACKDATED_SECONDS, exp: seconds + JWT_LIFE_SECONDS, iss: issuer };
  const content = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

function privateKeyFrom(pem: string, secret: string): KeyObject {
  try {
    // Key vaults and environments that take one line only get the key with written line breaks.
    const key = createPrivateKey(pem.trim().replaceAll('\\n', '\n'));
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // The cause may quote the key.
  }
  throw new PermanentError(
    'CONFIG_INVALID',
    `The secret "${secret}" is no RSA private key in PEM; give the file that GitHub made for the App.`,
  );
}

/** Remembers what is being fetched, so that calls at once share it, and forgets failures. */
async function remembered<K, V>(known: Map<K, Promise<V>>, key: K, fetch: () => Promise<V>): Promise<V> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const oldest = known.keys().next();
  if (known.size >= MOST_INSTALLATIONS && oldest.done !== true) known.delete(oldest.value);
  const made = fetch();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}
