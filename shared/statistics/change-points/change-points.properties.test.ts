import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { createChangePointStream } from './change-point-stream.ts';
import { detectChangePoints } from './detect-change-points.ts';
import { detectVarianceChanges } from './detect-variance-changes.ts';

/** Steps between few levels, ties, gaps, zeros of both signs, the largest and smallest doubles. */
const ANYTHING = fc
  .array(
    fc.record({
      level: fc.oneof(
        fc.constantFrom(0, -0, 1, 1.7e308, -1.7e308, 5e-324, null),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
      length: fc.integer({ min: 1, max: 25 }),
    }),
    { maxLength: 8 },
  )
  .map((stretches) => stretches.flatMap(({ level, length }) => new Array<number | null>(length).fill(level)));

function isInJson(answer: readonly object[]): boolean {
  return answer.every((one) =>
    Object.values(one).every(
      (value) => value === null || (typeof value === 'number' && Number.isFinite(value)),
    ),
  );
}

/** Noise that is `ratio` times as wide from `at` on; rounded, so that adding a whole number loses nothing. */
function widening(seed: number, n: number, at: number, ratio: number): number[] {
  const random = createRandom(seed);
  return Array.from(
    { length: n },
    (_, index) => Math.round(random.normal() * (index < at ? 1 : ratio) * 1024) / 1024,
  );
}

describe('change points of level and spread, whatever the values', () => {
  it('are of increasing indices of values, with figures that JSON can hold', () => {
    fc.assert(
      fc.property(ANYTHING, (values) => {
        const changes = detectChangePoints(values);
        const spreads = detectVarianceChanges(values);

        expect(isInJson(changes) && isInJson(spreads)).toBe(true);
        for (const found of [changes, spreads]) {
          const indices = found.map(({ index }) => index);
          expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
          expect(indices.every((index) => typeof values[index] === 'number')).toBe(true);
        }
      }),
      { seed: 1 },
    );
  });

  it('are the same appended one at a time', () => {
    fc.assert(
      fc.property(ANYTHING, (values) => {
        const stream = createChangePointStream();
        values.forEach((value) => stream.append(value));

        expect(stream.changePoints()).toEqual(detectChangePoints(values));
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it('of spread do not depend on unit, origin and sign, and mirror with the values', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom(0.1, 1, 6),
        fc.integer({ min: -20, max: 20 }),
        fc.integer({ min: -999, max: 999 }),
        (seed, ratio, power, origin) => {
          const values = widening(seed, 120, 70, ratio);
          const indices = (all: readonly number[]): number[] =>
            detectVarianceChanges(all).map(({ index }) => index);
          const here = indices(values);

          expect(indices(values.map((value) => value * 2 ** power))).toEqual(here);
          expect(indices(values.map((value) => value + origin))).toEqual(here);
          expect(indices(values.map((value) => -value))).toEqual(here);
          const mirrored = indices(values.toReversed()).map((at) => 120 - at);
          expect(mirrored.reverse()).toEqual(here);
        },
      ),
      { numRuns: 30, seed: 3 },
    );
  });
});
