import { ALNUM, KIND, LOWER, UPPER } from './characters.ts';
import { END_OF_MESSAGE, LONGEST_LANE_MESSAGE } from './hmac-lanes.ts';
import { NONE } from './kept-hashes.ts';
import { lettersAndDigits, mailAsWritten, numberAsDialled } from './one-spelling.ts';
import { BLOCK_WORDS } from './sha256-lanes.ts';
import { LONGEST_CHARACTER, writeUtf8 } from './short-utf8.ts';

/** What is hashed of a value, and behind which word. */
export const AS_WRITTEN = 0;
export const IN_LOWER_CASE = 1;
export const LETTERS_AND_DIGITS = 2;
export const NETWORK = 3;
export const HOST = 4;
export const MAIL = 5;
export const DIALLED = 6;
export type HashKind =
  | typeof AS_WRITTEN
  | typeof IN_LOWER_CASE
  | typeof LETTERS_AND_DIGITS
  | typeof NETWORK
  | typeof HOST
  | typeof MAIL
  | typeof DIALLED;

const PREFIXES = ['value\0', 'value\0', 'value\0', 'network\0', 'host\0', 'value\0', 'value\0'];
/** Their words; the last holds what begins the next word of the message. */
const PREFIX_WORDS = PREFIXES.map((prefix) =>
  [0, 4, 8].map((start) => {
    let word = 0;
    for (let index = start; index < Math.min(start + 4, prefix.length); index++)
      word = (word << 8) | prefix.charCodeAt(index);
    return word;
  }),
);

/** For each kind what is written of a character, LEFT_OUT for nothing; FOREIGN where the whole value has to be looked at. */
const LEFT_OUT = 0xff;
const FOREIGN = 0xfe;
const CASE_BIT = 0x20;
const AS_IS = new Uint8Array(0x80).map((_, code) => code);
const LOWER_CASE = AS_IS.map((code) => ((KIND[code]! & UPPER) === 0 ? code : code | CASE_BIT));
const CAPITALS = except(
  AS_IS.map((code) => {
    const kind = KIND[code]!;
    if ((kind & ALNUM) === 0) return LEFT_OUT;
    return (kind & LOWER) === 0 ? code : code & ~CASE_BIT;
  }),
  { '%': FOREIGN },
);
/** Hosts of EC2 are called by their address: `ip-10-1-2-3`. */
const DOTTED = except(LOWER_CASE, { '-': 0x2e });
/** Percent-encoded and written for people. */
const OF_MAIL = except(LOWER_CASE, {
  '%': FOREIGN,
  ' ': FOREIGN,
  '[': FOREIGN,
  '(': FOREIGN,
  '{': FOREIGN,
  '<': FOREIGN,
});
/** A zero in parentheses, and what an extension begins with; `x` is what all of those become. */
const OF_PHONE = except(CAPITALS, { '(': FOREIGN, '#': FOREIGN, '/': FOREIGN, e: FOREIGN, E: FOREIGN });
/** What is dialled to call abroad. */
const ABROAD = '00';
const WRITTEN: readonly Uint8Array[] = [AS_IS, LOWER_CASE, CAPITALS, DOTTED, DOTTED, OF_MAIL, OF_PHONE];

function except(table: Uint8Array, others: Readonly<Record<string, number>>): Uint8Array {
  const copy = Uint8Array.from(table);
  for (const [character, written] of Object.entries(others)) copy[character.charCodeAt(0)] = written;
  return copy;
}

/** What is hashed of a value: the same thing written in two ways is one value. */
export function messageOf(kind: HashKind, value: string): string {
  return PREFIXES[kind]! + normalised(kind, value);
}

function normalised(kind: HashKind, value: string): string {
  switch (kind) {
    case AS_WRITTEN:
      return value;
    case LETTERS_AND_DIGITS:
      return lettersAndDigits(value);
    case NETWORK:
    case HOST:
      return value.toLowerCase().replaceAll('-', '.');
    case MAIL:
      return mailAsWritten(value);
    case DIALLED:
      return lettersAndDigits(numberAsDialled(value));
    case IN_LOWER_CASE:
      return value.toLowerCase();
  }
}

export interface ValueMessage {
  /** Four bytes in each word, the first of them highest; behind the last END_OF_MESSAGE and zeros to the end of its word. */
  readonly words: Int32Array;
  /** Writes what `messageOf` says of `[start, end)`, in UTF-8; returns its number of bytes, or NONE when it does not fit a lane. */
  write(kind: HashKind, text: string, start: number, end: number): number;
}

/** The place where one message after the other is written. */
export function createValueMessage(): ValueMessage {
  const words = new Int32Array(BLOCK_WORDS);
  const encoded = Buffer.alloc(LONGEST_LANE_MESSAGE + LONGEST_CHARACTER);

  function writeEncoded(message: string): number {
    const size = writeUtf8(message, encoded, LONGEST_LANE_MESSAGE);
    if (size < 0) return NONE;
    let word = 0;
    for (let index = 0; index < size; index++) {
      word = (word << 8) | encoded[index]!;
      if ((index & 3) === 3) words[index >> 2] = word;
    }
    words[size >> 2] = ended(word, size);
    return size;
  }

  return {
    words,
    // Every new value comes here: written out, so that nothing but the words lies in memory.
    write: (kind, text, start, end) => {
      const written = WRITTEN[kind]!;
      const prefix = PREFIX_WORDS[kind]!;
      let size = PREFIXES[kind]!.length;
      if (size + end - start > LONGEST_LANE_MESSAGE) return NONE;
      if (kind === DIALLED && text.startsWith(ABROAD, start))
        return writeEncoded(messageOf(kind, text.slice(start, end)));
      words[0] = prefix[0]!;
      words[1] = prefix[1]!;
      let word = prefix[size >> 2]!;
      for (let index = start; index < end; index++) {
        const code = text.charCodeAt(index);
        if (code >= written.length) return writeEncoded(messageOf(kind, text.slice(start, end)));
        const byte = written[code]!;
        if (byte === LEFT_OUT) continue;
        if (byte === FOREIGN) return writeEncoded(messageOf(kind, text.slice(start, end)));
        word = (word << 8) | byte;
        size++;
        if ((size & 3) === 0) words[(size >> 2) - 1] = word;
      }
      // Signs alone, which are all there is to such a value.
      if (size === PREFIXES[kind]!.length) return writeEncoded(messageOf(kind, text.slice(start, end)));
      words[size >> 2] = ended(word, size);
      return size;
    },
  };
}

/** The last word of a message of so many bytes, of which it has the lowest at most three. */
function ended(word: number, size: number): number {
  return ((word << 8) | END_OF_MESSAGE) << (8 * (3 - (size & 3)));
}
