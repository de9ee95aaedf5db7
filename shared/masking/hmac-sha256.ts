import { createHmac, hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
/** Of longer messages Node's own HMAC takes hardly more time than of short ones. */
const LONGEST_MESSAGE_BYTES = 1024;
const INNER = 0x36;
const OUTER = 0x5c;

/**
 * HMAC-SHA256 (RFC 2104) under one key, in hexadecimal. Short messages are hashed by the two one-shot hashes that the HMAC is
 * made of: `createHmac` makes an object for each message, which takes twice as long as the hashing itself.
 */
export function createHmacSha256(key: Uint8Array): (message: string) => string {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key);
  const inner = Buffer.alloc(BLOCK_BYTES + LONGEST_MESSAGE_BYTES);
  const outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES);
  inner.set(block.map((byte) => byte ^ INNER));
  outer.set(block.map((byte) => byte ^ OUTER));
  return (message) => {
    if (message.length * LONGEST_CHARACTER_BYTES > LONGEST_MESSAGE_BYTES)
      return createHmac('sha256', key).update(message).digest('hex');
    const end = BLOCK_BYTES + inner.write(message, BLOCK_BYTES);
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK_BYTES, 'latin1');
    return hash('sha256', outer, 'hex');
  };
}

/** UTF-8 of one UTF-16 code unit. */
const LONGEST_CHARACTER_BYTES = 3;
