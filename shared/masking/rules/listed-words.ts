/** Words in whatever case. */
export interface ListedWords {
  has(word: string): boolean;
}

const LETTERS = 5;
const LETTER_MASK = (1 << LETTERS) - 1;
const LONGEST = 31;
const FIRST_BEYOND_ASCII = 0x80;

/**
 * Makes a set of words, written in lower case, that is asked for whatever stands in a text. Most of that is told to be none of
 * them by its length and its first two letters, without a copy in lower case.
 * @throws RangeError when a word has more than 31 characters or none.
 */
export function listedWords(words: readonly string[]): ListedWords {
  const set = new Set(words);
  const lengths = new Uint32Array(1 << (2 * LETTERS));
  for (const word of set) {
    if (word.length > LONGEST || word === '')
      throw new RangeError(`The word "${word}" has ${word.length} characters: 1 to ${LONGEST} are allowed.`);
    lengths[beginningOf(word.charCodeAt(0), word.charCodeAt(1))]! |= 1 << word.length;
  }
  return {
    has: (word) => {
      if (word.length > LONGEST) return false;
      const first = word.charCodeAt(0);
      const second = word.charCodeAt(1);
      // What they are in lower case is for the language to say.
      const isPlain = !(first >= FIRST_BEYOND_ASCII || second >= FIRST_BEYOND_ASCII);
      if (isPlain && ((lengths[beginningOf(first, second)]! >>> word.length) & 1) === 0) return false;
      return set.has(word.toLowerCase());
    },
  };
}

/** The same of letters in both cases; other signs share it with them. */
function beginningOf(first: number, second: number): number {
  return ((first & LETTER_MASK) << LETTERS) | (second & LETTER_MASK);
}
