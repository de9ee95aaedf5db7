import { describe, expect, it } from 'vitest';
import { conditionalTest } from './conditional-test.ts';
import { scoreInterval } from './score-interval.ts';

describe('conditionalTest', () => {
  it.each([
    [{ events: 0, exposure: 10000 }, { events: 5, exposure: 10000 }, 0.0624687507816407],
    [{ events: 3, exposure: 200 }, { events: 12, exposure: 180 }, 0.01851332897942672],
    [{ events: 40, exposure: 50 }, { events: 20, exposure: 50 }, 8.30865870623915e-5],
    [{ events: 1, exposure: 10 }, { events: 9, exposure: 11 }, 0.0031810294968189702],
  ] as const)('agrees with scipy 1.17.1 hypergeom for %j against %j', (b, c, p) => {
    expect(conditionalTest(b, c, 'proportion')).toBeCloseTo(p, 10);
  });

  // scipy 1.17.1: twice the normal tail with continuity correction, which is exact to this many digits for so many.
  it.each([
    [{ events: 1e9, exposure: 1e12 }, { events: 1_000_134_097, exposure: 1e12 }, 0.0027008811],
    [{ events: 5e13, exposure: 1e14 }, { events: 50_000_014_142_135, exposure: 1e14 }, 0.0455002887],
  ] as const)('loses no digits for %j against %j', (b, c, p) => {
    expect(conditionalTest(b, c, 'proportion')).toBeCloseTo(p, 6);
  });

  it.each([
    [{ events: 0, exposure: 10 }, { events: 5, exposure: 10 }, 0.0625],
    [{ events: 30, exposure: 100 }, { events: 60, exposure: 90 }, 0.00034527065070399314],
    [{ events: 500, exposure: 10 }, { events: 560, exposure: 10 }, 0.06990955946026937],
  ] as const)('agrees with scipy 1.17.1 binom for counts %j against %j', (b, c, p) => {
    expect(conditionalTest(b, c, 'count')).toBeCloseTo(p, 10);
  });
});

describe('scoreInterval', () => {
  // scipy 1.17.1: brentq on the score statistic with the likelihood maximised by minimize_scalar; the last pair is
  // Newcombe's (1998) example 56/70 against 48/80, Mee's limits .0533 and .3377.
  it.each([
    [{ events: 0, exposure: 100 }, { events: 5, exposure: 100 }, 0.012087362380011828, 0.11175046923203612],
    [{ events: 3, exposure: 200 }, { events: 12, exposure: 180 }, 0.013786414130510068, 0.09961970100216817],
    [{ events: 40, exposure: 50 }, { events: 20, exposure: 50 }, -0.5594878994708586, -0.21340347198010565],
    [{ events: 56, exposure: 70 }, { events: 48, exposure: 80 }, -0.3377294637734408, -0.05333384927912644],
  ] as const)('agrees with the score limits of scipy for %j against %j', (b, c, low, high) => {
    const interval = scoreInterval(b, c, 1.959963984540054, 'proportion');

    expect(interval.low).toBeCloseTo(low, 5);
    expect(interval.high).toBeCloseTo(high, 5);
  });

  it.each([
    [0, 3],
    [5, 9],
    [100, 130],
  ])(
    'loses no digits for %d against %d events of very many requests, which are as good as Poisson',
    (before, after) => {
      const [b, c] = [
        { events: before, exposure: 1e12 },
        { events: after, exposure: 1e12 },
      ];

      const [share, rate] = (['proportion', 'count'] as const).map((kind) => scoreInterval(b, c, 2, kind));

      expect((share?.low ?? 0) * 1e12).toBeCloseTo((rate?.low ?? 0) * 1e12, 6);
      expect((share?.high ?? 0) * 1e12).toBeCloseTo((rate?.high ?? 0) * 1e12, 6);
    },
  );

  it('gives exact Poisson-like limits for two sides without events', () => {
    const interval = scoreInterval(
      { events: 0, exposure: 100 },
      { events: 0, exposure: 100 },
      1.959963984540054,
      'count',
    );

    // With no event the score statistic of a difference d is sqrt(100 d): the limit is z² / 100.
    expect(interval.high).toBeCloseTo(3.841458821 / 100, 8);
    expect(interval.low).toBeCloseTo(-3.841458821 / 100, 8);
  });
});
