import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { criticalT, logTEvidence } from './t-evidence.ts';
import { type ChangeWatch, reportWatch, startWatch, watchRun, type WatchOptions } from './watch-change.ts';
import { reportShares, startShareWatch, watchShares } from './watch-shares.ts';

const additive: WatchOptions = { direction: 'lower-is-better', scale: 'additive', margin: 0.1 };

function watched(pairs: readonly (readonly [number, number])[], options = additive): ChangeWatch {
  let watch = startWatch();
  for (const [before, after] of pairs) {
    watch = watchRun(watch, { side: 'baseline', value: before }, options);
    watch = watchRun(watch, { side: 'candidate', value: after }, options);
  }
  return watch;
}

describe('logTEvidence', () => {
  // scipy 1.17.1: quad of nct.pdf(t, df, d sqrt(size)) norm.pdf(d) over d, divided by t.pdf(t, df).
  it.each([
    [2.0, 8, 2.5, 0.5973202354286942],
    [0.0, 18, 5, -0.8958797346140273],
    [4.5, 10, 3, 3.1419366721829265],
    [-3.1, 38, 10, 2.7542197139080815],
  ] as const)(
    'is the Bayes factor that scipy integrates for t=%s, df=%s, size=%s',
    (t, df, size, expected) => {
      expect(logTEvidence(t, df, size)).toBeCloseTo(expected, 6);
    },
  );

  it('reaches ln(1 / alpha) exactly at the critical t', () => {
    const t = criticalT(0.05, 18, 5);

    expect(logTEvidence(t, 18, 5)).toBeCloseTo(Math.log(20), 10);
  });

  it('has no critical t while no difference could be evidence enough', () => {
    expect(criticalT(0.005, 1, 2 / 3)).toBe(Number.POSITIVE_INFINITY);
    expect(logTEvidence(Number.POSITIVE_INFINITY, 4, 5)).toBeCloseTo(2 * Math.log(6), 10);
  });
});

describe('watchRun', () => {
  it('finds a regression of two standard deviations and keeps the finding', () => {
    const random = createRandom(7);
    const pairs = Array.from({ length: 40 }, () => [random.normal(), 2 + random.normal()] as const);

    const report = reportWatch(watched(pairs), additive);

    expect(report.answer).toBe('regression');
    expect(report.pValue).toBeLessThan(0.05);
    expect(report.interval?.low).toBeGreaterThan(0);
    expect(report.looks).toBe(80);
  });

  it('says no change once the interval of all looks lies within the margin', () => {
    const random = createRandom(8);
    const pairs = Array.from(
      { length: 100 },
      () => [0.05 * random.normal(), 0.05 * random.normal()] as const,
    );

    expect(watched(pairs).answer).toBe('no-change');
  });

  it('survives being stored between looks', () => {
    const watch = watched([
      [1, 2],
      [1.1, 2.2],
      [0.9, 2.1],
    ]);

    const restored = JSON.parse(JSON.stringify(watch)) as ChangeWatch;

    expect(watchRun(restored, { side: 'baseline', value: 1 }, additive)).toEqual(
      watchRun(watch, { side: 'baseline', value: 1 }, additive),
    );
  });

  it('does not depend on the unit of a latency', () => {
    const options: WatchOptions = { direction: 'lower-is-better', scale: 'ratio-scale', margin: 0.05 };
    const value = fc.double({ min: 1, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 12 }), (pairs) => {
        const here = reportWatch(watched(pairs, options), options);
        const there = reportWatch(
          watched(
            pairs.map(([a, b]) => [a * 8, b * 8] as const),
            options,
          ),
          options,
        );
        expect(there.pValue).toBeCloseTo(here.pValue, 6);
        expect(there.effect).toBeCloseTo(here.effect, 6);
      }),
    );
  });

  it('does not alarm at a constant metric', () => {
    const report = reportWatch(watched(Array.from({ length: 50 }, () => [3, 3] as const)), additive);

    expect(report).toMatchObject({
      answer: 'no-change',
      effect: 0,
      pValue: 1,
      interval: { low: 0, high: 0 },
    });
  });

  it('refuses NaN, and zero on a ratio scale', () => {
    const ratio: WatchOptions = { ...additive, scale: 'ratio-scale' };

    expect(() => watchRun(startWatch(), { side: 'baseline', value: Number.NaN }, additive)).toThrow(
      /value NaN/,
    );
    expect(() => watchRun(startWatch(), { side: 'baseline', value: 0 }, ratio)).toThrow(/values above 0/);
  });
});

describe('watchShares', () => {
  it('finds a version that fails four times as often', () => {
    let watch = startShareWatch();
    for (let look = 0; look < 20; look++) {
      watch = watchShares(watch, {
        baseline: { events: 2, count: 200 },
        candidate: { events: 8, count: 200 },
      });
    }

    expect(reportShares(watch)).toMatchObject({
      answer: 'worse',
      baselineShare: 0.01,
      candidateShare: 0.04,
      looks: 20,
    });
  });

  it('has an expected e-value of at most one, whatever the common share (the promise behind Ville)', () => {
    // Exact expectation over all outcomes of a look of 4 + 3 requests after a lopsided past.
    const past = watchShares(startShareWatch(), {
      baseline: { events: 1, count: 40 },
      candidate: { events: 6, count: 40 },
    });
    for (const p of [0.01, 0.1, 0.3, 0.7]) {
      let expectation = 0;
      for (let b = 0; b <= 4; b++) {
        for (let c = 0; c <= 3; c++) {
          const next = watchShares(past, {
            baseline: { events: b, count: 4 },
            candidate: { events: c, count: 3 },
          });
          expectation +=
            binomial(4, b, p) * binomial(3, c, p) * Math.exp(next.logEvidence - past.logEvidence);
        }
      }
      expect(expectation).toBeLessThanOrEqual(1 + 1e-12);
    }
  });

  it('learns nothing from looks without requests', () => {
    const watch = watchShares(startShareWatch(), {
      baseline: { events: 0, count: 0 },
      candidate: { events: 0, count: 0 },
    });

    expect(reportShares(watch)).toMatchObject({ answer: 'undecided', pValue: 1, baselineShare: null });
  });

  it('refuses more events than requests', () => {
    const look = { baseline: { events: 3, count: 2 }, candidate: { events: 0, count: 2 } };

    expect(() => watchShares(startShareWatch(), look)).toThrow(/3 events of 2/);
  });
});

function binomial(n: number, k: number, p: number): number {
  const choose = [1, n, (n * (n - 1)) / 2, (n * (n - 1) * (n - 2)) / 6, 1][k]!;
  return choose * p ** k * (1 - p) ** (n - k);
}
