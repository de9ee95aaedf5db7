import { BLOCK_WORDS, fractions } from './sha256-lanes.ts';

const ROUNDS = 64;
const [CONSTANTS, INITIAL] = fractions();
const constants = Int32Array.from(CONSTANTS);
/** The state that all messages begin with. */
export const INITIAL_STATE: Readonly<Int32Array> = Int32Array.from(INITIAL);
/** Written anew for each block. */
const schedule = new Int32Array(ROUNDS);

/**
 * SHA-256 (FIPS 180-4, 6.2.2) of a message that is one block of sixteen words with its padding, into the first eight words of `state`. A
 * call of node:crypto costs several times what hashing a block does.
 */
export function hashBlock(block: Readonly<Int32Array>, state: Int32Array): void {
  compressBlock(INITIAL_STATE, block, state);
}

/** Compresses a block of sixteen words into the state `from`; the new one becomes the first eight words of `to`, which may be `from`. */
export function compressBlock(from: Readonly<Int32Array>, block: Readonly<Int32Array>, to: Int32Array): void {
  for (let word = 0; word < BLOCK_WORDS; word++) schedule[word] = block[word]!;
  for (let word = BLOCK_WORDS; word < ROUNDS; word++) {
    const early = schedule[word - 15]!;
    const late = schedule[word - 2]!;
    const small = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
    const great = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
    schedule[word] = (schedule[word - BLOCK_WORDS]! + small + schedule[word - 7]! + great) | 0;
  }
  let a = from[0]!;
  let b = from[1]!;
  let c = from[2]!;
  let d = from[3]!;
  let e = from[4]!;
  let f = from[5]!;
  let g = from[6]!;
  let h = from[7]!;
  for (let round = 0; round < ROUNDS; round++) {
    const great = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = (h + great + ((e & f) ^ (~e & g)) + constants[round]! + schedule[round]!) | 0;
    const small = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (small + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  to[0] = from[0]! + a;
  to[1] = from[1]! + b;
  to[2] = from[2]! + c;
  to[3] = from[3]! + d;
  to[4] = from[4]! + e;
  to[5] = from[5]! + f;
  to[6] = from[6]! + g;
  to[7] = from[7]! + h;
}
