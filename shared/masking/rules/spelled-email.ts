import { ALNUM, flagsOf, KIND, kindAt } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

const LONGEST_LOCAL_PART = 64;
const IS_LOCAL_PART = flagsOf(/[\w.+-]/);
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?';
const DOT = '(?:\\.| ?[[({<](?:dot|\\.)[\\])}>] ?| dot )';
/** A domain with its dots written out or not; the top level has letters only. */
const DOMAIN = new RegExp(`(?:${LABEL}${DOT}){1,4}[A-Za-z]{2,24}(?![\\w-])`, 'iy');
/** Providers whose domains hardly follow "at" but in an address. */
const PROVIDERS =
  'aol. fastmail. gmail googlemail. gmx. hotmail. icloud. live. mail.ru msn. outlook. proton. protonmail. qq. web.de yahoo yandex. zoho.'.split(
    ' ',
  );
/** An address promised by the words before it: `mail me at`, `e-mail is`, `Email:`. */
const PROMISED =
  /mail(?: address)?(?: is| me| us)?[ :=]{1,3}["']?(?=[\w.+-]{1,64} (?:at|AT) )([\w.+-]{1,64} (?:at|AT) )/iy;

/** Addresses written so that machines do not read them: `john at gmail.com`, `john [at] example [dot] org`. */
export const spelledEmailAnchors: readonly Anchor[] = [
  ...['[at]', '(at)', '{at}', '<at>', ...PROVIDERS.map((provider) => ` at ${provider}`)].map((keyword) => ({
    keyword,
    detect: detectSpelled,
  })),
  { keyword: 'mail', detect: detectPromised },
];

function detectSpelled(scan: Scan, start: number): void {
  const { text } = scan;
  const isBracketed = text.charAt(start) !== ' ';
  let localEnd = start;
  if (isBracketed && text.charAt(localEnd - 1) === ' ') localEnd--;
  const { bytes } = scan;
  let localStart = localEnd;
  let kinds = 0;
  while (
    localStart > 0 &&
    localEnd - localStart < LONGEST_LOCAL_PART &&
    IS_LOCAL_PART[bytes[localStart - 1]!]!
  )
    kinds |= KIND[bytes[--localStart]!]!;
  if ((kinds & ALNUM) === 0 || (kindAt(bytes, localStart - 1) & ALNUM) !== 0) return;
  const domainStart = text.indexOf(isBracketed ? 't' : 'at ', start) + (isBracketed ? 2 : 3);
  reportWithDomain(scan, localStart, domainStart + (text.charAt(domainStart) === ' ' ? 1 : 0));
}

function detectPromised(scan: Scan, start: number): void {
  PROMISED.lastIndex = start;
  const match = PROMISED.exec(scan.text);
  if (match?.[1] === undefined) return;
  const domainStart = start + match[0].length;
  reportWithDomain(scan, domainStart - match[1].length, domainStart);
}

function reportWithDomain(scan: Scan, start: number, domainStart: number): void {
  DOMAIN.lastIndex = domainStart;
  const domain = DOMAIN.exec(scan.text);
  if (domain === null) return;
  report(scan, start, domainStart + domain[0].length, 'email', STRENGTH.shape, 'spelled-email');
}
