import { sha256 } from '../audit/sha256.ts';
import { KEY_PREFIX } from './credential.ts';

const SECRET_BYTES = 32;
const KEY = new RegExp(`^${KEY_PREFIX}([0-9a-f]{16})_[A-Za-z0-9_-]{43}$`);

/**
 * The text of a key, shown once. @param idBytes 8 random bytes @param secretBytes 32 random bytes
 * @throws RangeError when there are fewer
 */
export function apiKeyText(
  idBytes: Uint8Array,
  secretBytes: Uint8Array,
): { readonly id: string; readonly text: string; readonly hash: string } {
  if (idBytes.length !== 8 || secretBytes.length !== SECRET_BYTES) {
    throw new RangeError('A key has an id of 8 bytes and a secret of 32.');
  }
  const id = Buffer.from(idBytes).toString('hex');
  const text = `${KEY_PREFIX}${id}_${Buffer.from(secretBytes).toString('base64url')}`;
  return { id, text, hash: sha256(text) };
}

/** Id and hash of a key that a caller shows; null when it is no key of ours. */
export function readApiKey(text: string): { readonly id: string; readonly hash: string } | null {
  const id = KEY.exec(text)?.[1];
  return id === undefined ? null : { id, hash: sha256(text) };
}
