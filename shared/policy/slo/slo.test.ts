import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sloCompliance, type SloPoint } from './slo-compliance.ts';
import { sloPoints } from './slo-points.ts';
import { SloRule } from './slo-rule.ts';

const NOW = Date.UTC(2026, 10, 21);
const HOUR = 3_600_000;
const MONTHLY = { objective: 0.999, windowDays: 30 };

function hoursAgo(hours: number, good: number, total: number): SloPoint {
  return { at: NOW - hours * HOUR, good, total };
}

describe('sloCompliance', () => {
  it('has the error budget of the window: 1 in 1,000 for an objective of 99.9 %', () => {
    const answer = sloCompliance([hoursAgo(10, 99_950, 100_000)], MONTHLY, NOW);

    expect(answer).toMatchObject({ answer: 'kept', share: 0.9995, good: 99_950, total: 100_000 });
    expect(answer.errorBudget.allowed).toBeCloseTo(100, 9);
    expect(answer.errorBudget.left).toBeCloseTo(0.5, 9);
    expect(answer.burnRate).toBeCloseTo(0.5, 9);
  });

  it("alarms at the workbook's burn rates for 30 days: 14.4 in an hour, 6 in six, 1 in three days", () => {
    const { alerts } = sloCompliance([], MONTHLY, NOW);

    expect(alerts.map(({ longHours, threshold }) => [longHours, Number(threshold.toFixed(9))])).toEqual([
      [1, 14.4],
      [6, 6],
      [72, 1],
    ]);
  });

  it('fires only while the short window burns, too', () => {
    const burning = [hoursAgo(0.5, 900, 1_000), hoursAgo(0.01, 900, 1_000)];
    const over = [hoursAgo(0.5, 800, 1_000), hoursAgo(0.01, 1_000, 1_000)];

    expect(sloCompliance(burning, MONTHLY, NOW).alerts[0]).toMatchObject({ firing: true });
    expect(sloCompliance(over, MONTHLY, NOW).alerts[0]).toMatchObject({ firing: false, short: 0 });
    expect(sloCompliance([burning[0] ?? hoursAgo(1, 0, 0)], MONTHLY, NOW).alerts[0]).toMatchObject({
      firing: false,
      short: null,
    });
  });

  it('says when the budget is used up at the present rate, and that it is', () => {
    const half = sloCompliance([hoursAgo(700, 999_500, 1_000_000), hoursAgo(0.5, 999, 1_000)], MONTHLY, NOW);
    const spent = sloCompliance([hoursAgo(0.5, 900, 1_000)], MONTHLY, NOW);

    // Half of the budget is left; the last hour burns at 1: half of 720 hours.
    expect(half.exhaustedInHours).toBeCloseTo(360, 0);
    expect(spent).toMatchObject({ answer: 'breached', exhaustedInHours: 0 });
  });

  it('has no answer without data, and knows nothing of what lies outside its window', () => {
    const outside = [hoursAgo(31 * 24, 0, 1_000), { at: NOW + 1, good: 0, total: 1_000 }];

    expect(sloCompliance(outside, MONTHLY, NOW)).toMatchObject({
      answer: 'no-data',
      share: null,
      burnRate: null,
      errorBudget: { left: null },
      exhaustedInHours: null,
    });
  });

  it('answers in numbers for any counts, the same in any order', () => {
    const point = fc.record({
      at: fc.integer({ min: NOW - 40 * 24 * HOUR, max: NOW }),
      good: fc.nat(1_000),
      bad: fc.nat(1_000),
    });
    fc.assert(
      fc.property(fc.array(point), fc.double({ min: 0.01, max: 0.9999, noNaN: true }), (drawn, objective) => {
        const points = drawn.map(({ at, good, bad }) => ({ at, good, total: good + bad }));
        const answer = sloCompliance(points, { objective, windowDays: 28 }, NOW);

        expect(JSON.stringify(answer)).not.toContain('NaN');
        expect(sloCompliance(points.toReversed(), { objective, windowDays: 28 }, NOW)).toEqual(answer);
        expect(answer.answer === 'kept').toBe(answer.share !== null && answer.share >= objective);
      }),
    );
  });
});

describe('sloPoints', () => {
  const at = new Date(NOW);

  it('counts events, bad or good ones, and leaves out figures without a number of events', () => {
    const figures = [
      { at, value: 0.01, count: 1_000, events: 10 },
      { at, value: 0.01, count: null, events: null },
    ];

    expect(sloPoints(figures, { metric: 'm', statistic: 'rate', events: 'bad' })).toEqual({
      points: [{ at: NOW, good: 990, total: 1_000 }],
      leftOut: 1,
    });
    expect(sloPoints(figures, { metric: 'm', statistic: 'rate', events: 'good' }).points[0]).toMatchObject({
      good: 10,
    });
  });

  it('counts each measurement once against a bound', () => {
    const figures = [299, 300, 301].map((value) => ({ at, value, count: 9, events: null }));

    expect(
      sloPoints(figures, { metric: 'm', statistic: 'p95', max: 300 }).points.map(({ good }) => good),
    ).toEqual([1, 1, 0]);
    expect(
      sloPoints(figures, { metric: 'm', statistic: 'p95', min: 300 }).points.map(({ good }) => good),
    ).toEqual([0, 1, 1]);
  });
});

describe('SloRule', () => {
  it.each([
    [{ objective: 1 }, 'objective'],
    [{ indicator: { metric: 'm', statistic: 'p95' } }, 'indicator'],
    [{ windowDays: 0 }, 'windowDays'],
  ])('refuses %j', (wrong, field) => {
    const right = { id: 'a', indicator: { metric: 'm', events: 'bad' }, objective: 0.99 };

    expect(SloRule.safeParse(right).success).toBe(true);
    expect(JSON.stringify(SloRule.safeParse({ ...right, ...wrong }).error?.issues)).toContain(field);
  });
});
