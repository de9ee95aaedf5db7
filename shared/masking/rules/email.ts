import { ALNUM, DIGIT, kindAt, KIND, MAIL, WORD } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

const LONGEST_LOCAL_PART = 64;
const LONGEST_DOMAIN = 255;

/** Domains of files and packages that follow an @ in code: `icon@2x.png`, `lodash@4.17.21`. */
const NOT_A_DOMAIN = /\.(?:png|jpe?g|gif|svg|webp|css|js|mjs|ts|json|map|md)$/i;

/** An address that says of itself that there is none such: `jo.fake@…`. */
const MADE_UP = /(?:^|[._+-])(?:fake|bogus)(?:$|[._+-])/i;

/** How markup, JSON and addresses write the sign. */
const ESCAPED_SIGNS = ['\\\\u0040', '\\u0040', '&#64;', '&#x40;', '&#064;', '&commat;', '%2540'];

export const emailAnchors: readonly Anchor[] = ['@', ...ESCAPED_SIGNS].map((keyword) => ({
  keyword,
  detect: detectEmail,
}));

/** RFC 5321 lengths; the local part without quotes, the domain with a top level of letters. */
function detectEmail(scan: Scan, at: number, behind: number): void {
  const { bytes, text } = scan;
  if (at === scan.userInfoEnd) return;
  // Most of what follows an @ in logs is no domain: a line of code, an address in memory.
  const end = domainEnd(scan, behind);
  if (end < 0) return;
  let start = at;
  const lowest = Math.max(0, at - LONGEST_LOCAL_PART);
  while (start > lowest && mayStandInLocalPart(scan, start - 1)) start--;
  while (start < at && (KIND[bytes[start]!]! & WORD) === 0 && bytes[start]! < BEYOND_ASCII) start++;
  // A word of a script that parts none by blanks may be the sentence's: only where the address has no other name.
  if (start === at) start = wordStart(scan, at);
  if (start === at || NOT_A_DOMAIN.test(text.slice(behind, end)) || MADE_UP.test(text.slice(start, at)))
    return;
  report(scan, start, end, 'email', STRENGTH.shape, 'email');
}

function mayStandInLocalPart(scan: Scan, index: number): boolean {
  return (KIND[scan.bytes[index]!]! & (ALNUM | MAIL)) !== 0 || isForeignLetter(scan, index);
}

const BEYOND_ASCII = 0x80;

/** For each code unit whether it is such a letter: asked about once. */
const letters = new Uint8Array(0x10000);
const IS_LETTER = 1;
const IS_NONE = 2;

function isLetterOfBlanks(code: number): boolean {
  if (letters[code] === 0) {
    const isLetter = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(String.fromCharCode(code));
    letters[code] = isLetter ? IS_LETTER : IS_NONE;
  }
  return letters[code] === IS_LETTER;
}

/** Letters of internationalised addresses (RFC 6531) of scripts that part words by blanks; elsewhere they are the sentence's. */
function isForeignLetter({ bytes, text }: Scan, index: number): boolean {
  return bytes[index]! >= BEYOND_ASCII && isLetterOfBlanks(text.charCodeAt(index));
}

/** Letters of other scripts (RFC 6531), at most as many as names have. */
function isWideLetter({ bytes, text }: Scan, index: number): boolean {
  return (bytes[index] ?? 0) >= BEYOND_ASCII && /[\p{L}\p{M}]/u.test(text.charAt(index));
}

const LONGEST_WIDE = 16;

/** Where a name in letters of other scripts begins that ends at `end`. */
function wordStart(scan: Scan, end: number): number {
  let start = end;
  while (start > 0 && end - start < LONGEST_WIDE && isWideLetter(scan, start - 1)) start--;
  return start;
}

/** The end of a domain whose labels are in letters of other scripts (RFC 5890): `例子.公司`; -1 without one. */
function wideDomainEnd(scan: Scan, start: number): number {
  let end = start;
  let labels = 0;
  while (labels < MOST_LABELS) {
    const labelStart = end;
    while (end - labelStart < LONGEST_WIDE && isWideLetter(scan, end)) end++;
    if (end === labelStart) return -1;
    labels++;
    if (scan.bytes[end] !== DOT || !isWideLetter(scan, end + 1)) break;
    end++;
  }
  return labels > 1 ? end : -1;
}

const MOST_LABELS = 5;
const DOT = 0x2e;

/** An internationalised top level (RFC 3492) starts with `xn--`. */
function isPunycode(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x78 && bytes[at + 1] === 0x6e && bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d;
}

const DASH = 0x2d;
/** Behind these a dash begins something else: `/backups/jane@example.org-old`. Others may be no top level at all: `app@build.beta-1`. */
const COMMON_TOPS = new Set(
  'at au be biz br ca ch cn com cz de dk edu es eu fi fr gov hu ie in info it jp kr mil mx net nl no nz org pl pt ro ru se uk us za'.split(
    ' ',
  ),
);

/** The end of a domain name that starts here, or -1. */
function domainEnd(scan: Scan, start: number): number {
  const { bytes } = scan;
  if (isWideLetter(scan, start) && !isForeignLetter(scan, start)) return wideDomainEnd(scan, start);
  const highest = Math.min(bytes.length, start + LONGEST_DOMAIN);
  let end = start;
  let lastDot = -1;
  while (end < highest) {
    const code = bytes[end]!;
    if (code === 0x2e) {
      if (end === start || bytes[end - 1] === 0x2e) break;
      lastDot = end;
    } else if ((KIND[code]! & ALNUM) === 0 && code !== 0x2d && !isForeignLetter(scan, end)) break;
    end++;
  }
  if (lastDot === end - 1) {
    end = lastDot;
    lastDot = bytes.lastIndexOf(0x2e, end - 1);
  }
  if (lastDot <= start || end - lastDot < 3) return -1;
  if (isPunycode(bytes, lastDot + 1)) return end;
  for (let index = lastDot + 1; index < end; index++) {
    if (isForeignLetter(scan, index)) continue;
    if (bytes[index] === DASH)
      return COMMON_TOPS.has(scan.text.slice(lastDot + 1, index).toLowerCase()) ? index : -1;
    if ((kindAt(bytes, index) & ALNUM) === 0 || (kindAt(bytes, index) & DIGIT) !== 0) return -1;
  }
  return end;
}
