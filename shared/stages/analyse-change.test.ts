import { describe, expect, it } from 'vitest';
import { planOf } from '../../test/support/analysis-of.ts';
import { createMemoryIndex, type MemoryIndex } from '../../test/support/memory-index.ts';
import { measurementOf, metricOf, runsOf } from '../../test/support/memory-measurements.ts';
import { requestRecord, sourceOf, stageFor } from '../../test/support/memory-stage.ts';
import type { Analysis } from '../contracts/finding.ts';
import { Masked } from '../contracts/masked.ts';
import type { Measured } from '../contracts/measured.ts';
import type { Measurement } from '../contracts/measurement.ts';
import type { Plan } from '../contracts/plan.ts';
import { indexMeasurement } from '../pipeline/rebuild-index.ts';
import { analyseChange } from './analyse-change.ts';

const SIGNAL = AbortSignal.timeout(10_000);
const BASE = 'a1'.repeat(20);
const FAST = [100, 101, 99, 100.5, 99.5];
const SLOW = [150, 151, 149, 150.5, 149.5];
const HOUR_MS = 3_600_000;
const MEASURED_AT = Date.parse('2026-05-04T09:00:00.000Z');

const baseline = (p95s: readonly number[], more: Partial<Measurement> = {}): Measurement[] =>
  runsOf(p95s, { commit: BASE, ...more }).map((run) => ({
    ...run,
    startedAt: new Date(Date.parse(run.startedAt ?? '') - 12 * HOUR_MS).toISOString(),
  }));

interface Told {
  readonly baseline?: readonly Measurement[];
  readonly candidate: readonly Measurement[];
  readonly parts?: readonly Measured[];
  readonly plan?: Partial<Plan>;
  readonly rerun?: number;
  readonly index?: MemoryIndex;
}

async function analyse({
  plan,
  rerun = 0,
  parts = [],
  index = createMemoryIndex(),
  ...sides
}: Told): Promise<Analysis> {
  const source = sourceOf();
  const results: Measured = {
    source,
    baseline: [...(sides.baseline ?? [])],
    candidate: [...sides.candidate],
    notes: [],
  };
  const masked = Object.fromEntries(
    [results, ...parts].map((part) => [`mask/${part.source.part}`, part] as const),
  );
  const { context } = stageFor({
    receive: requestRecord({ targetBranch: Masked.parse('main') }, { rerun }),
    plan: { ...planOf(), sources: [source, ...parts.map((part) => part.source)], ...plan },
    ...masked,
  });
  const { output, emits } = await analyseChange({ index }).run(context);
  expect(emits).toEqual([{ queue: 'reason' }]);
  if (output === null) throw new Error('The step said nothing.');
  return output;
}

/** An index that knows commits of main with these p95s, an hour apart, the last an hour before the change was measured. */
async function measuredBefore(p95s: readonly number[]): Promise<MemoryIndex> {
  const index = createMemoryIndex();
  for (const [number, p95] of p95s.entries()) {
    const commit = number === 3 ? BASE : String(number).padStart(40, '0');
    const startedAt = new Date(MEASURED_AT - (p95s.length - number) * HOUR_MS).toISOString();
    for (const run of [0.99, 1, 1.01]) {
      const metrics = [metricOf('http_req_duration', { p95: p95 * run, p50: p95 * run * 0.4 })];
      const measurement = measurementOf({ commit, branch: Masked.parse('main'), startedAt, metrics });
      await indexMeasurement('default', `results/${commit}/${run}`, measurement, index, SIGNAL);
    }
  }
  return index;
}

describe('analyse-change', () => {
  it('says what became worse, how hard, and at which error rates', async () => {
    const analysis = await analyse({ baseline: baseline(FAST), candidate: runsOf(SLOW) });

    expect(analysis).toMatchObject({ answer: 'regression', severity: 'medium', baselineCommit: BASE });
    expect(analysis.findings).toMatchObject([
      { answer: 'regression', impact: { requestShare: 1 }, before: null },
    ]);
    expect(analysis.errorRates).toEqual({ alpha: 0.01, falseDiscoveryRate: 0.01, look: 1 });
    expect(analysis.environments).toMatchObject({ differences: [], scale: null });
  });

  it('does not answer regression for what the branch had before', async () => {
    const index = await measuredBefore([
      100, 101, 99, 100, 100.5, 99, 101, 100, 150, 151, 149, 150, 151.5, 149.5,
    ]);

    const analysis = await analyse({ baseline: baseline(FAST), candidate: runsOf(SLOW), index });

    expect(analysis).toMatchObject({ answer: 'no-change', severity: 'none' });
    expect(analysis.findings[0]).toMatchObject({
      answer: 'regression',
      before: { change: { kind: 'step' } },
    });
  });

  it('uses the figures of a run that broke off, and says so', async () => {
    const [first, ...others] = runsOf(SLOW);
    const broken = { ...measurementOf(first), complete: false };

    const analysis = await analyse({ baseline: baseline(FAST), candidate: [broken, ...others] });

    expect(analysis.answer).toBe('regression');
    expect(analysis.findings[0]?.candidate.values).toHaveLength(5);
    expect(analysis.notes).toContain(
      'Broke off early: 0 runs of the baseline and 1 of this change; their figures are used as far as they go.',
    );
  });

  it('gives every figure there is when a run lacks some and a source gave nothing', async () => {
    const some = runsOf(SLOW).map((run, number) =>
      number === 0 ? { ...run, metrics: [metricOf('http_req_duration', { p50: 60 })] } : run,
    );
    const source = sourceOf({ part: 'metrics-cpu', kind: 'metrics', connection: 'prometheus' });

    const analysis = await analyse({
      baseline: baseline(FAST),
      candidate: some,
      plan: { sources: [sourceOf(), source] },
    });

    expect(analysis.findings[0]).toMatchObject({ answer: 'regression' });
    expect(analysis.findings[0]?.candidate.values).toHaveLength(4);
    expect(analysis.parts).toEqual({ used: ['results'], missing: ['metrics-cpu'] });
  });

  it('reads the history of load results beside monitoring, each in its own environment', async () => {
    const index = await measuredBefore([100, 101, 99, 100]);
    const cpu = [metricOf('cpu', { p95: 1 })];
    const environment = { name: Masked.parse('monitoring'), facts: {} };
    const monitored: Measured = {
      source: sourceOf({ part: 'metrics-cpu', kind: 'metrics', connection: 'prometheus' }),
      baseline: [measurementOf({ commit: BASE, environment, metrics: cpu })],
      candidate: [measurementOf({ environment, metrics: cpu })],
      notes: [],
    };

    const analysis = await analyse({
      baseline: baseline(FAST.slice(0, 2)),
      candidate: runsOf(FAST.slice(0, 2)),
      parts: [monitored],
      index,
    });

    const latency = analysis.findings.find(({ metric }) => metric === 'http_req_duration');
    expect(latency?.noise?.source).toBe('history');
  });

  it('does not pool runs of different environments, and names what differs where nothing else is there', async () => {
    const staging = { name: Masked.parse('staging'), facts: {} };
    const mixed = [...baseline(FAST), ...baseline(SLOW, { environment: staging })];

    const pooled = await analyse({ baseline: mixed, candidate: runsOf(FAST) });
    const apart = await analyse({
      baseline: baseline(SLOW, { environment: staging }),
      candidate: runsOf(FAST),
    });

    expect(pooled.findings[0]?.baseline.values).toEqual(FAST);
    expect(pooled.notes).toContain('Not compared: 5 runs in staging, where only one side was measured.');
    expect(pooled.environments.differences).toEqual([]);
    expect(apart.environments.differences).toEqual(['environment differs: baseline staging, candidate ci']);
  });

  it('spends another error rate on each further look at the same commit', async () => {
    const second = await analyse({ baseline: baseline(FAST), candidate: runsOf(SLOW), rerun: 1 });

    expect(second.errorRates).toMatchObject({ look: 2 });
    expect(second.errorRates?.alpha).toBeCloseTo(0.01 * (6 / Math.PI ** 2));
  });

  it('says who pinned the baseline, when that is why it was compared with', async () => {
    const index = createMemoryIndex();
    const row = {
      tenant: 'default',
      service: 'orders',
      branch: 'main',
      at: new Date(0),
      cause: 'pinned by anna',
    };
    await index.putPin({ ...row, commit: BASE }, SIGNAL);

    const told = { baseline: baseline(FAST), candidate: runsOf(FAST), index };

    expect((await analyse(told)).notes).toContain(`Pinned baseline: ${BASE} (pinned by anna).`);
    await index.putPin({ ...row, commit: 'c'.repeat(40), at: new Date(1) }, SIGNAL);
    expect((await analyse(told)).notes).toEqual([]);
  });

  it('has no baseline and no regression for a service that was never measured', async () => {
    const analysis = await analyse({ candidate: runsOf(FAST) });

    expect(analysis).toMatchObject({ answer: 'no-baseline', baselineCommit: null });
    expect(analysis.findings).toMatchObject([{ answer: 'no-baseline', impact: null }]);
  });

  it('judges gates on the branch beside budgets, and numbers them on', async () => {
    const index = await measuredBefore([100, 101, 99, 100]);
    const gate = {
      id: 'p95',
      metric: 'http_req_duration',
      statistic: 'p95',
      direction: 'lower-is-better' as const,
      window: 3,
      allowed: { relative: 0.2 },
      noiseFactor: 0,
      onBreach: 'warn' as const,
    };

    const analysis = await analyse({
      baseline: baseline(FAST),
      candidate: runsOf(SLOW),
      index,
      plan: { gates: [gate] },
    });

    expect(analysis.budgets).toMatchObject([
      { id: 'B1', result: 'breached', value: 150, max: 120, rolling: { median: 100, values: 3 } },
    ]);
  });
});
