import { BLOCK_WORDS, fractions, STATE_WORDS } from './sha256-lanes.ts';

const ROUNDS = 64;
const [constants, initial] = fractions().map((words) => Int32Array.from(words)) as [Int32Array, Int32Array];
/** Written anew for each block. */
const schedule = new Int32Array(ROUNDS);

/**
 * SHA-256 (FIPS 180-4, 6.2.2) of a message that is one block of sixteen words with its padding, into the first eight words of `state`. A
 * call of node:crypto costs several times what hashing a block does. Whether it takes as long for every block does not matter for
 * what is no secret: the sums of public addresses.
 */
export function hashBlock(block: Readonly<Int32Array>, state: Int32Array): void {
  for (let word = 0; word < BLOCK_WORDS; word++) schedule[word] = block[word]!;
  for (let word = BLOCK_WORDS; word < ROUNDS; word++) {
    const early = schedule[word - 15]!;
    const late = schedule[word - 2]!;
    const small = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
    const great = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
    schedule[word] = (schedule[word - BLOCK_WORDS]! + small + schedule[word - 7]! + great) | 0;
  }
  let a = initial[0]!;
  let b = initial[1]!;
  let c = initial[2]!;
  let d = initial[3]!;
  let e = initial[4]!;
  let f = initial[5]!;
  let g = initial[6]!;
  let h = initial[7]!;
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
  const working = [a, b, c, d, e, f, g, h];
  for (let word = 0; word < STATE_WORDS; word++) state[word] = initial[word]! + working[word]!;
}
