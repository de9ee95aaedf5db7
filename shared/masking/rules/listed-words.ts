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
 * them by its length and its first two letters, without a copy in lower case. Words that have to be worked out are when it is first asked.
 * @throws RangeError when a word has more than 31 characters or none.
 */
export function listedWords(words: readonly string[] | (() => readonly string[])): ListedWords {
  let made = typeof words === 'function' ? null : tableOf(words);
  return {
    has: (word) => {
      if (word.length > LONGEST) return false;
      made ??= tableOf(typeof words === 'function' ? words() : words);
      const { set, lengths, beginsForeign } = made;
      const first = word.charCodeAt(0);
      const second = word.charCodeAt(1);
      if (first >= FIRST_BEYOND_ASCII || second >= FIRST_BEYOND_ASCII) {
        if (!beginsForeign && !(mayBeFolded(first) && mayBeFolded(second))) return false;
      } else if (((lengths[beginningOf(first, second)]! >>> word.length) & 1) === 0) return false;
      return set.has(word.toLowerCase());
    },
  };
}

interface Table {
  readonly set: ReadonlySet<string>;
  /** Whether the first or the second letter of any word is beyond ASCII. */
  readonly beginsForeign: boolean;
  /** For each beginning a bit for each length. */
  readonly lengths: Readonly<Uint32Array>;
}

function tableOf(words: readonly string[]): Table {
  const set = new Set(words);
  const lengths = new Uint32Array(1 << (2 * LETTERS));
  for (const word of set) {
    if (word.length > LONGEST || word === '')
      throw new RangeError(`The word "${word}" has ${word.length} characters: 1 to ${LONGEST} are allowed.`);
    lengths[beginningOf(word.charCodeAt(0), word.charCodeAt(1))]! |= 1 << word.length;
  }
  const beginsForeign = words.some((word) => /^.?[^\0-\x7f]/.test(word));
  return { set, lengths, beginsForeign };
}

/** Whether a letter is one of ASCII in lower case: of those beyond it only the sign of Kelvin and the capital I with a dot. */
function mayBeFolded(code: number): boolean {
  return !(code >= FIRST_BEYOND_ASCII) || code === 0x212a || code === 0x0130;
}

/** The same of letters in both cases; other signs share it with them. */
function beginningOf(first: number, second: number): number {
  return ((first & LETTER_MASK) << LETTERS) | (second & LETTER_MASK);
}
