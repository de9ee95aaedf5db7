import fc from 'fast-check';
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

describe('compareRuns, whatever the numbers', () => {
  const value = fc.double({ min: 0.5, max: 5000, noNaN: true });
  const side = fc.array(value, { minLength: 1, maxLength: 8 });

  it('does not depend on the order of runs', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const there = compareRuns(latency(runs(...a), runs(...b)));
        const back = compareRuns(latency(runs(...a.toReversed()), runs(...b.toReversed())));
        expect(back.answer).toBe(there.answer);
        expect(back.pValue).toBeCloseTo(there.pValue, 9);
      }),
    );
  });

  it('keeps the effect when every run is there twice', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const once = compareRuns(latency(runs(...a), runs(...b)));
        const twice = compareRuns(latency(runs(...a, ...a), runs(...b, ...b)));
        expect(twice.effect / (1 + once.effect)).toBeCloseTo(once.effect / (1 + once.effect), 8);
      }),
    );
  });

  it('does not depend on the unit of a latency', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const milliseconds = compareRuns(latency(runs(...a), runs(...b)));
        const seconds = compareRuns(
          latency(runs(...a.map((v) => v / 1024)), runs(...b.map((v) => v / 1024))),
        );
        expect(seconds.answer).toBe(milliseconds.answer);
        expect(seconds.effect).toBeCloseTo(milliseconds.effect, 8);
        expect(seconds.pValue).toBeCloseTo(milliseconds.pValue, 8);
      }),
    );
  });

  it('does not depend on the origin of an additive metric', () => {
    const whole = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: -4096, max: 4096 }), (a, b, origin) => {
        const options = { scale: 'additive', margin: 1 } as const;
        const here = compareRuns(latency(runs(...a), runs(...b), options));
        const there = compareRuns(
          latency(runs(...a.map((v) => v + origin)), runs(...b.map((v) => v + origin)), options),
        );
        expect(there.effect).toBeCloseTo(here.effect, 8);
        expect(there.pValue).toBeCloseTo(here.pValue, 6);
      }),
    );
  });

  it('turns a regression into an improvement when the sides change places', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const there = compareRuns(latency(runs(...a), runs(...b)));
        const back = compareRuns(latency(runs(...b), runs(...a)));
        const mirrored = {
          regression: 'improvement',
          improvement: 'regression',
          'no-change': 'no-change',
          undecided: 'undecided',
        };
        expect(back.answer).toBe(mirrored[there.answer]);
        expect((1 + back.effect) * (1 + there.effect)).toBeCloseTo(1, 8);
      }),
    );
  });

  it('holds the estimate in the interval, never zero in the interval of an alarm, and finite numbers', () => {
    const wide = fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(wide, wide, wide, (a, b, past) => {
        const compared = compareRuns(latency(runs(...a), runs(...b), { history: [runs(...past)] }));
        expectFinite(compared);
        expect(compared.interval.low).toBeLessThanOrEqual(compared.effect);
        expect(compared.interval.high).toBeGreaterThanOrEqual(compared.effect);
        if (compared.answer === 'regression') expect(compared.interval.low).toBeGreaterThanOrEqual(0);
        if (compared.answer === 'improvement') expect(compared.interval.high).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('keeps shares and counts finite and inside their range', () => {
    const run = fc.record({
      events: fc.integer({ min: 0, max: 50 }),
      more: fc.integer({ min: 1, max: 100_000 }),
    });
    const group = fc.array(run, { minLength: 1, maxLength: 5 });
    const samples = (rows: { events: number; more: number }[]): RunSample[] =>
      rows.map(({ events, more }) => ({ value: 0, events, count: events + more }));
    fc.assert(
      fc.property(group, group, fc.constantFrom('proportion', 'count'), (a, b, scale) => {
        const compared = compareRuns(latency(samples(a), samples(b), { scale, margin: 0.01 }));
        expectFinite(compared);
        expect(compared.interval.low).toBeLessThanOrEqual(compared.effect + 1e-12);
        expect(compared.interval.high).toBeGreaterThanOrEqual(compared.effect - 1e-12);
      }),
    );
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
