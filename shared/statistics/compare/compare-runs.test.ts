import { describe, expect, it } from 'vitest';
import { type CompareInput, type RunSample } from './comparison.ts';
import { compareRuns } from './compare-runs.ts';

const runs = (...values: number[]): RunSample[] => values.map((value) => ({ value }));
const latency = (
  baseline: RunSample[],
  candidate: RunSample[],
  more: Partial<CompareInput> = {},
): CompareInput => ({
  baseline,
  candidate,
  direction: 'lower-is-better',
  scale: 'ratio-scale',
  margin: 0.05,
  ...more,
});
const shares = (events: number[], count: number): RunSample[] =>
  events.map((each) => ({ value: each / count, events: each, count }));

describe('compareRuns', () => {
  it('calls a latency half as long again a regression, with effect and interval', () => {
    const compared = compareRuns(latency(runs(100, 110, 95, 105, 99), runs(151, 170, 149, 160, 155)));

    expect(compared.answer).toBe('regression');
    expect(compared.effect).toBeCloseTo(0.5425, 4);
    expect(compared.interval.low).toBeGreaterThan(0.4);
    expect(compared.interval.high).toBeLessThan(0.7);
    expect(compared.furtherRuns).toBeNull();
  });

  it('agrees with the pooled t test of scipy', () => {
    // scipy 1.17.1: ttest_ind(log([100,110,95,105,99]), log([103,118,100,121,107])).pvalue
    const compared = compareRuns(latency(runs(100, 110, 95, 105, 99), runs(103, 118, 100, 121, 107)));

    expect(compared.pValue).toBeCloseTo(0.13985751073389976, 10);
  });

  it('calls the same change an improvement when higher is better', () => {
    const input = latency(runs(100, 110, 95, 105, 99), runs(151, 170, 149, 160, 155), {
      direction: 'higher-is-better',
    });

    expect(compareRuns(input).answer).toBe('improvement');
  });

  it('says no change when the whole interval lies within the margin', () => {
    const compared = compareRuns(
      latency(runs(100, 101, 99, 100, 100.5), runs(100.2, 100.8, 99.5, 99.9, 100.1)),
    );

    expect(compared.answer).toBe('no-change');
  });

  it('says how many more runs would settle an undecided comparison', () => {
    const compared = compareRuns(latency(runs(100, 110, 95, 105), runs(104, 117, 99, 112)));

    expect(compared).toMatchObject({ answer: 'undecided', furtherRuns: expect.any(Number) as number });
    expect(compared.reason).toContain(`${compared.furtherRuns} more runs on each side`);
  });

  it('finds with history what the same runs alone leave undecided', () => {
    const history = [runs(...Array.from({ length: 30 }, (_, index) => 100 + 4 * Math.sin(index * 2.4)))];
    const input = latency(runs(98, 104, 100, 96, 103), runs(104, 111, 106, 103, 109));

    expect(compareRuns(input).answer).toBe('undecided');
    expect(compareRuns({ ...input, history })).toMatchObject({
      answer: 'regression',
      noise: { source: 'history' },
    });
  });

  it('does not alarm because the history ran on a quicker day', () => {
    const history = [runs(...Array.from({ length: 30 }, (_, index) => 80 + 3 * Math.sin(index * 2.4)))];

    expect(
      compareRuns(latency(runs(100, 104, 98, 101, 97), runs(102, 99, 103, 100, 101), { history })).answer,
    ).not.toBe('regression');
  });

  it('takes earlier versions of one run each together for noise between runs', () => {
    const singles = Array.from({ length: 12 }, (_, index) => runs(100 + 4 * Math.sin(index * 2.4)));

    const compared = compareRuns(latency(runs(100), runs(160), { history: singles }));

    expect(compared).toMatchObject({ answer: 'regression', noise: { source: 'history' } });
  });

  it('never decides a small difference from one run a side', () => {
    const compared = compareRuns(latency(runs(100), runs(130)));

    expect(compared).toMatchObject({ answer: 'undecided', noise: { source: 'prior' } });
  });

  it.each([
    ['constant and equal', runs(5, 5, 5), runs(5, 5, 5), 'no-change'],
    ['constant and different', runs(5, 5, 5, 5), runs(6, 6, 6, 6), 'regression'],
    [
      'constant and equal, of another number,',
      runs(0.1, 0.1, 0.1),
      runs(0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
      'no-change',
    ],
    ['all zero', runs(0, 0, 0), runs(0, 0, 0), 'no-change'],
    ['tied', runs(10, 10, 10, 11), runs(20, 20, 20, 21), 'regression'],
    ['zeros among values', runs(0, 1, 2, 0), runs(0, 2, 1, 0), 'undecided'],
    ['huge', runs(1e308, 1.1e308, 1.05e308, 1e308), runs(1e300, 1.1e300, 1.05e300, 1e300), 'improvement'],
    ['tiny', runs(1e-308, 1.1e-308, 1.05e-308), runs(1e-300, 1.1e-300, 1.05e-300), 'regression'],
  ])('answers for %s runs without NaN', (_name, baseline, candidate, answer) => {
    const compared = compareRuns(latency(baseline, candidate));

    expect(compared.answer).toBe(answer);
    expectFinite(compared);
  });

  it('says of a rise from 0 and of a fall to 0 what it was and is, not a ratio', () => {
    const none = runs(0, 0, 0, 0);
    const some = runs(100, 101, 99, 100);

    const rise = compareRuns(latency(none, some));
    const fall = compareRuns(latency(some, none));

    expect(rise).toMatchObject({ answer: 'regression', baselineMean: 0 });
    expect(rise.reason).toMatch(/^Worse, 0 to 100 \(no ratio to 0; p < 0\.0001\) from 4 against 4 runs/);
    expect(fall.reason).toMatch(/^Better, 100 to 0 \(no ratio to 0;/);
  });

  it('takes rounding for no difference, whatever the size and even at a margin of 0', () => {
    const answers = [0.3, 1, 1024].map((value) => {
      const nearly = value * (1 + Number.EPSILON);
      const input = latency(runs(value, value, value), runs(nearly, nearly, nearly), { margin: 0 });
      return compareRuns(input);
    });

    expect(answers.map(({ answer, effect }) => ({ answer, effect }))).toEqual(
      new Array(3).fill({ answer: 'no-change', effect: 0 }),
    );
  });

  it('answers for values near the largest double on the additive scale', () => {
    const input = latency(runs(-1e308, -1.1e308, -1e308), runs(1e308, 1.1e308, 1e308), {
      scale: 'additive',
      margin: 1,
    });

    const compared = compareRuns(input);

    expect(compared.answer).toBe('regression');
    expectFinite(compared);
  });

  it('compares error rates with zero events as well as any other', () => {
    const quiet = { scale: 'proportion', margin: 0.001 } as const;

    const same = compareRuns(latency(shares([0, 0, 0, 0], 10_000), shares([0, 0, 0, 0], 10_000), quiet));
    const worse = compareRuns(
      latency(shares([0, 0, 0, 0], 10_000), shares([90, 110, 100, 95], 10_000), quiet),
    );

    expect(same).toMatchObject({ answer: 'no-change', effect: 0, pValue: 1 });
    expect(worse).toMatchObject({ answer: 'regression', baselineMean: 0 });
    expectFinite(worse);
  });

  it('does not alarm at bursts of errors that both sides have', () => {
    const baseline = shares([0, 90, 2, 1, 80], 10_000);
    const candidate = shares([120, 1, 0, 95, 60], 10_000);

    expect(compareRuns(latency(baseline, candidate, { scale: 'proportion', margin: 0.001 })).answer).toBe(
      'undecided',
    );
  });

  it('compares counts per exposure', () => {
    const count = (events: number, seconds: number): RunSample => ({ value: events, events, count: seconds });
    const input = latency(
      [count(60, 10), count(31, 5), count(59, 10), count(64, 10)],
      [count(120, 10), count(58, 5), count(131, 10), count(118, 10)],
      { scale: 'count', margin: 0.5 },
    );

    expect(compareRuns(input)).toMatchObject({ answer: 'regression', effect: 12.2 - 214 / 35 });
  });

  it.each([
    ['an empty baseline', latency([], runs(1)), /baseline has no run/],
    ['NaN', latency(runs(1, Number.NaN), runs(1)), /baseline run 2 has the value NaN/],
    ['infinity', latency(runs(1), runs(Number.POSITIVE_INFINITY)), /candidate run 1 has the value Infinity/],
    ['a negative latency', latency(runs(-1), runs(1)), /use 'additive'/],
    ['a share without a count', latency(runs(0.1), runs(0.1), { scale: 'proportion' }), /unknown count/],
    [
      'more events than trials',
      latency(shares([11], 10), shares([1], 10), { scale: 'proportion' }),
      /between 0 and the count/,
    ],
    ['a margin of NaN', latency(runs(1), runs(1), { margin: Number.NaN }), /margin is NaN/],
    ['an alpha of 1', latency(runs(1), runs(1), { alpha: 1 }), /Alpha is 1/],
  ])('refuses %s and says what would be right', (_name, input, message) => {
    expect(() => compareRuns(input)).toThrow(message);
  });
});

function expectFinite(compared: ReturnType<typeof compareRuns>): void {
  const { effect, interval, pValue, minimumDetectableEffect, baselineMean, candidateMean, noise } = compared;
  const numbers = [
    effect,
    interval.low,
    interval.high,
    minimumDetectableEffect,
    baselineMean,
    candidateMean,
    noise.within,
    noise.between,
  ];
  expect(numbers.filter((number) => !Number.isFinite(number))).toEqual([]);
  expect(pValue).toBeGreaterThanOrEqual(0);
  expect(pValue).toBeLessThanOrEqual(1);
}
