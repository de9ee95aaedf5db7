import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { type Call } from './cause-ranking.ts';
import { laggedCorrelation } from './lagged-correlation.ts';
import { type FlowSeries } from './node-excess.ts';
import { rankByImpact } from './rank-by-impact.ts';
import { rankByOnset, type TimedSeries } from './rank-by-onset.ts';
import { rankByShift, type ShiftSeries } from './rank-by-shift.ts';
import { rankCauses } from './rank-causes.ts';

const random = createRandom(5);
const around = (level: number, n: number, spread = 0.05): number[] =>
  Array.from({ length: n }, () => level * (1 + spread * random.normal()));

describe('rankByShift', () => {
  const series = (node: string, metric: string, normal: number[], abnormal: number[]): ShiftSeries => ({
    node,
    metric,
    normal,
    abnormal,
  });
  const incident = [
    series('cart', 'cpu', around(1, 100), around(40, 50)),
    series('database', 'memory', new Array<number>(100).fill(3e8), new Array<number>(50).fill(3.05e8)),
    series('search', 'cpu', around(2, 100), around(2.3, 50)),
  ];

  it('names the node that shifted most and not the one with the largest unit', () => {
    const { causes } = rankByShift(incident);

    expect(causes.map((cause) => cause.node)).toEqual(['cart']);
    expect(causes[0]).toMatchObject({ metric: 'cpu', score: 1 });
  });

  it('does not depend on units or on the order of series', () => {
    const scaled = incident.map((each) => ({
      ...each,
      normal: each.normal.map((v) => Number(v) * 1024),
      abnormal: each.abnormal.map((v) => Number(v) * 1024),
    }));

    expect(rankByShift(scaled.toReversed()).causes).toMatchObject([{ node: 'cart' }]);
  });

  it('names nobody in a quiet time and says so', () => {
    const quiet = ['a', 'b', 'c'].map((node) => series(node, 'cpu', around(5, 200), around(5, 100)));

    expect(rankByShift(quiet)).toMatchObject({
      causes: [],
      reason: expect.stringContaining('Nothing found') as string,
    });
  });

  it('finds a metric that was always zero, and skips series with nothing to compare', () => {
    const { causes } = rankByShift([
      series('a', 'errors', new Array<number>(50).fill(0), new Array<number>(20).fill(3)),
      series('b', 'errors', [], [1]),
      { node: 'c', metric: 'errors', normal: [null, null], abnormal: [null] },
    ]);

    expect(causes.map((cause) => cause.node)).toEqual(['a']);
  });

  it('counts only harm when told which way harm is', () => {
    const fallen = { ...series('a', 'throughput', around(10, 100), around(20, 50)), harm: 'down' } as const;

    expect(rankByShift([fallen]).causes).toEqual([]);
  });

  it('refuses to rank nothing', () => {
    expect(() => rankByShift([])).toThrow(/no series/);
  });
});

describe('rankByImpact', () => {
  const calls: Call[] = [
    { caller: 'web', callee: 'cart' },
    { caller: 'web', callee: 'search' },
    { caller: 'cart', callee: 'database' },
  ];
  const flow = (node: string, normal: number, abnormal: number, requests = 100): FlowSeries => ({
    node,
    normal: around(normal, 200),
    abnormal: around(abnormal, 5),
    normalRequests: new Array<number>(200).fill(requests),
    abnormalRequests: new Array<number>(5).fill(requests),
  });

  it('names the callee where the waiting began, not the callers that wait for it', () => {
    const { causes } = rankByImpact({
      symptom: 'web',
      amount: 'time',
      calls,
      series: [
        flow('web', 0.3, 0.7),
        flow('cart', 0.15, 0.56),
        flow('database', 0.05, 0.45),
        flow('search', 0.1, 0.1),
      ],
    });

    expect(causes[0]?.node).toBe('database');
    expect(causes[0]?.score).toBeGreaterThan(0.8);
    expect(causes.some((cause) => cause.node === 'search' || cause.node === 'web')).toBe(false);
  });

  it('finds failures that never happened before by their number', () => {
    const failing: FlowSeries = {
      ...flow('search', 0, 0),
      normal: new Array<number>(200).fill(0),
      abnormal: [0.1, 0.08, 0.12, 0.1, 0.09],
    };

    const { causes } = rankByImpact({
      symptom: 'web',
      amount: 'failures',
      calls,
      series: [failing, flow('cart', 0, 0)],
    });

    expect(causes.map((cause) => cause.node)).toEqual(['search']);
  });

  it('leaves nodes that the symptom does not call alone', () => {
    const { causes } = rankByImpact({
      symptom: 'web',
      amount: 'time',
      calls,
      series: [flow('batch', 0.1, 5), flow('cart', 0.1, 0.1)],
    });

    expect(causes).toEqual([]);
  });

  it('names nobody in healthy windows in at least nine of ten', () => {
    let quiet = 0;
    for (let window = 0; window < 60; window++) {
      const series = ['web', 'cart', 'database', 'search'].map((node) => flow(node, 0.2, 0.2));
      if (rankByImpact({ symptom: 'web', amount: 'time', calls, series }).causes.length === 0) quiet++;
    }

    expect(quiet).toBeGreaterThanOrEqual(54);
  });

  it('walks a cycle of calls once', () => {
    const cyclic = [...calls, { caller: 'database', callee: 'web' }, { caller: 'cart', callee: 'cart' }];

    const { causes } = rankByImpact({
      symptom: 'web',
      amount: 'time',
      calls: cyclic,
      series: [flow('web', 0.3, 0.3), flow('cart', 0.1, 0.9)],
    });

    expect(causes[0]?.node).toBe('cart');
  });

  it('refuses an unknown symptom and request counts of another length', () => {
    expect(() => rankByImpact({ symptom: 'nobody', amount: 'time', calls, series: [] })).toThrow(
      /"nobody" is in neither/,
    );
    const short = { ...flow('cart', 1, 1), normalRequests: [1] };
    expect(() => rankByImpact({ symptom: 'web', amount: 'time', calls, series: [short] })).toThrow(
      /"cart" has 200 values but 1/,
    );
  });
});

describe('rankByOnset', () => {
  const calls: Call[] = [
    { caller: 'web', callee: 'cart' },
    { caller: 'cart', callee: 'database' },
  ];
  const stepped = (node: string, at: number, size: number): TimedSeries => ({
    node,
    metric: 'latency',
    values: around(100, 200).map((value, index) => (index >= at ? value + size : value)),
  });

  it('names the first to change of those that call it, with its onset', () => {
    const series = [
      stepped('web', 133, 30),
      stepped('cart', 131, 35),
      stepped('database', 128, 40),
      stepped('other', 999, 0),
    ];

    const { causes } = rankByOnset({ series, searchFrom: 100, calls });

    expect(causes.map((cause) => cause.node)).toEqual(['database', 'cart', 'web']);
    expect(causes[0]?.reason).toContain('changed at 128');
  });

  it('does not blame an early bystander that troubles nobody', () => {
    const series = [
      stepped('bystander', 110, 40),
      stepped('web', 133, 30),
      stepped('cart', 131, 35),
      stepped('database', 128, 40),
    ];

    expect(rankByOnset({ series, searchFrom: 100, calls }).causes[0]?.node).toBe('database');
  });

  it('does not blame a small early change for many larger ones when the graph is unknown', () => {
    const copies = Array.from({ length: 6 }, (_, copy) => stepped(`copy ${copy}`, 131 + copy, 30));
    const series = [stepped('bystander', 118, 8), stepped('database', 128, 40), ...copies];

    const { causes } = rankByOnset({ series, searchFrom: 100 });

    expect(causes[0]?.node).toBe('database');
    expect(causes.map((cause) => cause.node)).toContain('bystander');
  });

  it('does not take a spike for a change, nor a constant series for anything', () => {
    const spike = stepped('a', 999, 0).values.map((value, index) => (index === 150 ? 1e6 : value));

    const { causes } = rankByOnset({
      series: [
        { node: 'a', metric: 'm', values: spike },
        { node: 'b', metric: 'm', values: new Array<number>(200).fill(0) },
      ],
      searchFrom: 100,
    });

    expect(causes).toEqual([]);
  });

  it('does not depend on the order of series', () => {
    const series = [stepped('web', 133, 30), stepped('cart', 131, 35), stepped('database', 128, 40)];

    const there = rankByOnset({ series, searchFrom: 100 });

    expect(rankByOnset({ series: series.toReversed(), searchFrom: 100 })).toEqual(there);
  });

  it('refuses series of different lengths', () => {
    const odd = { node: 'x', metric: 'm', values: [1, 2] };

    expect(() => rankByOnset({ series: [stepped('a', 1, 1), odd], searchFrom: 1 })).toThrow(
      /x m has 2 values/,
    );
  });
});

describe('laggedCorrelation', () => {
  it('finds the lag of a delayed copy whatever its unit and sign', () => {
    const first = around(10, 100, 0.3);
    const second = first.map((_, index) => -5 * (first[index - 4] ?? 10));

    const found = laggedCorrelation(first, second, 10);

    expect(found?.lag).toBe(4);
    expect(found?.correlation).toBeCloseTo(-1, 9);
    expect(found?.overlap).toBe(96);
  });

  it('stays within -1 and 1, and turns its lag when the series change places', () => {
    const series = fc.array(fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: null }), {
      minLength: 20,
      maxLength: 40,
    });
    fc.assert(
      fc.property(series, series, (a, b) => {
        const n = Math.min(a.length, b.length);
        const there = laggedCorrelation(a.slice(0, n), b.slice(0, n), 5);
        const back = laggedCorrelation(b.slice(0, n), a.slice(0, n), 5);
        expect(Math.abs(there?.correlation ?? 0)).toBeLessThanOrEqual(1 + 1e-9);
        expect(Math.abs(back?.correlation ?? 0)).toBeCloseTo(Math.abs(there?.correlation ?? 0), 9);
      }),
    );
  });

  it('says nothing of too few pairs and of constants', () => {
    expect(laggedCorrelation([1, 2, 3], [1, 2, 3], 1)).toBeNull();
    expect(laggedCorrelation(new Array<number>(20).fill(1), around(1, 20), 2)?.correlation).toBe(0);
    expect(() => laggedCorrelation([1], [1, 2], 1)).toThrow(/1 and 2 values/);
  });
});

describe('rankCauses', () => {
  it('uses the strongest evidence and falls back when it names nobody', () => {
    const flow = {
      symptom: 'web',
      amount: 'time',
      calls: [{ caller: 'web', callee: 'cart' }],
      series: [],
    } as const;
    const shifts: ShiftSeries[] = [
      { node: 'cart', metric: 'cpu', normal: around(1, 50), abnormal: around(9, 20) },
    ];

    expect(rankCauses({ flow, shifts })).toMatchObject({ method: 'shift', causes: [{ node: 'cart' }] });
    expect(rankCauses({ flow })).toMatchObject({ method: 'impact', causes: [] });
    expect(() => rankCauses({})).toThrow(/no evidence/);
  });
});
