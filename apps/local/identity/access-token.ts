import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

const Claims = z.object({ aud: z.string(), exp: z.number() });

/** Signs a token for one resource, in the shape of Entra's (a JWT), valid until `expiresAt` (seconds since 1970). */
export function signAccessToken(key: string, resource: string, expiresAt: number): string {
  const header = encode({ alg: 'HS256', typ: 'JWT' });
  const claims = encode({ aud: resource, iss: 'embedded-cloud', exp: expiresAt, oid: 'perf-agent' });
  return `${header}.${claims}.${signature(key, `${header}.${claims}`)}`;
}

/** Why a token does not open the resource, or null when it does. */
export function faultOfAccessToken(key: string, token: string, resource: string, now: number): string | null {
  const [header, claims, given] = token.split('.');
  if (header === undefined || claims === undefined || given === undefined) return 'the token is no JWT';
  const expected = Buffer.from(signature(key, `${header}.${claims}`));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
    return 'the signature is wrong';
  const parsed = Claims.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')));
  if (!parsed.success) return 'the claims are incomplete';
  if (parsed.data.exp <= now) return 'the token has expired';
  return parsed.data.aud === resource ? null : `the token is for ${parsed.data.aud}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signature(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
