import { describe, expect, it } from 'vitest';
import { commitsOf } from '../../test/support/compared-series.ts';
import { measurementOf, metricOf } from '../../test/support/memory-measurements.ts';
import { Masked } from '../contracts/masked.ts';
import type { Measured } from '../contracts/measured.ts';
import type { BudgetResult } from '../contracts/finding.ts';
import type { RollingGate } from '../contracts/plan.ts';
import { checkGates, gatedFigures } from './check-gates.ts';
import { seriesKey } from './group-series.ts';

const coverage: RollingGate = {
  id: 'coverage',
  metric: 'coverage',
  statistic: 'value',
  direction: 'higher-is-better',
  window: 5,
  allowed: { absolute: 1 },
  noiseFactor: 0,
  onBreach: 'fail',
};

function partsOf(values: readonly number[], labels: Readonly<Record<string, string>> = {}): Measured[] {
  const masked = Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name, Masked.parse(value)]),
  );
  const candidate = values.map((value) =>
    measurementOf({ metrics: [metricOf('coverage', { value }, { labels: masked })] }),
  );
  const source = {
    part: 'results',
    kind: 'results',
    connection: 'intake',
    role: 'both',
    query: {},
    required: true,
  } as const;
  return [{ source, baseline: [], candidate, notes: [] }];
}

function check(gate: RollingGate, values: readonly number[], earlier: readonly number[]): BudgetResult[] {
  const key = seriesKey(metricOf('coverage', {}), 'value');
  return checkGates(gatedFigures([gate], partsOf(values)), new Map([[key, commitsOf(earlier)]]), 2);
}

describe('checkGates', () => {
  it('allows the stated step from the median of the newest commits of the branch', () => {
    const earlier = [50, 50, 50, 80, 81, 82, 81, 80];

    expect(check(coverage, [80], earlier)).toMatchObject([
      {
        id: 'B3',
        result: 'kept',
        value: 80,
        min: 80,
        max: null,
        source: 'gate coverage',
        rolling: { median: 81, values: 5 },
      },
    ]);
    expect(check(coverage, [79.9], earlier)).toMatchObject([{ result: 'breached', onBreach: 'fail' }]);
  });

  it('takes the median of several runs, and a relative step', () => {
    const size = { ...coverage, direction: 'lower-is-better' as const, allowed: { relative: 0.1 } };

    expect(check(size, [105, 109, 400], [100, 100])).toMatchObject([{ result: 'kept', value: 109 }]);
    expect(check(size, [112], [100, 100])[0]).toMatchObject({ result: 'breached', min: null });
  });

  it('holds to the fixed limit whatever the branch has', () => {
    expect(check({ ...coverage, limit: 80 }, [79], [70, 70, 70])).toMatchObject([
      { result: 'breached', min: 80 },
    ]);
  });

  it('does not pass in disguise: no earlier value, or none of the change', () => {
    expect(check(coverage, [80], [])).toMatchObject([
      { result: 'no-baseline', rolling: { median: null, values: 0 } },
    ]);
    expect(checkGates(gatedFigures([coverage], []), new Map(), 0)).toMatchObject([
      { id: 'B1', result: 'not-measured', value: null },
    ]);
  });

  it('does not count commits of other branches', () => {
    const key = seriesKey(metricOf('coverage', {}), 'value');
    const history = new Map([[key, commitsOf([80, 80], { onBranch: false })]]);

    expect(checkGates(gatedFigures([coverage], partsOf([80])), history, 0)).toMatchObject([
      { result: 'no-baseline' },
    ]);
  });

  it('is on the whole, not on parts of it, when a metric comes with labels and without', () => {
    const parts = [...partsOf([80]), ...partsOf([10], { module: 'cli' })];

    const [gated] = gatedFigures([coverage], parts);

    expect(gated?.figures).toMatchObject([{ values: [80] }]);
  });
});
