import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The one shared access policy of the namespace, with all rights. */
export interface AccessKey {
  readonly name: string;
  readonly key: string;
}

const KEY_NAME = 'RootManageSharedAccessKey';

/** The key of the folder; made on first use, so that a connection string stays good after a restart. */
export async function ensureAccessKey(folder: string): Promise<AccessKey> {
  const path = join(folder, 'access-key');
  try {
    await writeFile(path, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return { name: KEY_NAME, key: await readFile(path, 'utf8') };
}

/** What a valid token allows: the path inside the namespace, in lower case, until a time (epoch milliseconds). */
export interface Claim {
  readonly path: string;
  readonly until: number;
}

/**
 * Checks `SharedAccessSignature sr=…&sig=…&se=…&skn=…`: the signature is the HMAC-SHA256 of the encoded resource and
 * the expiry, in base64. Null when name, signature or time is wrong.
 */
export function claimFromToken(token: string, access: AccessKey, now: number): Claim | null {
  const fields = new Map(
    token
      .replace(/^SharedAccessSignature /, '')
      .split('&')
      .map((field): [string, string] => [
        field.slice(0, field.indexOf('=')),
        field.slice(field.indexOf('=') + 1),
      ]),
  );
  const resource = fields.get('sr') ?? '';
  const expiry = fields.get('se') ?? '';
  const until = Number(expiry) * 1000;
  if (decodeURIComponent(fields.get('skn') ?? '') !== access.name || !(until > now)) return null;
  const expected = createHmac('sha256', access.key).update(`${resource}\n${expiry}`).digest();
  const given = Buffer.from(decodeURIComponent(fields.get('sig') ?? ''), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return { path: pathOf(decodeURIComponent(resource)), until };
}

/** True when one of the claims covers the path or a part of the path that it lies under. */
export function isCovered(claims: readonly Claim[], path: string, now: number): boolean {
  const wanted = path.toLowerCase();
  return claims.some(
    (claim) =>
      claim.until > now &&
      (claim.path === '' || wanted === claim.path || wanted.startsWith(`${claim.path}/`)),
  );
}

function pathOf(resource: string): string {
  return resource.replace(/^[a-z]+:\/\/[^/]*\/?/i, '').toLowerCase();
}
