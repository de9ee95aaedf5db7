import { describe, expect, it } from 'vitest';
import { createPatience } from './patience.ts';
import { createUsualTimes } from './usual-times.ts';

const RULE = { leastTimeoutMs: 1_000, leastHedgeMs: 50, firstHedgeMs: 2_000 };
const ASKED_MS = 10_000;
const url = (path: string): URL => new URL(path, 'https://host.example');

/** Patience that has seen so many answers of one kind. */
function afterAnswers(times: readonly number[]) {
  const patience = createPatience(createUsualTimes(), RULE);
  times.forEach((ms, number) => patience.noteAnswer(url(`/projects/${number}/diffs`), ms));
  return patience;
}

describe('createPatience', () => {
  it('waits as long as it is asked to, and begins another try late, until it knows what is usual', () => {
    const patience = afterAnswers(Array.from({ length: 9 }, () => 300));

    expect(patience.timeoutMs(url('/projects/7/diffs'), ASKED_MS)).toBe(ASKED_MS);
    expect(patience.hedgeAfterMs(url('/projects/7/diffs'))).toBe(2_000);
  });

  it('learns from the answers of the same kind of call, not from those of others', () => {
    const patience = afterAnswers(Array.from({ length: 20 }, (_, n) => 500 + n));

    expect(patience.hedgeAfterMs(url('/projects/77/diffs?page=2'))).toBe(518);
    expect(patience.timeoutMs(url('/projects/77/diffs'), ASKED_MS)).toBe(3 * 518);
    expect(patience.hedgeAfterMs(url('/projects/77/issues'))).toBe(2_000);
  });

  it('never waits longer than asked, and never less than is sensible', () => {
    const [slow, quick] = [9_000, 2].map((ms) => afterAnswers(Array.from({ length: 20 }, () => ms)));

    expect(slow?.timeoutMs(url('/projects/1/diffs'), ASKED_MS)).toBe(ASKED_MS);
    expect(quick?.timeoutMs(url('/projects/1/diffs'), ASKED_MS)).toBe(RULE.leastTimeoutMs);
    expect(quick?.timeoutMs(url('/projects/1/diffs'), 200)).toBe(200);
    expect(quick?.hedgeAfterMs(url('/projects/1/diffs'))).toBe(RULE.leastHedgeMs);
  });

  it('does not give up what is not much slower than the slowest of the last answers', () => {
    const patience = afterAnswers([...Array.from({ length: 99 }, () => 300), 4_000]);

    expect(patience.timeoutMs(url('/projects/1/diffs'), ASKED_MS)).toBe(6_000);
  });

  it('gives a path that timed out twice the time with each time-out, and the usual after its next answer', () => {
    const patience = afterAnswers(Array.from({ length: 20 }, () => 2));
    const slow = url('/projects/1/diffs');
    const times = [0, 1, 2, 3].map(() => {
      patience.noteTimeout(slow);
      return patience.timeoutMs(slow, ASKED_MS);
    });

    patience.noteAnswer(slow, 100);

    expect(times).toEqual([2_000, 4_000, 8_000, ASKED_MS]);
    expect(patience.timeoutMs(url('/projects/2/diffs'), ASKED_MS)).toBe(1_000);
    expect(patience.timeoutMs(slow, ASKED_MS)).toBe(1_000);
  });

  it('begins another try after the median while many go unanswered, and after 95 % again when that is over', () => {
    const times = Array.from({ length: 20 }, (_, n) => (n < 15 ? 300 : 900));
    const patience = afterAnswers(times);
    const asked = url('/projects/1/diffs');
    const waits = [patience.hedgeAfterMs(asked)];

    for (let silent = 0; silent < 10; silent += 1) patience.noteSilence(asked, 500);
    waits.push(patience.hedgeAfterMs(asked));
    for (let silent = 0; silent < 10; silent += 1) patience.noteSilence(asked, 1_000);
    waits.push(patience.hedgeAfterMs(asked));
    for (const ms of [...times, ...times]) patience.noteAnswer(asked, ms);
    waits.push(patience.hedgeAfterMs(asked));
    for (let number = 0; number < 40; number += 1) {
      if (number % 4 === 0) patience.noteSilence(asked, 1_000);
      else patience.noteRefusal();
    }
    for (let refused = 0; refused < 5; refused += 1) patience.noteRefusal();
    waits.push(patience.hedgeAfterMs(asked));

    expect(waits).toEqual([900, 900, 300, 900, 900]);
  });

  it('begins no more than two tries beside others for each answer, but for a few at first', () => {
    const patience = createPatience(createUsualTimes(), RULE);
    const taken = Array.from({ length: 30 }, () => patience.mayHedge());

    patience.noteAnswer(url('/a'), 5);
    const after = [patience.mayHedge(), patience.mayHedge(), patience.mayHedge()];

    expect(taken.filter(Boolean)).toHaveLength(20);
    expect(after).toEqual([true, true, false]);
  });

  it('forgets the answers before the last hundred', () => {
    const patience = afterAnswers([
      ...Array.from({ length: 100 }, () => 5_000),
      ...Array.from({ length: 100 }, () => 400),
    ]);

    expect(patience.timeoutMs(url('/projects/1/diffs'), ASKED_MS)).toBe(1_200);
  });
});
