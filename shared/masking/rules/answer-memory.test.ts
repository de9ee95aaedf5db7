import { describe, expect, it } from 'vitest';
import { createAnswerMemory, NO_SLOT, UNKNOWN_ANSWER } from './answer-memory.ts';

const KIND = 3;
const ANSWER = 2;
const LONGEST = 8;

function asked(word: string): Uint8Array {
  return Buffer.from(word, 'latin1');
}

describe('a memory of answers', () => {
  it('knows what was kept, wherever the word stands', () => {
    const memory = createAnswerMemory(16, LONGEST);
    const slot = memory.slotOf(asked('word'), 0, 4);

    memory.keep(slot, KIND, asked('word'), 0, 4, ANSWER);

    expect(memory.slotOf(asked('a word'), 2, 6)).toBe(slot);
    expect(memory.answerAt(slot, KIND, asked('a word'), 2, 6)).toBe(ANSWER);
  });

  it.each([
    ['another word', 'wors', KIND],
    ['a longer one', 'words', KIND],
    ['another kind', 'word', KIND + 1],
  ])('knows nothing of %s in the same slot', (_what, word, kind) => {
    const memory = createAnswerMemory(1, LONGEST);
    memory.keep(0, KIND, asked('word'), 0, 4, ANSWER);

    expect(memory.answerAt(0, kind, asked(word), 0, word.length)).toBe(UNKNOWN_ANSWER);
  });

  it('has no place for a word that is too long', () => {
    const memory = createAnswerMemory(16, LONGEST);

    expect(memory.slotOf(asked('ninesigns'), 0, 9)).toBe(NO_SLOT);
    expect(memory.answerAt(NO_SLOT, KIND, asked('ninesigns'), 0, 9)).toBe(UNKNOWN_ANSWER);
  });

  it.each(['ninesigns', 'w\u00f6rd'])('keeps nothing of %j', (word) => {
    const memory = createAnswerMemory(16, LONGEST);
    const slot = memory.slotOf(asked(word), 0, word.length);

    memory.keep(slot, KIND, asked(word), 0, word.length, ANSWER);

    expect(memory.answerAt(slot, KIND, asked(word), 0, word.length)).toBe(UNKNOWN_ANSWER);
  });

  it('keeps the answers about long words with one ending apart', () => {
    const memory = createAnswerMemory(64, 64);
    const words = ['a', 'b', 'c'].map((first) => `${first}${'-same'.repeat(12)}`);
    const kept = (word: string): number => {
      const slot = memory.slotOf(asked(word), 0, word.length);
      const known = memory.answerAt(slot, KIND, asked(word), 0, word.length);
      if (known === UNKNOWN_ANSWER) memory.keep(slot, KIND, asked(word), 0, word.length, word.charCodeAt(0));
      return memory.answerAt(slot, KIND, asked(word), 0, word.length);
    };

    expect(words.map(kept)).toEqual([0x61, 0x62, 0x63]);
  });

  it('gives up the older of two answers for one slot', () => {
    const memory = createAnswerMemory(1, LONGEST);
    memory.keep(0, KIND, asked('older'), 0, 5, ANSWER);
    memory.keep(0, KIND, asked('newer'), 0, 5, ANSWER);

    expect(memory.answerAt(0, KIND, asked('older'), 0, 5)).toBe(UNKNOWN_ANSWER);
    expect(memory.answerAt(0, KIND, asked('newer'), 0, 5)).toBe(ANSWER);
  });
});
