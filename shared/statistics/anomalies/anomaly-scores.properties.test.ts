import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { anomalyScores, FEWEST_LEARNT } from './anomaly-scores.ts';

const HOUR_MS = 3_600_000;

function times(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index * HOUR_MS);
}

function rhythm(seed: number, n: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: n }, (_, hour) => {
    const burst = random.uniform() < 0.01 ? 60 : 0;
    return 100 + 20 * Math.sin((2 * Math.PI * hour) / 24) + 2 * random.normal() + burst;
  });
}

/** Whatever JSON can hold: gaps, ties, zeros of both signs, the largest and the smallest doubles. */
const ANYTHING = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 9 }) },
    { weight: 2, arbitrary: fc.constantFrom(0, -0, null, 1e308, -1e308, 5e-324) },
    { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  ),
  { maxLength: 260 },
);

describe('anomalyScores, whatever the values', () => {
  it('gives one finite score in [0, 1] a point, 0 for gaps and for the first ones', () => {
    fc.assert(
      fc.property(ANYTHING, fc.nat({ max: 400 }), (values, probation) => {
        const scores = Array.from(anomalyScores({ timestamps: times(values.length), values, probation }));

        expect(scores).toHaveLength(values.length);
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
        expect(scores.slice(0, FEWEST_LEARNT).every((score) => score === 0)).toBe(true);
        expect(scores.every((score, index) => values[index] !== null || score === 0)).toBe(true);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('gives a prefix the prefix of the scores, beside values of any size and without a probation, too', () => {
    fc.assert(
      fc.property(
        ANYTHING,
        fc.option(fc.nat({ max: 300 }), { nil: undefined }),
        fc.nat({ max: 260 }),
        (values, probation, at) => {
          const cut = Math.min(at, values.length);
          const options = probation === undefined ? {} : { probation };
          const whole = anomalyScores({ timestamps: times(values.length), values, ...options });
          const part = anomalyScores({ timestamps: times(cut), values: values.slice(0, cut), ...options });

          expect(Array.from(part)).toEqual(Array.from(whole.subarray(0, cut)));
        },
      ),
      { numRuns: 60, seed: 8 },
    );
  });

  it('keeps the digits of small values when an enormous one comes later', () => {
    const values = rhythm(3, 400).map((value) => value * 1e-12);
    const [before, after] = [values, [...values, 1e308]].map((all) =>
      anomalyScores({ timestamps: times(all.length), values: all }),
    );

    expect(Array.from(after!.subarray(0, 400))).toEqual(Array.from(before!));
    expect(after!.at(-1)).toBeGreaterThan(0.6);
  });

  it('does not depend on the origin', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: -4096, max: 4096 }), (seed, origin) => {
        const values = rhythm(seed, 500).map((value) => Math.round(value * 1024) / 1024);
        const here = anomalyScores({ timestamps: times(500), values });
        const there = anomalyScores({
          timestamps: times(500),
          values: values.map((value) => value + origin),
        });

        const apart = here.filter((score, index) => Math.abs(score - there[index]!) > 1e-6);
        expect(Array.from(apart)).toEqual([]);
      }),
      { numRuns: 20, seed: 9 },
    );
  });

  it('takes seconds for seconds, and two points of one time or a clock set back as they come', () => {
    const values = rhythm(5, 600);
    const since = Date.UTC(2026, 0, 1);
    const inMs = times(600).map((time) => since + time);
    const scores = anomalyScores({ timestamps: inMs, values });
    const twice = inMs.map((time, index) => (index % 50 === 1 ? inMs[index - 1]! : time));
    const setBack = inMs.map((time, index) => (index >= 300 ? time - HOUR_MS : time));

    expect(anomalyScores({ timestamps: inMs.map((time) => time / 1_000), values })).toEqual(scores);
    expect(anomalyScores({ timestamps: inMs.map((time) => new Date(time).toISOString()), values })).toEqual(
      scores,
    );
    for (const timestamps of [twice, setBack]) {
      const odd = anomalyScores({ timestamps, values });
      expect(odd.every((score) => score >= 0 && score <= 1)).toBe(true);
    }
  });
});
