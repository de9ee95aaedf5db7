const CLASS_BITS = 6;
const CLASS_COUNT = 1 << CLASS_BITS;
const DIGIT_CLASS = 1;

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

interface Node {
  readonly next: Map<number, number>;
  fail: number;
  readonly output: number[];
  readonly entersAtDigit: boolean;
}

/**
 * Aho and Corasick, "Efficient string matching" (CACM 18, 1975), with the failure function compiled into a full
 * transition table and states renumbered so that one comparison tells whether anything ends here.
 */
export function buildAnchorAutomaton(keywords: readonly string[]): AnchorAutomaton {
  const classOf = classesFor(keywords);
  const nodes = buildTrie(keywords, classOf);
  const order = linkFailures(nodes);
  const isSpecial = (node: number): boolean => nodes[node]!.output.length > 0 || nodes[node]!.entersAtDigit;
  const plain = order.filter((node) => !isSpecial(node));
  const special = order.filter(isSpecial);
  const digitState = plain.length;
  const numberOf = new Map<number, number>();
  plain.forEach((node, index) => numberOf.set(node, index));
  special.forEach((node, index) => numberOf.set(node, digitState + 1 + index));

  const stateCount = nodes.length + 1;
  const table = new Uint16Array(stateCount << CLASS_BITS);
  for (const node of order) {
    fillRow(table, nodes, node, numberOf, digitState);
  }
  table.copyWithin(digitState << CLASS_BITS, 0, CLASS_COUNT);
  return {
    table,
    classOf,
    firstSpecial: digitState,
    digitState,
    outputs: [[], ...special.map((node) => nodes[node]!.output)],
    entersAtDigit: [true, ...special.map((node) => nodes[node]!.entersAtDigit)],
  };
}

function classesFor(keywords: readonly string[]): Uint8Array {
  const classOf = new Uint8Array(256);
  for (let code = 0x30; code <= 0x39; code++) classOf[code] = DIGIT_CLASS;
  let nextClass = DIGIT_CLASS + 1;
  for (const character of keywords.join('').toLowerCase()) {
    const code = character.charCodeAt(0);
    if (classOf[code] !== 0) continue;
    if (nextClass >= CLASS_COUNT || code > 0xff) throw new RangeError('Too many characters in the keywords.');
    classOf[code] = nextClass;
    if (code >= 0x61 && code <= 0x7a) classOf[code - 0x20] = nextClass;
    nextClass++;
  }
  return classOf;
}

function buildTrie(keywords: readonly string[], classOf: Uint8Array): Node[] {
  const nodes: Node[] = [{ next: new Map(), fail: 0, output: [], entersAtDigit: false }];
  keywords.forEach((keyword, index) => {
    let current = 0;
    for (const character of keyword.toLowerCase()) {
      const symbol = classOf[character.charCodeAt(0)]!;
      let next = nodes[current]!.next.get(symbol);
      if (next === undefined) {
        next = nodes.length;
        nodes.push({ next: new Map(), fail: 0, output: [], entersAtDigit: symbol === DIGIT_CLASS });
        nodes[current]!.next.set(symbol, next);
      }
      current = next;
    }
    nodes[current]!.output.push(index);
  });
  return nodes;
}

/** Sets failure links and merged outputs; returns the nodes in breadth-first order. */
function linkFailures(nodes: readonly Node[]): number[] {
  const order = [0];
  for (let head = 0; head < order.length; head++) {
    const node = nodes[order[head]!]!;
    for (const [symbol, child] of node.next) {
      let fail = head === 0 ? -1 : node.fail;
      while (fail > 0 && !nodes[fail]!.next.has(symbol)) fail = nodes[fail]!.fail;
      const target = fail < 0 ? 0 : (nodes[fail]!.next.get(symbol) ?? 0);
      nodes[child]!.fail = target;
      nodes[child]!.output.push(...nodes[target]!.output);
      order.push(child);
    }
  }
  return order;
}

/** Failure targets come earlier in breadth-first order, so their rows are complete when they are copied. */
function fillRow(
  table: Uint16Array,
  nodes: readonly Node[],
  node: number,
  numberOf: ReadonlyMap<number, number>,
  digitState: number,
): void {
  const row = numberOf.get(node)! << CLASS_BITS;
  if (node !== 0) {
    const failRow = numberOf.get(nodes[node]!.fail)! << CLASS_BITS;
    table.copyWithin(row, failRow, failRow + CLASS_COUNT);
  } else {
    table[row | DIGIT_CLASS] = digitState;
  }
  for (const [symbol, child] of nodes[node]!.next) table[row | symbol] = numberOf.get(child)!;
}
