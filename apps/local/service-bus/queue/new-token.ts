import { randomFillSync } from 'node:crypto';

const TOKEN_BYTES = 16;
const pool = Buffer.alloc(256 * TOKEN_BYTES);
let used = pool.length;

/** A fresh lock token; randomness is drawn for 256 of them at a time, since drawing it is what costs. */
export function newToken(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += TOKEN_BYTES;
  return pool.toString('hex', used - TOKEN_BYTES, used);
}
