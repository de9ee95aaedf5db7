import { describe, expect, it } from 'vitest';
import { maskedName } from '../contracts/masked-text.ts';
import type { Measured } from '../contracts/measured.ts';
import type { Measurement, Metric } from '../contracts/measurement.ts';
import type { Budget } from '../contracts/plan.ts';
import { checkBudgets } from './check-budgets.ts';

const BUDGET: Budget = {
  metric: maskedName('http_req_duration'),
  statistic: maskedName('p95'),
  max: 250,
  onBreach: 'fail',
  source: maskedName('.perfbudget.yml'),
};

describe('checkBudgets', () => {
  it('holds the figure of the whole run to the bound, not a median over its routes', () => {
    const routes = Array.from({ length: 9 }, (_, number) =>
      metricOf(50, { name: `/fast/${String(number)}` }),
    );

    const [result] = checkBudgets([BUDGET], [partOf([[metricOf(300, {}), ...routes]])]);

    expect(result).toMatchObject({ value: 300, result: 'breached' });
  });

  it('takes the worst of the splits when the tool gives no figure of the whole', () => {
    const run = [metricOf(50, { name: '/a' }), metricOf(300, { name: '/b' })];

    expect(checkBudgets([BUDGET], [partOf([run])])[0]?.value).toBe(300);
    const { metric, statistic, onBreach, source } = BUDGET;
    const floor = { metric, statistic, onBreach, source, min: 100 };
    expect(checkBudgets([floor], [partOf([run])])[0]).toMatchObject({ value: 50, result: 'breached' });
  });

  it('takes the median over runs', () => {
    const runs = [200, 900, 210].map((value) => [metricOf(value, {})]);

    expect(checkBudgets([BUDGET], [partOf(runs)])[0]).toMatchObject({ value: 210, result: 'kept' });
  });

  it('says when nothing of the kind was measured', () => {
    expect(checkBudgets([BUDGET], [partOf([[]])])[0]).toMatchObject({ value: null, result: 'not-measured' });
  });
});

function metricOf(value: number, labels: Readonly<Record<string, string>>): Metric {
  return {
    name: maskedName('http_req_duration'),
    unit: 'ms',
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, maskedName(text)])),
    statistics: [{ name: 'p95', value }],
  };
}

function partOf(runs: readonly (readonly Metric[])[]): Measured {
  const source: Measured['source'] = {
    part: 'results',
    kind: 'results',
    connection: 'intake',
    role: 'both',
    query: {},
    required: true,
  };
  const candidate = runs.map((metrics): Measurement => ({
    schema: 'perf-agent.measurement.v1',
    service: maskedName('orders'),
    commit: 'b'.repeat(40),
    branch: null,
    tool: 'k6',
    environment: { name: maskedName('ci'), facts: {} },
    startedAt: null,
    durationSeconds: null,
    complete: true,
    metrics: [...metrics],
    notes: [],
  }));
  return { source, baseline: [], candidate, notes: [] };
}
