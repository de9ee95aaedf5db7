/** A state has as many places in the table as this says. */
export const CLASS_BITS = 6;
const CLASS_COUNT = 1 << CLASS_BITS;
const DIGIT_CLASS = 1;
const ZERO = 0x30;
/** All bytes from here on are one class: keywords are told apart by their ASCII part, and detectors look again. */
const FIRST_BEYOND_ASCII = 0x80;
const BEYOND_ASCII = /[\u0080-\uffff]/g;
const DIGITS = /\d/g;
/** Stands in no keyword, and before everything that does. */
const APART = '\0';

/** As many as a table of 16 bits can name. */
const MOST_STATES = 0x10000;

/** A transition that nobody has asked for so far. Fresh memory is full of it. */
export const UNKNOWN = 0;
const DIGIT_STATE = 1;

/**
 * A dense Aho-Corasick automaton over bytes, case folded, whose transitions are worked out when a text first takes them: a text
 * takes few, and working out all would be most of the masker's start. No keyword begins with a digit: every digit outside of one
 * leads to `digitState`, and nothing needs to be remembered while a number is read. States below `firstPlain` need attention: `UNKNOWN`,
 * those that end at least one keyword, and those that were entered by a digit.
 */
export interface AnchorAutomaton<Item> {
  /** next state = table[(state << CLASS_BITS) | classOf[byte]] */
  readonly table: Readonly<Uint16Array>;
  readonly classOf: Readonly<Uint8Array>;
  /** Of what has no other: where a text begins, and where nothing has begun. */
  readonly root: number;
  readonly firstPlain: number;
  /** Entered at every digit that is not inside of a keyword. */
  readonly digitState: number;
  /** For each state below firstPlain: whose keywords end there, longest first. */
  readonly outputs: readonly (readonly Item[])[];
  /** For each state below firstPlain: whether it was entered by a digit. */
  readonly entersAtDigit: readonly boolean[];
  /** For each state below firstPlain: how many characters back a capital has to stand for anything to be armed, 0 where none has to. */
  readonly capitalBehind: readonly number[];
  /** Works out and remembers the transition of a state by a class. */
  follow(state: number, symbol: number): number;
}

/** What arms something. */
export interface Keyed {
  readonly keyword: string;
  /** Only where it begins with a capital. */
  readonly isCapitalised?: boolean | undefined;
}

/** What a state stands for: the keywords `[first, end)` of the sorted ones, of which it has read `depth` characters. */
interface Node {
  readonly first: number;
  readonly end: number;
  readonly depth: number;
  /** The state of the longest proper suffix that some keyword begins with. */
  readonly failure: number;
}

/**
 * Aho and Corasick, "Efficient string matching" (CACM 18, 1975), with failures compiled into a table, row by row as needed.
 * @throws RangeError when a keyword begins with a digit, and when all of them have more characters than there are classes or states.
 */
export function buildAnchorAutomaton<Item extends Keyed>(items: readonly Item[]): AnchorAutomaton<Item> {
  const joined = items.map(({ keyword }) => keyword).join(APART);
  const early = /(?:^|\0)(\d[^\0]*)/.exec(joined)?.[1];
  if (early !== undefined)
    throw new RangeError(
      `The keyword "${folded(early.toLowerCase())}" begins with a digit (written 0): name what follows it.`,
    );
  const lower = joined.toLowerCase();
  const { classOf, characterOf } = classesFor(lower);
  // All at once: of three thousand keywords hardly any has something to fold.
  const keywords = folded(lower).split(APART);
  // Whose a keyword is stands behind it: a map from the keywords to their owners would take as long to make as all the rest.
  const sorted = items.map((_, index) => keywords[index]! + APART + String.fromCharCode(index)).sort();
  // No more states than characters, wherever they belong; memory that is not touched is not taken.
  const most = lower.length - items.length + 3;
  if (2 * most > MOST_STATES) throw new RangeError(`Too many keywords: ${most} characters.`);
  const root = most;
  const table = new Uint16Array(2 * most * CLASS_COUNT);
  const nothing: readonly Item[] = [];
  const outputs: (readonly Item[])[] = [nothing, nothing];
  const entersAtDigit: boolean[] = [false, true];
  const capitalBehind: number[] = [0, 0];
  const nodes: Node[] = [];
  nodes[root] = { first: 0, end: sorted.length, depth: 0, failure: root };
  nodes[DIGIT_STATE] = { first: 0, end: 0, depth: 0, failure: root };
  let nextPlain = root + 1;

  function follow(state: number, symbol: number): number {
    const place = (state << CLASS_BITS) | symbol;
    const known = table[place]!;
    if (known !== UNKNOWN) return known;
    return (table[place] = childOf(state, symbol) ?? behind(state, symbol));
  }

  /** Where the automaton goes when no keyword goes on so. */
  function behind(state: number, symbol: number): number {
    if (state !== root) return follow(nodes[state]!.failure, symbol);
    return symbol === DIGIT_CLASS ? DIGIT_STATE : root;
  }

  function childOf(state: number, symbol: number): number | null {
    const { first, end, depth } = nodes[state]!;
    const character = characterOf[symbol]!;
    const from = placeOf(sorted, first, end, depth, character);
    const to = placeOf(sorted, from, end, depth, character + 1);
    if (from === to) return null;
    const failure = state === root ? root : behind(state, symbol);
    const own = ownersOf(from, to, depth + 1);
    const inherited = failure < root ? outputs[failure]! : nothing;
    const isPlain = own.length + inherited.length === 0 && symbol !== DIGIT_CLASS;
    const child = isPlain ? nextPlain++ : outputs.length;
    nodes[child] = { first: from, end: to, depth: depth + 1, failure };
    if (isPlain) return child;
    const armed = inherited.length === 0 ? own : [...own, ...inherited];
    outputs.push(armed);
    entersAtDigit.push(symbol === DIGIT_CLASS);
    capitalBehind.push(symbol === DIGIT_CLASS ? 0 : lengthOfCapitalised(armed));
    return child;
  }

  /** Whose keyword it is that ends behind so many characters: of those that begin so, it comes first. */
  function ownersOf(first: number, end: number, length: number): readonly Item[] {
    let last = first;
    while (last < end && sorted[last]!.charCodeAt(length) === 0) last++;
    return sorted.slice(first, last).map((keyword) => items[keyword.charCodeAt(length + 1)]!);
  }

  return {
    table,
    classOf,
    root,
    firstPlain: root,
    digitState: DIGIT_STATE,
    outputs,
    entersAtDigit,
    capitalBehind,
    follow,
  };
}

/** How long the keywords are if all of them have one length and begin with a capital, else 0. */
function lengthOfCapitalised(armed: readonly Keyed[]): number {
  const length = armed[0]?.keyword.length ?? 0;
  const isOne = armed.every((item) => item.isCapitalised === true && item.keyword.length === length);
  return isOne ? length : 0;
}

/** Of a text in lower case. */
function folded(lower: string): string {
  return lower.replace(BEYOND_ASCII, '\u0080').replace(DIGITS, '0');
}

/** The first of `[first, end)` whose character at `depth` is not below one. */
function placeOf(
  sorted: readonly string[],
  first: number,
  end: number,
  depth: number,
  character: number,
): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.charCodeAt(depth) >= character) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Classes of the characters in lower case that the keywords are made of. */
function classesFor(keywords: string): {
  readonly classOf: Uint8Array;
  readonly characterOf: Uint8Array;
} {
  const classOf = new Uint8Array(256);
  const characterOf = new Uint8Array(CLASS_COUNT).fill(0xff);
  characterOf[DIGIT_CLASS] = ZERO;
  let nextClass = DIGIT_CLASS + 1;
  const add = (code: number): number => {
    if (nextClass >= CLASS_COUNT) throw new RangeError('Too many characters in the keywords.');
    characterOf[nextClass] = code;
    return nextClass++;
  };
  for (let code = 1; code < FIRST_BEYOND_ASCII; code++) {
    const isDigit = code >= ZERO && code < ZERO + 10;
    if (isDigit || !keywords.includes(String.fromCharCode(code))) continue;
    const symbol = add(code);
    classOf[code] = symbol;
    if (code >= 0x61 && code <= 0x7a) classOf[code - 0x20] = symbol;
  }
  if (/[\u0080-\uffff]/.test(keywords)) classOf.fill(add(FIRST_BEYOND_ASCII), FIRST_BEYOND_ASCII);
  classOf.fill(DIGIT_CLASS, ZERO, ZERO + 10);
  return { classOf, characterOf };
}
