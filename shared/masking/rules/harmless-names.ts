import {
  BEYOND_ASCII,
  findWords,
  isMadeUp,
  MADE_UP_WORDS,
  secretClassOf,
  wordPlaces,
  wordsOf,
} from './secret-names.ts';

/** Last words of names whose values are random by nature and no secrets: identity, integrity, tracing, versions. */
const LAST_WORDS = new Set(
  'id ids uid uuid ulid ksuid guid h1 zh sha sha1 sha256 sha384 sha512 md5 hash digest checksum integrity etag commit revision rev ref trace traceid span spanid parent request requestid correlation version build image layer blob object fingerprint thumbprint serial instance node pod container task job run name file filename path url uri href host hostname address addr arn nonce offset cursor index key column table class method function module package symbol query statement plan trace_id'.split(
    ' ',
  ),
);
/** Words that say it wherever they stand in a name. */
const DIGEST = /^(?:sha\d*|md5|uuid|hash|digest)$/;
const DIGESTS = ['sha', 'md5', 'uuid', 'hash', 'digest'];

/** True for a name whose value may well be random and is no secret. */
export function isHarmlessName(name: string): boolean {
  if (!mayHoldHarmless(name)) return false;
  const secretClass = secretClassOf(name);
  if (secretClass === 'password' || secretClass === 'token') return false;
  const words = wordsOf(name);
  return (
    isMadeUp(words) ||
    LAST_WORDS.has(words[words.length - 1] ?? '') ||
    words.some((word) => DIGEST.test(word))
  );
}

/** For two letters a word begins with, how long such words are: a bit for each length. */
const lengths = new Uint32Array(1 << 10);
const LONGEST = 31;
for (const word of [...LAST_WORDS, ...MADE_UP_WORDS, ...DIGESTS])
  lengths[beginningOf(word.charCodeAt(0), word.charCodeAt(1))]! |= 1 << word.length;
for (let length = DIGESTS[0]!.length; length <= LONGEST; length++)
  lengths[beginningOf(DIGESTS[0]!.charCodeAt(0), DIGESTS[0]!.charCodeAt(1))]! |= 1 << length;

/** Whether a word of the name begins like one of those and is as long. What stands before a random word may be another one, with many. */
function mayHoldHarmless(name: string): boolean {
  const count = findWords(name);
  if (count === BEYOND_ASCII) return true;
  for (let each = 0; each < count; each++) {
    const start = wordPlaces[2 * each]!;
    const length = wordPlaces[2 * each + 1]! - start;
    // A digest's number may have any length.
    const bit = 1 << Math.min(length, LONGEST);
    if ((lengths[beginningOf(name.charCodeAt(start), name.charCodeAt(start + 1))]! & bit) !== 0) return true;
  }
  return false;
}

/** The same of letters in both cases; other signs share it with them. */
function beginningOf(first: number, second: number): number {
  return ((first & 0x1f) << 5) | (second & 0x1f);
}
