import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnchorAutomaton, buildAnchorAutomaton, UNKNOWN } from './anchor-automaton.ts';

interface Item {
  readonly keyword: string;
}

describe('buildAnchorAutomaton', () => {
  it('finds what looking for each keyword at each place finds, whatever it was asked before', () => {
    const word = fc
      .string({ unit: fc.constantFrom('a', 'b', 'C', '1', '-', 'é'), minLength: 1, maxLength: 5 })
      .filter((keyword) => !keyword.startsWith('1'));
    const text = fc.string({ unit: fc.constantFrom('A', 'b', 'c', '7', '-', 'ß', '!'), maxLength: 40 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), fc.array(text), (words, texts) => {
        const items = words.map((keyword) => ({ keyword }));
        const automaton = buildAnchorAutomaton(items);

        const found = texts.map((each) => endsIn(automaton, each));

        expect(found).toEqual(texts.map((each) => endsByLooking(items, each)));
      }),
    );
  });

  it('stops at every digit outside of a keyword', () => {
    const automaton = buildAnchorAutomaton([{ keyword: 'v1' }]);

    const states = walk(automaton, 'a5v1');

    expect(states[1]).toBe(automaton.digitState);
    expect(automaton.entersAtDigit[states[3] ?? 0]).toBe(true);
  });

  it('says how far back a capital has to stand where nothing else is armed', () => {
    const automaton = buildAnchorAutomaton([
      { keyword: 'anna', isCapitalised: true },
      { keyword: 'AP', isCapitalised: true },
      { keyword: 'tap' },
      { keyword: 'b7', isCapitalised: true },
    ]);

    const behind = (text: string): number | undefined =>
      automaton.capitalBehind[walk(automaton, text).at(-1) ?? 0];

    expect(['anna', 'ap', 'tap', 'b7'].map(behind)).toEqual([4, 2, 0, 0]);
  });

  it('refuses keywords that begin with a digit', () => {
    expect(() => buildAnchorAutomaton([{ keyword: 'v1' }, { keyword: '7z ' }])).toThrow(/"0z ".*digit/);
  });

  it('refuses keywords of more characters than it has classes', () => {
    const keyword = String.fromCharCode(...Array.from({ length: 126 }, (_, index) => 1 + index));

    expect(() => buildAnchorAutomaton([{ keyword }])).toThrow('Too many characters');
  });
});

describe('a large automaton', () => {
  it('refuses more keywords than it has states', () => {
    const items = Array.from({ length: 4_000 }, (_, index) => ({ keyword: `keyword${index}` }));

    expect(() => buildAnchorAutomaton(items)).toThrow(/Too many keywords: \d+ characters/);
  });
});

/** The states after each character, transitions worked out as they come. */
function walk(automaton: AnchorAutomaton<Item>, text: string): readonly number[] {
  let state = automaton.root;
  return [...Buffer.from(text, 'latin1')].map((byte) => {
    const symbol = automaton.classOf[byte] ?? 0;
    const next = automaton.table[(state << 6) | symbol] ?? UNKNOWN;
    state = next === UNKNOWN ? automaton.follow(state, symbol) : next;
    return state;
  });
}

function endsIn(automaton: AnchorAutomaton<Item>, text: string): readonly (readonly Item[])[] {
  return walk(automaton, text).map((state) =>
    state < automaton.firstPlain ? (automaton.outputs[state] ?? []) : [],
  );
}

/** Longest first, equal ones in their order; digits are all alike, and so are letters beyond ASCII. */
function endsByLooking(items: readonly Item[], text: string): readonly (readonly Item[])[] {
  const fold = (each: string): string =>
    each
      .toLowerCase()
      .replace(/[\u0080-\uffff]/g, '\u0080')
      .replace(/\d/g, '0');
  return Array.from(text, (_, index) =>
    items
      .filter(({ keyword }) => fold(text.slice(0, index + 1)).endsWith(fold(keyword)))
      .toSorted((a, b) => b.keyword.length - a.keyword.length),
  );
}
