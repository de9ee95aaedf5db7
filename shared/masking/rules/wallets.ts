import { ALNUM, flagsOf, kindAt } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { BLOCK_WORDS, STATE_WORDS } from '../sha256-lanes.ts';
import { hashBlock } from '../sha256-block.ts';
import { anchorsOf } from './field-form.ts';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const SHORTEST_BASE58 = 26;
const LONGEST_BASE58 = 35;
/** A version and 20 bytes of the address; four of its sum follow. */
const PAYLOAD_BYTES = 21;
const SHORTEST_BECH32 = 39;
const LONGEST_BECH32 = 90;
/** BIP 173 and BIP 350. */
const BECH32_REMAINDERS = [1, 0x2bc830a3];

/**
 * Judges a word of letters and digits, `[start, end)`: an address of a wallet by its sum (base58check), which one word in four
 * billions meets by chance. Returns whether it was one.
 */
export function detectWallet(scan: Scan, start: number, end: number): boolean {
  const length = end - start;
  if (length < SHORTEST_BASE58 || length > LONGEST_BASE58) return false;
  if (!BEGINS_BASE58[scan.bytes[start]!]! || !decodeBase58(scan.bytes, start, end) || !hasSum()) return false;
  report(scan, start, end, 'crypto', STRENGTH.checksum, 'wallet');
  return true;
}

/** Written anew for each word, lowest first: what it holds is valid until the next one is decoded. */
const limbs = new Float64Array(8);

/** False for what is no base58 or is longer than an address. Four characters at a time, into limbs of 28 bits. */
function decodeBase58(bytes: Uint8Array, start: number, end: number): boolean {
  let used = 0;
  for (let from = start; from < end; from += AT_A_TIME) {
    let scale = 1;
    let carry = 0;
    const to = Math.min(end, from + AT_A_TIME);
    for (let index = from; index < to; index++) {
      const digit = BASE58_DIGITS[bytes[index]!]!;
      if (digit < 0) return false;
      carry = carry * 58 + digit;
      scale *= 58;
    }
    for (let place = 0; place < used; place++) {
      carry += limbs[place]! * scale;
      const rest = Math.floor(carry / LIMB);
      limbs[place] = carry - rest * LIMB;
      carry = rest;
    }
    if (carry === 0) continue;
    if (used === limbs.length) return false;
    limbs[used++] = carry;
  }
  limbs.fill(0, used);
  return limbs[TOP_LIMB]! < TOP_END;
}

const AT_A_TIME = 4;
const LIMB_BITS = 28;
/** With four digits of base58 a product has less than the 53 bits of a number. */
const LIMB = 2 ** LIMB_BITS;
/** An address has 200 bits: seven limbs, and four bits of the eighth. */
const TOP_LIMB = 7;
const TOP_END = 2 ** 4;
const BASE58_DIGITS = new Int8Array(256).map((_, code) => BASE58.indexOf(String.fromCharCode(code)));
/** The first letters of Bitcoin, its test network, Litecoin, Dogecoin, Dash and Tron. */
const BEGINS_BASE58 = flagsOf(/[13mn2LMDAX9T]/);

/** The block of the payload, and that of its hash: their ends, which do not change, are written once. */
const payload = new Int32Array(BLOCK_WORDS);
const again = new Int32Array(BLOCK_WORDS);
const sum = new Int32Array(STATE_WORDS);
const END_BIT = 0x80;
payload[BLOCK_WORDS - 1] = 8 * PAYLOAD_BYTES;
again[STATE_WORDS] = END_BIT << 24;
again[BLOCK_WORDS - 1] = 32 * STATE_WORDS;

/** Whether the last four bytes of the address are the first ones of the hash of the hash of what is before them. */
function hasSum(): boolean {
  for (let word = 0; word < PAYLOAD_WORDS; word++) payload[word] = bitsAt(ADDRESS_BITS - 32 * (word + 1));
  // The last byte of the payload, and the bit that ends it.
  payload[PAYLOAD_WORDS] = (bitsAt(SUM_BITS) << 24) | (END_BIT << 16);
  hashBlock(payload, again);
  hashBlock(again, sum);
  return sum[0] === bitsAt(0);
}

/** 32 bits of the address, the lowest of them at `place`. */
function bitsAt(place: number): number {
  const limb = Math.floor(place / LIMB_BITS);
  const shift = place - limb * LIMB_BITS;
  const high = limb + 1 < limbs.length ? limbs[limb + 1]! : 0;
  const higher = limb + 2 < limbs.length ? limbs[limb + 2]! : 0;
  // 32 bits reach into three limbs where they begin in the last bits of the first.
  return (
    (limbs[limb]! >>> shift) |
    (high << (LIMB_BITS - shift)) |
    (shift > 24 ? higher << (2 * LIMB_BITS - shift) : 0)
  );
}

const SUM_BITS = 32;
const ADDRESS_BITS = 8 * PAYLOAD_BYTES + SUM_BITS;
const PAYLOAD_WORDS = PAYLOAD_BYTES >> 2;

/** `bc1q…`, `bc1p…`: the sum of BIP 173 or BIP 350 over the prefix and the rest, in one case. */
function detectSegwit(scan: Scan, start: number): void {
  if ((kindAt(scan.bytes, start - 1) & ALNUM) !== 0) return;
  let end = start;
  while (end - start <= LONGEST_BECH32 && (kindAt(scan.bytes, end) & ALNUM) !== 0) end++;
  if (end - start < SHORTEST_BECH32 || end - start > LONGEST_BECH32) return;
  const written = scan.text.slice(start, end);
  const word = written.toLowerCase();
  if (written !== word && written !== written.toUpperCase()) return;
  if (!BECH32_REMAINDERS.includes(bech32Remainder(word))) return;
  report(scan, start, end, 'crypto', STRENGTH.checksum, 'wallet');
}

/** The remainder of BIP 173 over the expanded prefix, a zero, and the characters behind the last 1; -1 for other characters. */
function bech32Remainder(word: string): number {
  const divider = word.lastIndexOf('1');
  let remainder = 1;
  for (let index = 0; index < divider; index++)
    remainder = behindValue(remainder, word.charCodeAt(index) >> 5);
  remainder = behindValue(remainder, 0);
  for (let index = 0; index < divider; index++)
    remainder = behindValue(remainder, word.charCodeAt(index) & 31);
  for (let index = divider + 1; index < word.length; index++) {
    const value = BECH32_VALUES[word.charCodeAt(index) & 0x7f]!;
    if (value < 0) return -1;
    remainder = behindValue(remainder, value);
  }
  return remainder;
}

function behindValue(remainder: number, value: number): number {
  return ((remainder & 0x1ffffff) << 5) ^ value ^ REMAINDERS[remainder >>> 25]!;
}

const BECH32_VALUES = new Int8Array(128).map((_, code) => BECH32.indexOf(String.fromCharCode(code)));
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** What the five highest bits of a remainder add to the next. */
const REMAINDERS = new Int32Array(32).map((_, top) =>
  GENERATOR.reduce((sum, part, bit) => (((top >> bit) & 1) === 1 ? sum ^ part : sum), 0),
);

/** Addresses of wallets. Those of Ethereum have no sum that SHA-2 gives, and look like any number: behind their word only. */
export const walletAnchors: readonly Anchor[] = [
  ...['bc1q', 'bc1p', 'tb1q', 'tb1p', 'ltc1q'].map((keyword) => ({ keyword, detect: detectSegwit })),
  ...anchorsOf({
    rule: 'wallet',
    type: 'crypto',
    keywords: ['wallet', 'ethereum', 'eth_addr', 'eth address', 'erc20', 'erc-20', 'metamask'],
    form: /(?:wallet|ethereum|eth[_ ]addr|erc-?20|metamask)[\w ]{0,24}["'\\]{0,3} ?[:=]? ?(?:is |at )?["'\\]{0,3}(0x[0-9a-f]{40})(?![0-9a-f])/iy,
  }),
];
