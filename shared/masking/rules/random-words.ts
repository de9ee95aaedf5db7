import { ALNUM, DIGIT, KIND } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { entropyOf, looksRandom } from './secret-values.ts';
import { isMadeUp, secretClassOf, wordsOf } from './secret-names.ts';

const SHORTEST_NAMED = 20;
const SHORTEST_BARE = 32;
const LONGEST_MEASURED = 512;
/** Between letters and digits; names have one or two. */
const FEWEST_CHANGES = 3;
const NAME_WINDOW = 72;

/** Names whose values are random by nature and no secrets: identity, integrity, tracing, versions. */
const HARMLESS_NAMES = new Set(
  'id ids uid uuid ulid ksuid guid h1 zh sha sha1 sha256 sha384 sha512 md5 hash digest checksum integrity etag commit revision rev ref trace traceid span spanid parent request requestid correlation version build image layer blob object fingerprint thumbprint serial instance node pod container task job run name file filename path url uri href host hostname address addr arn nonce offset cursor index key column table class method function module package symbol query statement plan trace_id'.split(
    ' ',
  ),
);

/**
 * A long word that is random and nothing else: neither a hexadecimal digest nor a UUID. Judged once a word, from a
 * digit within. `at` is any index of it; returns its end.
 */
export function detectRandomWord(scan: Scan, at: number): number {
  const { bytes, text } = scan;
  let start = at;
  const lowest = Math.max(scan.judgedWordsTo, at - LONGEST_MEASURED);
  while (start > lowest && isTokenByte(bytes[start - 1]!)) start--;
  let end = start;
  let changes = 0;
  let kind = 0;
  while (end < bytes.length && end - start < LONGEST_MEASURED && isTokenByte(bytes[end]!)) {
    const next = KIND[bytes[end]!]! & ALNUM;
    if (next !== kind && (next & DIGIT) !== (kind & DIGIT)) changes++;
    kind = next;
    end++;
  }
  if (end - start < SHORTEST_NAMED || changes < FEWEST_CHANGES) return end;
  while (bytes[end] === 0x3d && end - start < LONGEST_MEASURED) end++;
  if (detectKnownShape(scan, start, end)) return end;
  const word = text.slice(start, end).replace(/=+$/, '');
  if (!isStronglyRandom(word) || isKnownContent(word)) return end;
  const name = nameBefore(text, start);
  const least = name === null ? SHORTEST_BARE : SHORTEST_NAMED;
  // A word cut short with dots gives nothing away.
  if (word.length < least || text.startsWith('...', end)) return end;
  if (name === null ? !followsWord(text, start, end) : isHarmlessName(name)) return end;
  report(scan, start, end, 'secret', STRENGTH.context, 'random-word');
  return end;
}

/** Tokens of some providers have no prefix, but a shape that nothing else has. */
function detectKnownShape(scan: Scan, start: number, end: number): boolean {
  const { bytes, text } = scan;
  if (end - start <= 37 && MAILCHIMP.test(text.slice(start, end))) {
    report(scan, start, end, 'secret', STRENGTH.shape, 'mailchimp');
    return true;
  }
  if (bytes[end] !== 0x2e || end - start > 30) return false;
  DISCORD.lastIndex = start;
  const match = DISCORD.exec(text);
  if (match === null) return false;
  report(scan, start, start + match[0].length, 'secret', STRENGTH.shape, 'discord');
  return true;
}

const MAILCHIMP = /^[0-9a-f]{32}-us\d{1,2}$/;
const DISCORD = /[\w-]{22,30}\.[\w-]{6}\.[\w-]{25,40}/y;

/** `service 4f8k…`: a word or an opening quote before, a blank or a closing quote behind; not a line of its own. */
function followsWord(text: string, start: number, end: number): boolean {
  if (/^[/.\w<]/.test(text.slice(end, end + 1))) return false;
  const before = /([\w-]{0,64})[:='"`]?[ ]?["'`]?$/.exec(text.slice(Math.max(0, start - NAME_WINDOW), start));
  if (before === null || before[0].trim() === '') return false;
  // A line that a diff took away.
  if (/^- ?$/.test(before[0]) && '\n'.includes(text.charAt(start - before[0].length - 1))) return false;
  return !isHarmlessName(before[1] ?? '');
}

function isTokenByte(code: number): boolean {
  return (KIND[code]! & ALNUM) !== 0 || code === 0x2b || code === 0x5f || code === 0x2d;
}

/** How digests, public keys, archives, documents, pictures and fonts begin in Base64. */
const CONTENT = /^(?:sha\d{1,3}-|AAAA[BCE][1-3]|H4sI|JVBERi0|iVBORw0KGgo|UEsDB|d09G|AGFzbQ|R0lGOD|UklGR)/;

/** Base64 of a public key, a file, or a text with words or structure in it, which has been looked into already. */
function isKnownContent(word: string): boolean {
  if (CONTENT.test(word)) return true;
  const text = Buffer.from(word, 'base64').toString('latin1');
  return /^[\t\n\r -~]{12,}$/.test(text) && /[ {[<]/.test(text);
}

/** Letters of the whole alphabet with digits, and no ULID; by far more changes between them than names have. */
function isStronglyRandom(word: string): boolean {
  if (/^[0-9a-f-]+$|^01[0-9A-HJKMNP-TV-Z]{24}$/i.test(word) || !looksRandom(word, SHORTEST_NAMED))
    return false;
  const longest = word.split(/[-_=+]+/).reduce((best, part) => (part.length > best.length ? part : best), '');
  if (longest.length < 16 || /^[0-9a-f]+$/i.test(longest)) return false;
  const digits = longest.replace(/\D/g, '').length;
  if (digits < 2 || digits > longest.length * 0.7) return false;
  // `steps0mLastReport7214` is a name with numbers in it.
  if (/^(?:[A-Z]?[a-z]{1,14}\d{0,5}){2,8}$/.test(longest) && (longest.match(/\d+/g)?.length ?? 0) < 3)
    return false;
  const changes = longest.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|\d(?=[A-Za-z])/g)?.length ?? 0;
  return changes >= longest.length / 4.5 && entropyOf(longest) >= 3.2;
}

/** The name that a separator ties to the word: `name=word`, `"name": "word"`, `name 'word'`; null without one. */
function nameBefore(text: string, start: number): string | null {
  const before = text.slice(Math.max(0, start - NAME_WINDOW), start);
  const match = /([\w.-]{1,64})(?:["'`]?\s{0,2}(?:[:=]|=>|:=)\s{0,2}["'`]?|\s["'`])$/.exec(before);
  return match?.[1] ?? (/sha-?\d{1,3}[-:=]{1,2}$/i.test(before) ? 'sha' : null);
}

function isHarmlessName(name: string): boolean {
  if (secretClassOf(name) === 'password' || secretClassOf(name) === 'token') return false;
  const words = wordsOf(name);
  return (
    isMadeUp(words) ||
    HARMLESS_NAMES.has(words[words.length - 1] ?? '') ||
    words.some((word) => /^(?:sha\d*|md5|uuid|hash|digest)$/.test(word))
  );
}
