import { describe, expect, it } from 'vitest';
import { createWordTable } from './word-table.ts';

describe('a table of words', () => {
  const words = ['anna', 'an', 'annabel', 'zoe', 'eoz', 'b'];
  const isWord = createWordTable(() => words);
  const holds = (text: string): boolean => isWord(Buffer.from(`--${text}--`, 'latin1'), 2, 2 + text.length);

  it('holds its words in either case, and nothing that begins or ends as they do', () => {
    for (const word of words) {
      expect(holds(word)).toBe(true);
      expect(holds(word.toUpperCase())).toBe(true);
      expect(holds(`${word}x`)).toBe(false);
      expect(holds(`x${word}`)).toBe(false);
    }
  });

  it('agrees with a set for all words of up to three letters', () => {
    const known = new Set(words);
    const letters = ['a', 'b', 'e', 'n', 'o', 'x', 'z'];
    for (const first of letters)
      for (const second of ['', ...letters])
        for (const third of second === '' ? [''] : ['', ...letters]) {
          const word = first + second + third;
          expect(holds(word)).toBe(known.has(word));
        }
  });

  it('answers of an empty table', () => {
    expect(createWordTable(() => [])(Buffer.from('anna'), 0, 4)).toBe(false);
  });
});
