import { describe, expect, it } from 'vitest';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { measurementOf, metricOf, runsOf } from '../../test/support/memory-measurements.ts';
import { sourceOf, stageFor } from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import { historyPoints } from './history-points.ts';
import { learnMonitoring } from './learn-monitoring.ts';
import { readMeasurement } from './read-measurement.ts';
import { resultRefs, resultsPrefix } from './result-refs.ts';

const NOW = new Date('2026-05-04T10:00:00.000Z');
const signal = AbortSignal.timeout(20_000);

describe('resultRefs', () => {
  it('lists the measurements of one commit of one service of one tenant', async () => {
    const { artifacts } = stageFor();
    for (const [tenant, service, commit] of [
      ['default', 'orders', 'abc1234'],
      ['default', 'orders', 'abc12345'],
      ['default', 'orders-eu', 'abc1234'],
      ['other', 'orders', 'abc1234'],
    ] as const) {
      artifacts.put(`${resultsPrefix(tenant, service, commit)}1.json`, measurementOf());
    }

    const refs = await resultRefs(
      artifacts,
      { tenant: 'default', service: 'orders', commit: 'abc1234' },
      signal,
    );

    expect(refs).toEqual(['results/default/orders/abc1234/1.json']);
  });

  it('keeps a service with slashes in a folder of its own', () => {
    expect(resultsPrefix('default', 'a/b', 'abc1234')).toBe('results/default/a%2Fb/abc1234/');
  });

  it('lists at most a hundred', async () => {
    const { artifacts } = stageFor();
    const measured = { tenant: 'default', service: 'orders', commit: 'abc1234' };
    for (let number = 0; number < 130; number += 1) {
      artifacts.put(`results/default/orders/abc1234/${String(number).padStart(4, '0')}.json`, {});
    }

    expect(await resultRefs(artifacts, measured, signal)).toHaveLength(100);
  });
});

describe('readMeasurement', () => {
  it('reads what was stored', async () => {
    const { context, artifacts } = stageFor();
    artifacts.put('results/1', measurementOf());

    expect(await readMeasurement(context, 'results/1')).toEqual(measurementOf());
  });

  it.each([
    ['is gone', null],
    ['is of another schema', { ...measurementOf(), schema: 'perf-agent.measurement.v9' }],
    ['has a value that is no number', { ...measurementOf(), durationSeconds: 'long' }],
  ])('refuses one that %s for good, and names it', async (_name, stored) => {
    const { context, artifacts } = stageFor();
    if (stored !== null) artifacts.put('results/1', stored);

    const reading = readMeasurement(context, 'results/1');

    await expect(reading).rejects.toMatchObject({ code: 'ARTIFACT_INVALID', disposition: 'dead-letter' });
    await expect(reading).rejects.toThrow(/"results\/1"/);
  });

  it('refuses bytes that are no JSON for good: no retry makes them JSON', async () => {
    const { context, artifacts } = stageFor();
    artifacts.putText('results/1', '{"schema":');

    await expect(readMeasurement(context, 'results/1')).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
  });
});

describe('historyPoints', () => {
  it('notes every figure under where it came from and when it was measured', () => {
    const [point, ...others] = historyPoints('default', measurementOf(), 'results/1', NOW);

    expect(point).toMatchObject({
      tenant: 'default',
      service: 'orders',
      environment: 'ci',
      resultRef: 'results/1',
      at: new Date('2026-05-04T09:00:00.000Z'),
      value: 40,
    });
    expect(others).toHaveLength(1);
  });

  it('takes the time of arrival for a run that does not say when it was', () => {
    const [point] = historyPoints('default', measurementOf({ startedAt: null }), 'results/1', NOW);

    expect(point?.at).toEqual(NOW);
  });

  it('tells figures with other labels apart, in whichever order the labels stand', () => {
    const of = (labels: Readonly<Record<string, string>>): string | undefined => {
      const masked = Object.fromEntries(
        Object.entries(labels).map(([name, value]) => [name, Masked.parse(value)]),
      );
      const metrics = [metricOf('http_req_duration', { p95: 1 }, { labels: masked })];
      return historyPoints('default', measurementOf({ metrics }), 'results/1', NOW)[0]?.series;
    };

    expect(of({ a: '1', b: '2' })).toBe(of({ b: '2', a: '1' }));
    expect(of({ a: '1', b: '2' })).not.toBe(of({ a: '12', b: '' }));
    expect(of({})).not.toBe(of({ a: '1' }));
  });
});

describe('learnMonitoring', () => {
  it('notes each window of both sides once, however often it is called', async () => {
    const index = createMemoryIndex();
    const measured = { source: sourceOf(), baseline: runsOf([1, 2]), candidate: runsOf([3]), notes: [] };
    const from = { tenant: 'default', ref: 'runs/x/mask/metrics-cpu.json', at: NOW };

    const first = await learnMonitoring(from, measured, index, signal);
    const again = await learnMonitoring(from, measured, index, signal);

    expect([first, again, index.history().length]).toEqual([6, 6, 6]);
  });
});
