import { domainToASCII } from 'node:url';
import { readIpv6 } from './ipv6.ts';
import { callingCode, callingCodeLength } from './rules/numbering-plans.ts';

/** Letters and digits alone, in capitals: how a number is grouped, and whether a query encoded it, says nothing about it. */
export function lettersAndDigits(value: string): string {
  const plain = withoutPercents(value);
  // Signs alone are all there is to such a value. The same for what is ASCII.
  if (!BEYOND_ASCII.test(plain)) return plain.replace(/[^0-9A-Za-z]+/g, '').toUpperCase() || value;
  return (
    plain
      .normalize('NFKC')
      .replace(/[^\p{L}\p{N}]/gu, '')
      .toUpperCase() || value
  );
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/**
 * A phone number as it is dialled from abroad, its plus or `00` left out: `+44 (0)20 …` and `0044 20 …` are one. The zero stays where the
 * country's numbers begin with it: `+39 (0)6 …` is `+39 06 …`. An extension stays apart: `ext. 12`, `#12` and `x12` are one.
 */
export function numberAsDialled(value: string): string {
  const plain = withShortExtension(withoutPercents(value));
  const zero = plain.indexOf('(0)');
  const dialled = zero >= 0 && !keepsZero(plain, zero) ? plain.slice(0, zero) + plain.slice(zero + 3) : plain;
  return dialled.replace(/^00(?=[ ./()-]?\d)/, '');
}

/** Most numbers have no extension, and none of the signs before one. */
function withShortExtension(number: string): string {
  const short = /[x#]/i.test(number) ? number.replace(EXTENSION, 'x$1') : number;
  return short.includes('/') ? short.replace(SLASHED_EXTENSION, '$1x$2') : short;
}

const EXTENSION = / ?(?:extension|ext\.?|x|#) ?(\d{1,5})$/i;
/** Behind a whole number; elsewhere a slash stands between groups. */
const SLASHED_EXTENSION = /^((?:[^\d/]*\d){10,17}) ?\/ ?(\d{1,3})$/;

/** Whether numbers of the country whose code stands before a zero in parentheses begin with it, by the tables of libphonenumber. */
function keepsZero(number: string, zero: number): boolean {
  const code = number.slice(0, zero).replace(/\D/g, '').replace(/^00/, '');
  const length = callingCodeLength(code);
  const plan = length > 0 && length === code.length ? callingCode(code, length)?.main : undefined;
  if (plan === undefined) return false;
  const national = number
    .slice(zero + 3)
    .replace(/x.*/, '')
    .replace(/\D/g, '');
  return plan.national.test('0' + national) && (plan.prefix === null || !plan.national.test(national));
}

/** Whether an address of a wallet is the same in small letters: hexadecimal and bech32 (BIP 173, of one case) are, base58 is not. */
export function isCaselessWallet(address: string): boolean {
  return /^0x/i.test(address) || address === address.toLowerCase() || address === address.toUpperCase();
}

const AT = / ?[[({<]at[\])}>] ?| at |\\{1,2}u0040|&#x40;|&#0?64;|&commat;|%40/;
const DOT = / ?[[({<](?:dot|\.)[\])}>] ?| dot /g;

/** An e-mail address in small letters: `jo%40example.org` and `jo [at] example [dot] org` are one, and so are `é.org` and its xn-- form. */
export function mailAsWritten(value: string): string {
  const plain = withoutPercents(value).toLowerCase().replace(AT, '@').replace(DOT, '.');
  const domainStart = plain.lastIndexOf('@') + 1;
  const domain = plain.slice(domainStart);
  return BEYOND_ASCII.test(domain) ? plain.slice(0, domainStart) + domainInAscii(domain) : plain;
}

const MOST_REMEMBERED = 256;
const remembered = new Map<string, string>();

/** Working it out takes longer than reading a line, and texts name few such domains again and again. */
function domainInAscii(domain: string): string {
  const known = remembered.get(domain);
  if (known !== undefined) return known;
  const ascii = domainToASCII(domain) || domain;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  // A copy: a slice would keep the text it was cut from.
  remembered.set(Buffer.from(domain, 'utf16le').toString('utf16le'), ascii);
  return ascii;
}

/**
 * The eight groups of an IPv6 address in hexadecimal, without its zone; of one that holds an IPv4 address (`::ffff:10.1.2.3`) that; what is
 * none as it stands. The prefix of a host's address (`2001:db8::1/64`) is left out, that of a network (`2001:db8::/32`) says which one it is.
 */
export function addressInFull(value: string): string {
  const end = ENDS_ADDRESS.exec(value)?.index ?? value.length;
  const groups = readIpv6(value, 0, end);
  if (groups === null) return value;
  const prefix = PREFIX.exec(value.slice(end))?.[1];
  const network = prefix !== undefined && isNetwork(groups, Number(prefix)) ? `/${Number(prefix)}` : '';
  const isMapped = groups[5] === 0xffff && groups.subarray(0, 5).every((group) => group === 0);
  if (isMapped && network === '') return `${bytesOf(groups[6]!)}.${bytesOf(groups[7]!)}`;
  let full = groups[0]!.toString(16);
  for (let each = 1; each < groups.length; each++) full += ':' + groups[each]!.toString(16);
  return full + network;
}

const ENDS_ADDRESS = /[/%]/;
const PREFIX = /\/(\d{1,3})$/;
const GROUP_BITS = 16;

/** Whether there are bits behind the prefix and all of them are zero (RFC 4291, 2.3). */
function isNetwork(groups: Uint16Array, prefix: number): boolean {
  if (prefix >= GROUP_BITS * groups.length) return false;
  return groups.every((group, each) => {
    const kept = Math.min(Math.max(prefix - GROUP_BITS * each, 0), GROUP_BITS);
    return (group & (0xffff >> kept)) === 0;
  });
}

function bytesOf(group: number): string {
  return `${group >> 8}.${group & 0xff}`;
}

function withoutPercents(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    // A percent sign of its own.
    return value;
  }
}
