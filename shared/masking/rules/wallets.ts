import { hash } from 'node:crypto';
import { ALNUM, kindAt } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { anchorsOf } from './field-form.ts';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
/** The first letters of Bitcoin, its test network, Litecoin, Dogecoin, Dash and Tron. */
const BASE58_BEGINNING = '13mn2LMDAX9T';
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
  if (!BASE58_BEGINNING.includes(scan.text.charAt(start))) return false;
  const bytes = base58Decoded(scan.text.slice(start, end));
  if (bytes === null || !hasSum(bytes)) return false;
  report(scan, start, end, 'crypto', STRENGTH.checksum, 'wallet');
  return true;
}

/** Written anew for each word: what it holds is valid until the next one is decoded. */
const limbs = new Float64Array(9);
const decoded = Buffer.alloc(27);

/** Null for what is no base58 or has another length. Four characters at a time, into limbs of 24 bits. */
function base58Decoded(word: string): Buffer | null {
  limbs.fill(0);
  for (let from = 0; from < word.length; from += AT_A_TIME) {
    let scale = 1;
    let carry = 0;
    const to = Math.min(word.length, from + AT_A_TIME);
    for (let index = from; index < to; index++) {
      const digit = BASE58_DIGITS[word.charCodeAt(index) & 0x7f]!;
      if (digit < 0) return null;
      carry = carry * 58 + digit;
      scale *= 58;
    }
    for (let place = limbs.length - 1; place >= 0; place--) {
      carry += limbs[place]! * scale;
      limbs[place] = carry % LIMB;
      carry = Math.floor(carry / LIMB);
    }
    if (carry !== 0) return null;
  }
  for (let place = 0; place < limbs.length; place++) decoded.writeUIntBE(limbs[place]!, 3 * place, 3);
  // What is longer than an address.
  return decoded[0] === 0 && decoded[1] === 0 ? decoded.subarray(2) : null;
}

const AT_A_TIME = 4;
const LIMB = 2 ** 24;
const BASE58_DIGITS = Int8Array.from({ length: 128 }, (_, code) => BASE58.indexOf(String.fromCharCode(code)));

function hasSum(bytes: Buffer): boolean {
  const sum = hash('sha256', hash('sha256', bytes.subarray(0, PAYLOAD_BYTES), 'buffer'), 'buffer');
  return bytes.readUInt32BE(PAYLOAD_BYTES) === sum.readUInt32BE(0);
}

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
  const top = remainder >>> 25;
  let next = ((remainder & 0x1ffffff) << 5) ^ value;
  for (let bit = 0; bit < GENERATOR.length; bit++) if (((top >> bit) & 1) === 1) next ^= GENERATOR[bit]!;
  return next;
}

const BECH32_VALUES = Int8Array.from({ length: 128 }, (_, code) => BECH32.indexOf(String.fromCharCode(code)));
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

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
