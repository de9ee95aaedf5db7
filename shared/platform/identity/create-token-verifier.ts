import { createRemoteJWKSet, customFetch, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import type { TokenIssuer } from '../../config/configuration.ts';
import { sha256 } from '../../audit/sha256.ts';
import { TransientError } from '../../errors/pipeline-error.ts';
import type { HttpClient } from '../../ports/http-client.ts';
import type { TokenVerifier, VerifiedToken } from '../../ports/token-verifier.ts';

/** What an Entra ID token with many groups has; more is no token. */
const LONGEST_TOKEN = 16_384;
const CLOCK_TOLERANCE_SECONDS = 60;
const KEYS_WITHIN_MS = 5_000;
const KEYS_FRESH_FOR_MS = 10 * 60_000;
/** A key id that is not known fetches the set again, at most so often: else every forged one would. */
const KEYS_AGAIN_AFTER_MS = 30_000;
const MOST_KEYS_BYTES = 256 * 1024;

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) });
const Roles = z.array(z.string()).catch([]);

interface Pinned {
  readonly issuer: TokenIssuer;
  readonly keySet: ReturnType<typeof createRemoteJWKSet>;
}

/**
 * Believes tokens of the configured issuers (RFC 7519, 8725): issuer, audience and algorithm are those of the configuration, the key is looked up
 * by its id in the issuer's own key set, `exp` and `sub` must be there. What the token itself says of keys (`jku`, `x5u`, `jwk`, `x5c`) is not read.
 * @param ownTenant whose data the tokens of an issuer without a tenant open
 */
export function createTokenVerifier(
  issuers: readonly TokenIssuer[],
  ownTenant: string,
  http: HttpClient,
  { keysAgainAfterMs = KEYS_AGAIN_AFTER_MS }: { readonly keysAgainAfterMs?: number } = {},
): TokenVerifier {
  const pinned = issuers.map((issuer): Pinned => ({
    issuer,
    keySet: keySetOf(issuer, http, keysAgainAfterMs),
  }));
  return {
    async verify(token) {
      if (token.length > LONGEST_TOKEN) return null;
      const said = issuerIn(token);
      for (const one of pinned.filter(({ issuer }) => issuer.issuer === said)) {
        const payload = await payloadOf(token, one);
        if (payload !== null) return verifiedOf(payload, one.issuer, ownTenant);
      }
      return null;
    },
  };
}

async function payloadOf(
  token: string,
  { issuer, keySet }: Pinned,
): Promise<(JWTPayload & { sub: string }) | null> {
  try {
    const { payload } = await jwtVerify<{ sub: string }>(token, keySet, {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: [...issuer.algorithms],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub'],
    });
    return typeof payload.sub === 'string' && payload.sub !== '' ? payload : null;
  } catch (error) {
    if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return null;
    throw new TransientError('REMOTE_UNAVAILABLE', `The keys of ${issuer.issuer} could not be fetched.`, {
      cause: error,
    });
  }
}

function verifiedOf(
  payload: JWTPayload & { sub: string },
  issuer: TokenIssuer,
  ownTenant: string,
): VerifiedToken {
  const roles = Roles.parse(payload['roles']).flatMap((role) =>
    Object.hasOwn(issuer.roles, role) ? (issuer.roles[role] ?? []) : [],
  );
  const subject = sha256(`${issuer.issuer} ${payload.sub}`).slice(0, 24);
  return { subject, tenant: issuer.tenant ?? ownTenant, roles };
}

/** Unverified: it only chooses whose keys the token is held against. */
function issuerIn(token: string): string | null {
  try {
    return decodeJwt(token).iss ?? null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

function keySetOf({ keys }: TokenIssuer, http: HttpClient, keysAgainAfterMs: number): Pinned['keySet'] {
  return createRemoteJWKSet(new URL(keys), {
    timeoutDuration: KEYS_WITHIN_MS,
    cacheMaxAge: KEYS_FRESH_FOR_MS,
    cooldownDuration: keysAgainAfterMs,
    // Through our own client: https outside this machine, no redirect, a bounded body, a breaker.
    [customFetch]: async (address, { signal }) => {
      const options = { signal, timeoutMs: KEYS_WITHIN_MS, maxBytes: MOST_KEYS_BYTES };
      const reply = await http.getJson(new URL(address), KeySet, options);
      return Response.json(reply?.body ?? { keys: [] });
    },
  });
}
