import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import { apiUrl } from '../common/api-url.ts';
import type { AzureDevopsSettings } from './settings.ts';

/** Azure DevOps as a resource of Entra ID; the same everywhere. */
const SCOPE = '499b84ac-1321-427f-aa17-267ca6975798/.default';
/** A token is renewed when it has no more than this left, so that a call begun with it ends with it. */
const RENEW_BEFORE_MS = 5 * 60_000;

const Token = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/**
 * Value of the header `Authorization`: Basic with a personal access token, or Bearer with a token of Entra ID (client
 * credentials), kept until shortly before it expires.
 */
export function createAuthorization(
  auth: AzureDevopsSettings['auth'],
  kit: ConnectorKit,
): (signal: AbortSignal) => Promise<string> {
  if ('patSecret' in auth) {
    return async () => {
      const pat = (await kit.secret(auth.patSecret)).trim();
      return `Basic ${Buffer.from(`:${pat}`).toString('base64')}`;
    };
  }
  const { entra } = auth;
  let known: Promise<{ readonly token: string; readonly renewAt: number }> | undefined;

  async function fetchToken(
    signal: AbortSignal,
  ): Promise<{ readonly token: string; readonly renewAt: number }> {
    const url = apiUrl(
      entra.authorityUrl.replace(/\/+$/, ''),
      [entra.tenantId, 'oauth2', 'v2.0', 'token'],
      {},
    );
    const fields = {
      grant_type: 'client_credentials',
      client_id: entra.clientId,
      client_secret: (await kit.secret(entra.clientSecret)).trim(),
      scope: SCOPE,
    };
    const askedAt = kit.clock.now().getTime();
    const reply = await kit.http.postForm(url, fields, { signal });
    const parsed = Token.safeParse(jsonOf(reply?.body));
    if (!parsed.success) {
      throw new PermanentError(
        'REMOTE_REPLY_INVALID',
        `${url.host} answered with no token for Azure DevOps.`,
      );
    }
    const { access_token: token, expires_in: seconds } = parsed.data;
    return { token, renewAt: askedAt + seconds * 1_000 - RENEW_BEFORE_MS };
  }

  return async (signal) => {
    const asked = known;
    const kept = await asked?.catch(() => undefined);
    if (kept !== undefined && kit.clock.now().getTime() < kept.renewAt) return `Bearer ${kept.token}`;
    // Another call may have begun to renew it while this one waited.
    if (known === asked) known = fetchToken(signal);
    return `Bearer ${(await (known ?? fetchToken(signal))).token}`;
  };
}

function jsonOf(body: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    // Told as "no token" by the caller; the text may quote what was sent.
    return null;
  }
}
