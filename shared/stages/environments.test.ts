import { describe, expect, it } from 'vitest';
import { seriesOf } from '../../test/support/compared-series.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { Masked } from '../contracts/masked.ts';
import type { Measured } from '../contracts/measured.ts';
import type { Environment, Measurement } from '../contracts/measurement.ts';
import { comparableRuns } from './comparable-runs.ts';
import { environmentDifferences } from './environment-differences.ts';
import { environmentScale } from './environment-scale.ts';

function inEnvironment(name: string, facts: Readonly<Record<string, string>> = {}, runs = 2): Measurement[] {
  const masked = Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, Masked.parse(value)]));
  const environment: Environment = { name: Masked.parse(name), facts: masked };
  return runsOf(
    Array.from({ length: runs }, () => 100),
    { environment },
  );
}

function partOf(
  baseline: readonly Measurement[],
  candidate: readonly Measurement[],
  part = 'results',
): Measured {
  const source = {
    part,
    kind: 'results',
    connection: 'intake',
    role: 'both',
    query: {},
    required: true,
  } as const;
  return { source, baseline: [...baseline], candidate: [...candidate], notes: [] };
}

describe('comparableRuns', () => {
  it('compares only runs of environments that both sides have, and says what was set aside', () => {
    const part = partOf([...inEnvironment('ci'), ...inEnvironment('staging')], inEnvironment('ci'));

    const { parts, notes } = comparableRuns([part]);

    expect(parts[0]?.baseline.map(({ environment }) => environment.name)).toEqual(['ci', 'ci']);
    expect(notes).toEqual(['Not compared: 2 runs in staging, where only one side was measured.']);
  });

  it('keeps all runs where there is no common environment', () => {
    const part = partOf(inEnvironment('ci'), inEnvironment('staging'));

    expect(comparableRuns([part])).toEqual({ parts: [part], notes: [] });
  });
});

describe('environmentDifferences', () => {
  it('finds none between equal environments, in whichever spelling, and none where a side is missing', () => {
    const same = partOf(inEnvironment('CI', { cpu: '4 cores' }), inEnvironment('ci ', { cpu: '4 Cores' }));

    expect(environmentDifferences([same])).toEqual([]);
    expect(environmentDifferences([partOf(inEnvironment('ci'), [])])).toEqual([]);
  });

  it('names what differs, and what only one side says', () => {
    const part = partOf(inEnvironment('ci', { cpu: '4' }), inEnvironment('ci', { cpu: '8', region: 'west' }));

    expect(environmentDifferences([part])).toEqual([
      'cpu differs: baseline 4, candidate 8',
      'region differs: baseline (not said), candidate west',
    ]);
  });

  it('takes large numbers for measures and small ones for versions', () => {
    const memory = partOf(inEnvironment('ci', { memory: '8000' }), inEnvironment('ci', { memory: '7990' }));
    const runtime = partOf(inEnvironment('ci', { node: '22.1' }), inEnvironment('ci', { node: '22.2' }));

    expect(environmentDifferences([memory])).toEqual([]);
    expect(environmentDifferences([runtime])).toEqual(['node differs: baseline 22.1, candidate 22.2']);
  });

  it('holds each environment against the one most like it, part by part', () => {
    const results = partOf(
      [...inEnvironment('ci', { cpu: '4' }), ...inEnvironment('ci', { cpu: '8' })],
      inEnvironment('ci', { cpu: '8' }),
    );
    const monitoring = partOf(inEnvironment('monitoring'), inEnvironment('monitoring'), 'metrics-cpu');

    expect(environmentDifferences([results, monitoring])).toEqual(['cpu differs: baseline 4, candidate 8']);
  });
});

describe('environmentScale', () => {
  const figure = (name: string, factor: number): ReturnType<typeof seriesOf> =>
    seriesOf([100, 101, 99], [100 * factor, 101 * factor, 99 * factor], { name: Masked.parse(name) });

  it('takes the common factor for scale and names what strays from it', () => {
    const series = [...['a', 'b', 'c', 'd', 'e'].map((name) => figure(name, 2)), figure('odd', 6)];

    const scale = environmentScale(series);

    expect(scale?.factor).toBeCloseTo(2, 1);
    expect(scale?.strays).toEqual(['odd by a further factor of 3']);
    expect(scale?.reason).toBe(
      "Over 6 figures the environment of this change measures 2 times the baseline's; 1 stray from that.",
    );
  });

  it('says nothing from fewer than four metrics: percentiles of one do not count as many', () => {
    const percentiles = ['p50', 'p90', 'p95', 'p99'].map((statistic) =>
      seriesOf([100], [200], { statistic }),
    );

    expect(environmentScale(percentiles)).toBeNull();
  });

  it('leaves out what has no ratio', () => {
    const zero = seriesOf([0], [1], { name: Masked.parse('z') });

    expect(environmentScale([...['a', 'b', 'c'].map((name) => figure(name, 2)), zero])).toBeNull();
  });
});
