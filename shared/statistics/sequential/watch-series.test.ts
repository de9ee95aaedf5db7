import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { reportSeriesWatch, startSeriesWatch, watchSample } from './watch-series.ts';
import type { WatchOptions } from './watch-change.ts';

const OPTIONS: WatchOptions = { direction: 'lower-is-better', scale: 'ratio-scale', margin: 0.05 };

/** AR(1) noise of 5 % around `level`, `rho` between neighbours. */
function source(seed: number, rho: number): (level: number) => number {
  const random = createRandom(seed);
  let noise = random.normal();
  return (level) => {
    noise = rho * noise + Math.sqrt(1 - rho ** 2) * random.normal();
    return level * (1 + 0.05 * noise);
  };
}

function watched(
  seed: number,
  rho: number,
  levels: readonly number[],
  options = OPTIONS,
): { answer: string; samples: number; blockLength: number } {
  const next = source(seed, rho);
  let state = startSeriesWatch(
    Array.from({ length: 200 }, () => next(100)),
    options,
  );
  for (const level of levels) {
    state = watchSample(state, next(level), options);
    if (state.watch.answer === 'regression') break;
  }
  return { answer: state.watch.answer, samples: state.samples, blockLength: state.blockLength };
}

const many = (level: number, count: number) => Array.from({ length: count }, () => level);

describe('startSeriesWatch', () => {
  it.each([0.1, 5, 1e308])('takes equal samples of %d for independent ones', (level) => {
    const { correlation, isLongEnough } = startSeriesWatch(many(level, 100), OPTIONS);

    expect({ correlation, isLongEnough }).toEqual({ correlation: 0, isLongEnough: true });
  });

  it('takes longer blocks where neighbours depend on each other', () => {
    const apart = watched(1, 0, []);
    const together = watched(1, 0.5, []);

    expect(apart.blockLength).toBeLessThanOrEqual(3);
    expect(together.blockLength).toBeGreaterThanOrEqual(6);
  });

  it('says when the baseline is too short for blocks that are long enough', () => {
    const next = source(2, 0.9);

    const state = startSeriesWatch(
      Array.from({ length: 40 }, () => next(100)),
      OPTIONS,
    );

    expect(state.isLongEnough).toBe(false);
    expect(state.blockLength).toBe(5);
  });

  it.each([
    ['fifteen samples', many(100, 15), /15 samples; it takes 16/],
    ['a zero on the ratio scale', [...many(100, 20), 0], /above 0/],
    ['NaN', [...many(100, 20), NaN], /NaN; leave it out/],
  ])('refuses %s', (_what, baseline, said) => {
    expect(() => startSeriesWatch(baseline, OPTIONS)).toThrow(said);
  });
});

describe('watchSample', () => {
  it('finds a step of 20 % soon, in noise whose neighbours correlate by .5', () => {
    const { answer, samples } = watched(3, 0.5, many(120, 400));

    expect(answer).toBe('regression');
    expect(samples).toBeLessThanOrEqual(60);
  });

  it('settles on no change within the margin when nothing changed', () => {
    expect(watched(4, 0.3, many(100, 1_000), { ...OPTIONS, margin: 0.1 }).answer).toBe('no-change');
  });

  it('answers the same in any unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (seed, unit) => {
          const [plain, scaled] = [1, unit].map((factor) => {
            const next = source(seed, 0.4);
            let state = startSeriesWatch(
              Array.from({ length: 60 }, () => factor * next(100)),
              OPTIONS,
            );
            for (let sample = 0; sample < 60; sample++)
              state = watchSample(state, factor * next(110), OPTIONS);
            return reportSeriesWatch(state, OPTIONS);
          });

          expect(scaled?.answer).toBe(plain?.answer);
          expect(scaled?.effect).toBeCloseTo(plain?.effect ?? NaN, 8);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each(['ratio-scale', 'additive'] as const)(
    'answers for samples as large and as small as doubles are (%s)',
    (scale) => {
      const reports = [1e306, 1, 1e-300].map((factor) => {
        const options = { ...OPTIONS, scale, margin: scale === 'additive' ? 5 * factor : 0.05 };
        const next = source(9, 0.3);
        let state = startSeriesWatch(
          Array.from({ length: 60 }, () => factor * next(100)),
          options,
        );
        for (let sample = 0; sample < 80; sample++) state = watchSample(state, factor * next(130), options);
        return reportSeriesWatch(state, options);
      });

      expect(reports.map(({ answer }) => answer)).toEqual(new Array(3).fill('regression'));
      expect(reports.every(({ effect }) => Number.isFinite(effect) && effect > 0)).toBe(true);
    },
  );

  it('takes one enormous sample for no more than an outlier, in figures that JSON can hold', () => {
    const options = { ...OPTIONS, scale: 'additive', margin: 0.1 } as const;
    const still = startSeriesWatch(many(5, 32), options);
    const state = [5, -1.7e308, 1.7e308, 5].reduce(
      (watch, value) => watchSample(watch, value, options),
      still,
    );

    const { effect, pValue } = reportSeriesWatch(state, options);

    expect(Number.isFinite(effect)).toBe(true);
    expect(pValue).toBeGreaterThan(0.05);
  });

  it('knows a step of a series that never varied, and none where there is none', () => {
    const still = startSeriesWatch(many(5, 32), OPTIONS);
    const after = (level: number) =>
      many(level, 40).reduce((state, value) => watchSample(state, value, OPTIONS), still).watch.answer;

    expect([after(5), after(6)]).toEqual(['no-change', 'regression']);
  });
});
