import { countrySpecs } from 'ibantools';
import { ALNUM, kindAt, KIND, UPPER } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';

/** Judges a word that starts with two letters and two digits, with its groups of four when written with blanks. */
export function detectIban(scan: Scan, wordStart: number): void {
  const { bytes, text } = scan;
  if (
    (kindAt(bytes, wordStart) & kindAt(bytes, wordStart + 1) & UPPER) === 0 &&
    !isNamedBefore(scan, wordStart)
  )
    return;
  const country = countrySpecs[text.slice(wordStart, wordStart + 2).toUpperCase()];
  const length = country?.chars ?? null;
  if (length === null) return;
  const ends: number[] = [];
  let compact = 0;
  let index = wordStart;
  while (index < bytes.length && compact <= length) {
    const code = bytes[index]!;
    if ((KIND[code]! & ALNUM) !== 0) {
      compact++;
      index++;
      if (compact === length && (kindAt(bytes, index) & ALNUM) === 0) ends.push(index);
      continue;
    }
    if ((code !== 0x20 && code !== 0x2d) || (kindAt(bytes, index + 1) & ALNUM) === 0) break;
    // Whoever writes it in groups begins with the country, the check digits and perhaps the bank: four characters, or eight.
    if (compact === index - wordStart && compact % 4 !== 0) break;
    index++;
  }
  for (const end of ends.reverse()) {
    const written = text.slice(wordStart, end).replace(/[ -]/g, '');
    const candidate = written.toUpperCase();
    if (written !== candidate && written !== written.toLowerCase()) continue;
    if (!passesMod97(candidate)) continue;
    if (!hasFormOf(country?.bban_regexp, candidate) && !isNamedBefore(scan, wordStart)) continue;
    report(scan, wordStart, end, 'iban', STRENGTH.checksum, 'iban');
    return;
  }
}

const accountForms = new Map<string, RegExp>();

/**
 * Letters and digits where the country has them. Check digits within the account are not asked for: countries changed
 * them, and the two at the front say enough.
 */
function hasFormOf(account: string | null | undefined, candidate: string): boolean {
  if (typeof account !== 'string') return true;
  let form = accountForms.get(account);
  if (form === undefined) accountForms.set(account, (form = new RegExp(account)));
  return form.test(candidate.slice(4));
}

/** The remainder of ISO 13616, which most of what looks like an IBAN fails. */
function passesMod97(candidate: string): boolean {
  let remainder = 0;
  for (let index = 0; index < candidate.length; index++) {
    const code = candidate.charCodeAt((index + 4) % candidate.length);
    remainder = code > NINE ? (remainder * 100 + code - TEN_IS_A) % 97 : (remainder * 10 + code - ZERO) % 97;
  }
  return remainder === 1;
}

const ZERO = 0x30;
const NINE = 0x39;
/** A is 10. */
const TEN_IS_A = 0x41 - 10;

/** Lower case is no IBAN unless its name stands before it. */
function isNamedBefore(scan: Scan, start: number): boolean {
  return /\biban\b[^\n]{0,16}$/i.test(scan.text.slice(Math.max(0, start - 24), start));
}
