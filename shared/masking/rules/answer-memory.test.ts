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

  it.each(['ninesigns', 'wörd'])('has no place for %j', (word) => {
    const memory = createAnswerMemory(16, LONGEST);
    const slot = memory.slotOf(asked(word), 0, word.length);

    memory.keep(slot, KIND, asked(word), 0, word.length, ANSWER);

    expect(slot).toBe(NO_SLOT);
    expect(memory.answerAt(slot, KIND, asked(word), 0, word.length)).toBe(UNKNOWN_ANSWER);
  });

  it('gives up the older of two answers for one slot', () => {
    const memory = createAnswerMemory(1, LONGEST);
    memory.keep(0, KIND, asked('older'), 0, 5, ANSWER);
    memory.keep(0, KIND, asked('newer'), 0, 5, ANSWER);

    expect(memory.answerAt(0, KIND, asked('older'), 0, 5)).toBe(UNKNOWN_ANSWER);
    expect(memory.answerAt(0, KIND, asked('newer'), 0, 5)).toBe(ANSWER);
  });
});
