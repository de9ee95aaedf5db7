import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { detectDrift } from './detect-drift.ts';
import { forecastCrossing } from './forecast-crossing.ts';

/** Rounded, so that adding a whole number loses nothing. */
function course(seed: number, n: number, slope: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: n }, (_, index) => Math.round((slope * index + random.normal()) * 1024) / 1024);
}

const COURSE = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    n: fc.integer({ min: 5, max: 120 }),
    slope: fc.constantFrom(-0.1, -0.02, 0, 0.02, 0.1),
  })
  .map(({ seed, n, slope }) => course(seed, n, slope));

/** What JSON can hold, most of it awkward. */
const ANYTHING = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
    { weight: 1, arbitrary: fc.constantFrom(null, -0, 1.7e308, -1.7e308, 5e-324) },
    { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  ),
  { maxLength: 70 },
);

/** Every number in an answer that JSON would turn into null. */
function lostInJson(answer: unknown): readonly unknown[] {
  return (
    JSON.stringify(answer, (_, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? 'lost' : value,
    ).match(/"lost"/g) ?? []
  );
}

describe('detectDrift, whatever the values', () => {
  it('does not depend on unit and origin, and skips gaps', () => {
    fc.assert(
      fc.property(
        COURSE,
        fc.integer({ min: -20, max: 20 }),
        fc.integer({ min: -999, max: 999 }),
        (values, power, origin) => {
          const drift = detectDrift(values);
          const scaled = detectDrift(values.map((value) => value * 2 ** power));
          const moved = detectDrift(values.map((value) => value + origin));
          const sparse = detectDrift(values.flatMap((value) => [null, value]));

          expect(scaled?.pValue).toBe(drift?.pValue);
          expect(moved?.pValue).toBe(drift?.pValue);
          expect(moved?.from).toBe(drift?.from);
          expect(sparse?.pValue).toBe(drift?.pValue);
          if (drift === null) return;
          expect(scaled?.slope).toBe(drift.slope * 2 ** power);
          expect(sparse?.from).toBe(2 * drift.from + 1);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it('turns round where the values do, and where the whole of them is read backwards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        // Of 25 values only the whole and the last 20 are looked at; a steep line is evident in both.
        const values = course(seed, 25, 1);
        const forth = detectDrift(values);
        const back = detectDrift(values.toReversed());
        const down = detectDrift(values.map((value) => -value));

        expect([forth?.direction, back?.direction, down?.direction]).toEqual(['up', 'down', 'down']);
        expect(down?.pValue).toBeCloseTo(forth?.pValue ?? 1, 12);
      }),
      { numRuns: 20, seed: 2 },
    );
  });

  it('finds nothing, or what JSON can hold', () => {
    fc.assert(
      fc.property(ANYTHING, (values) => {
        expect(lostInJson(detectDrift(values))).toEqual([]);
      }),
      { seed: 3 },
    );
  });
});

describe('forecastCrossing, whatever the values', () => {
  it('does not depend on the origin, nor on the unit and origin of the times', () => {
    fc.assert(
      fc.property(COURSE, fc.integer({ min: -999, max: 999 }), (values, origin) => {
        const limit = 8;
        const here = forecastCrossing({ values, limit });
        const there = forecastCrossing({
          values: values.map((value) => value + origin),
          limit: limit + origin,
        });
        const times = values.map((_, index) => 4096 + 8 * index);
        const timed = forecastCrossing({ values, times, limit });

        expect(there.status).toBe(here.status);
        expect(timed.status).toBe(here.status);
        if (here.status !== 'crossing' || there.status !== 'crossing' || timed.status !== 'crossing') return;
        expect(there.at).toBeCloseTo(here.at, 2);
        expect(timed.at).toBeCloseTo(4096 + 8 * here.at, 2);
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it('claims the less the farther the limit is', () => {
    fc.assert(
      fc.property(COURSE, (values) => {
        const chance = (limit: number): number => {
          const forecast = forecastCrossing({ values, limit });
          if (forecast.status === 'crossed') return 1;
          return forecast.status === 'no-trend' ? 0 : forecast.probability;
        };
        const chances = [6, 8, 12, 20].map(chance);

        for (let index = 1; index < chances.length; index++)
          expect(chances[index]).toBeLessThanOrEqual((chances[index - 1] ?? 1) + 1e-9);
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  it('answers with what JSON can hold, whatever values, limit and side', () => {
    fc.assert(
      fc.property(
        ANYTHING,
        fc.oneof(
          fc.constantFrom(0, 1e308, -1e308, 5e-324),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
        ),
        fc.constantFrom('above' as const, 'below' as const),
        (values, limit, direction) => {
          const forecast = forecastCrossing({ values, limit, direction });

          expect(lostInJson(forecast)).toEqual([]);
          if (forecast.status !== 'crossing') return;
          const [from, to] = forecast.interval;
          expect(from).toBeLessThanOrEqual(forecast.at);
          expect(to ?? Number.MAX_VALUE).toBeGreaterThanOrEqual(forecast.at);
        },
      ),
      { seed: 6 },
    );
  });
});
