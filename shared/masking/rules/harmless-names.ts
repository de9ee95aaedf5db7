import { ALNUM, DIGIT, KIND, LOWER, UPPER } from '../characters.ts';
import { isMadeUp, MADE_UP_WORDS, secretClassOf, wordsOf } from './secret-names.ts';

/** Last words of names whose values are random by nature and no secrets: identity, integrity, tracing, versions. */
const LAST_WORDS = new Set(
  'id ids uid uuid ulid ksuid guid h1 zh sha sha1 sha256 sha384 sha512 md5 hash digest checksum integrity etag commit revision rev ref trace traceid span spanid parent request requestid correlation version build image layer blob object fingerprint thumbprint serial instance node pod container task job run name file filename path url uri href host hostname address addr arn nonce offset cursor index key column table class method function module package symbol query statement plan trace_id'.split(
    ' ',
  ),
);
/** Words that say it wherever they stand in a name. */
const DIGEST = /^(?:sha\d*|md5|uuid|hash|digest)$/;
const DIGESTS = ['sha', 'md5', 'uuid', 'hash', 'digest'];

/** True when the name `[start, end)`, of ASCII, is one of a value that may well be random and is no secret. */
export function isHarmlessName(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (!mayBeHarmless(bytes, start, end)) return false;
  const name = text.slice(start, end);
  const secretClass = secretClassOf(name);
  if (secretClass === 'password' || secretClass === 'token') return false;
  const words = wordsOf(name);
  return (
    isMadeUp(words) ||
    LAST_WORDS.has(words[words.length - 1] ?? '') ||
    words.some((word) => DIGEST.test(word))
  );
}

/** For two letters that words begin with, how long those are: a bit for each length. */
type Beginnings = Uint32Array;
const LONGEST = 31;
const SMALL_S = 0x73;
const SMALL_H = 0x68;
const ANYWHERE: Beginnings = beginningsOf([...MADE_UP_WORDS, ...DIGESTS]);
const AT_END: Beginnings = beginningsOf([...MADE_UP_WORDS, ...DIGESTS, ...LAST_WORDS]);

function beginningsOf(words: Iterable<string>): Beginnings {
  const beginnings = new Uint32Array(1 << 10);
  for (const word of words)
    beginnings[beginningOf(word.charCodeAt(0), word.charCodeAt(1))]! |= 1 << word.length;
  // A digest's number may have any length.
  beginnings[beginningOf(SMALL_S, SMALL_H)]! |= -1 << 'sha'.length;
  return beginnings;
}

/**
 * Whether a word of the name, parted as `wordsOf` does, begins like one of those and is as long. What stands before a random word may be
 * another one, of many words: none of them becomes a string for that.
 */
function mayBeHarmless(bytes: Uint8Array, start: number, end: number): boolean {
  let wordStart = start;
  let before = 0;
  let beforeThat = 0;
  for (let index = start; index <= end; index++) {
    const kind = index < end ? KIND[bytes[index]!]! & ALNUM : 0;
    const beginsHump = kind === UPPER && (before & (LOWER | DIGIT)) !== 0;
    const endsCapitals = kind === LOWER && before === UPPER && beforeThat === UPPER;
    if (kind === 0 || beginsHump || endsCapitals) {
      const wordEnd = endsCapitals ? index - 1 : index;
      // Behind the last word there is nothing but signs.
      if (begins(bytes, wordStart, wordEnd, kind === 0 ? AT_END : ANYWHERE)) return true;
      wordStart = kind === 0 ? index + 1 : wordEnd;
    }
    beforeThat = beginsHump ? 0 : before;
    before = kind;
  }
  return false;
}

function begins(bytes: Uint8Array, start: number, end: number, words: Beginnings): boolean {
  if (end === start) return false;
  const second = end - start > 1 ? bytes[start + 1]! : 0;
  return ((words[beginningOf(bytes[start]!, second)]! >>> Math.min(end - start, LONGEST)) & 1) !== 0;
}

/** The same of letters in both cases; other signs share it with them. */
function beginningOf(first: number, second: number): number {
  return ((first & 0x1f) << 5) | (second & 0x1f);
}
