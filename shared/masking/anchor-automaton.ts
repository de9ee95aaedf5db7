const CLASS_BITS = 6;
const CLASS_COUNT = 1 << CLASS_BITS;
const DIGIT_CLASS = 1;
const ROOT = 0;
/** All bytes from here on are one class: keywords are told apart by their ASCII part, and detectors look again. */
const FIRST_BEYOND_ASCII = 0x80;

/**
 * A dense Aho-Corasick automaton over bytes, case folded. States from `firstSpecial` on need attention: they end at
 * least one keyword or were entered by a digit; `digitState` is entered at every digit that is not inside a keyword.
 */
export interface AnchorAutomaton {
  /** next state = table[(state << 6) | classOf[byte]] */
  readonly table: Readonly<Uint16Array>;
  readonly classOf: Readonly<Uint8Array>;
  readonly firstSpecial: number;
  readonly digitState: number;
  /** For state - firstSpecial: the indexes of the keywords that end there, longest first. */
  readonly outputs: readonly (readonly number[])[];
  /** For state - firstSpecial: whether the state was entered by a digit inside of a keyword. */
  readonly entersAtDigit: readonly boolean[];
}

/** Nodes in the order of their making; the root is 0 and parents come before their children. */
interface Trie {
  readonly parents: readonly number[];
  /** Class of the byte that leads to the node. */
  readonly symbols: readonly number[];
  /** By (parent << 6) | class. */
  readonly children: ReadonlyMap<number, number>;
  /** Nodes by their depth. */
  readonly levels: readonly (readonly number[])[];
  readonly outputs: (readonly number[])[];
}

const NO_OUTPUT: readonly number[] = [];

/**
 * Aho and Corasick, "Efficient string matching" (CACM 18, 1975), with the failure function compiled into a full
 * transition table and states numbered so that one comparison tells whether anything ends here.
 */
export function buildAnchorAutomaton(keywords: readonly string[]): AnchorAutomaton {
  const classOf = classesFor(keywords);
  const trie = buildTrie(keywords, classOf);
  const fail = followFailures(trie);
  const { outputs, symbols } = trie;
  const plain: number[] = [];
  const special: number[] = [];
  for (let node = 0; node < outputs.length; node++) {
    (outputs[node]!.length > 0 || symbols[node] === DIGIT_CLASS ? special : plain).push(node);
  }
  const digitState = plain.length;
  const numberOf = new Uint16Array(outputs.length);
  plain.forEach((node, index) => (numberOf[node] = index));
  special.forEach((node, index) => (numberOf[node] = digitState + 1 + index));
  return {
    table: transitions(trie, fail, numberOf, digitState),
    classOf,
    firstSpecial: digitState,
    digitState,
    outputs: [NO_OUTPUT, ...special.map((node) => outputs[node]!)],
    entersAtDigit: [true, ...special.map((node) => symbols[node] === DIGIT_CLASS)],
  };
}

function classesFor(keywords: readonly string[]): Uint8Array {
  const classOf = new Uint8Array(256);
  for (let code = 0x30; code <= 0x39; code++) classOf[code] = DIGIT_CLASS;
  let nextClass = DIGIT_CLASS + 1;
  const characters = keywords.join('').toLowerCase();
  for (let at = 0; at < characters.length; at++) {
    const code = Math.min(characters.charCodeAt(at), FIRST_BEYOND_ASCII);
    if (classOf[code] !== 0) continue;
    if (nextClass >= CLASS_COUNT) throw new RangeError('Too many characters in the keywords.');
    classOf[code] = nextClass;
    if (code >= 0x61 && code <= 0x7a) classOf[code - 0x20] = nextClass;
    nextClass++;
  }
  classOf.fill(classOf[FIRST_BEYOND_ASCII]!, FIRST_BEYOND_ASCII);
  return classOf;
}

function buildTrie(keywords: readonly string[], classOf: Uint8Array): Trie {
  const children = new Map<number, number>();
  const parents = [ROOT];
  const symbols = [0];
  const outputs: (readonly number[])[] = [NO_OUTPUT];
  const levels: number[][] = [[ROOT]];
  keywords.forEach((keyword, index) => {
    let current = ROOT;
    const folded = keyword.toLowerCase();
    for (let at = 0; at < folded.length; at++) {
      const symbol = classOf[Math.min(folded.charCodeAt(at), FIRST_BEYOND_ASCII)]!;
      const edge = (current << CLASS_BITS) | symbol;
      let child = children.get(edge);
      if (child === undefined) {
        child = parents.length;
        children.set(edge, child);
        parents.push(current);
        symbols.push(symbol);
        outputs.push(NO_OUTPUT);
        (levels[at + 1] ??= []).push(child);
      }
      current = child;
    }
    outputs[current] = [...outputs[current]!, index];
  });
  return { parents, symbols, children, levels, outputs };
}

/** The failure of every node, level by level, and outputs merged with those of the failure, which is less deep. */
function followFailures({ parents, symbols, children, levels, outputs }: Trie): Uint16Array {
  const fail = new Uint16Array(parents.length);
  for (const level of levels.slice(2)) {
    for (const node of level) {
      let from = fail[parents[node]!]!;
      let next = children.get((from << CLASS_BITS) | symbols[node]!);
      while (next === undefined && from !== ROOT) {
        from = fail[from]!;
        next = children.get((from << CLASS_BITS) | symbols[node]!);
      }
      fail[node] = next ?? ROOT;
      const inherited = outputs[fail[node]]!;
      if (inherited.length > 0) outputs[node] = [...outputs[node]!, ...inherited];
    }
  }
  return fail;
}

/**
 * The rows of all states: that of the failure, with the node's own children in their places. A digit that begins nothing leads
 * to `digitState`, which goes on as the root does.
 */
function transitions(
  { parents, symbols, levels }: Trie,
  fail: Uint16Array,
  numberOf: Uint16Array,
  digitState: number,
): Uint16Array {
  const table = new Uint16Array((numberOf.length + 1) << CLASS_BITS);
  const place = (node: number): void => {
    table[(numberOf[parents[node]!]! << CLASS_BITS) | symbols[node]!] = numberOf[node]!;
  };
  const rootRow = numberOf[ROOT]! << CLASS_BITS;
  table.fill(numberOf[ROOT]!, rootRow, rootRow + CLASS_COUNT);
  table[rootRow | DIGIT_CLASS] = digitState;
  levels[1]?.forEach(place);
  for (const [depth, level] of levels.entries()) {
    if (depth === 0) continue;
    for (const node of level) {
      const from = numberOf[fail[node]!]! << CLASS_BITS;
      table.copyWithin(numberOf[node]! << CLASS_BITS, from, from + CLASS_COUNT);
    }
    levels[depth + 1]?.forEach(place);
  }
  table.copyWithin(digitState << CLASS_BITS, rootRow, rootRow + CLASS_COUNT);
  return table;
}
