import { describe, expect, it } from 'vitest';
import { TEST_BASE } from '../../test/support/memory-change-host.ts';
import { createMemoryIndex, type MemoryIndex } from '../../test/support/memory-index.ts';
import { createMemoryMetrics, measurementOf, runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { TEST_RUN } from '../../test/support/memory-runner.ts';
import { createMemoryArtifacts } from '../../test/support/memory-stores.ts';
import { TransientError } from '../errors/pipeline-error.ts';
import { Masked } from '../contracts/masked.ts';
import { rebuildIndex } from './rebuild-index.ts';

const SERIES = [
  {
    metric: 'process_cpu',
    unit: 's',
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    labels: {},
    samples: [{ at: 1, value: 2 }],
  },
] as const;

describe('rebuildIndex', () => {
  it('makes of the artifacts alone the index that the running pipeline made', async () => {
    const { pipeline } = await runPipeline();
    const rebuilt = createMemoryIndex();

    const report = await rebuildIndex(pipeline.artifacts, rebuilt, () => undefined, signal());

    expect(await contentOf(rebuilt)).toEqual(await contentOf(pipeline.index));
    expect(report).toMatchObject({ runs: 2, results: 6, unreadable: [] });
    expect(report.historyPoints).toBe(rebuilt.history().length);
  });

  it('gives the same again when it is run again', async () => {
    const { pipeline } = await runPipeline();
    const { index } = pipeline;
    const before = await contentOf(index);

    await rebuildIndex(pipeline.artifacts, index, () => undefined, signal());
    await rebuildIndex(pipeline.artifacts, index, () => undefined, signal());

    expect(await contentOf(index)).toEqual(before);
  });

  it('forgets what has no artifact', async () => {
    const index = createMemoryIndex();
    await index.putRun(
      { runId: TEST_RUN, tenant: 'default', at: new Date(0), step: 'plan', rank: 1 },
      signal(),
    );

    await rebuildIndex(createMemoryArtifacts(), index, () => undefined, signal());

    expect(await index.getRun('default', TEST_RUN, signal())).toBeNull();
  });

  it('reports what it cannot read and rebuilds the rest', async () => {
    const artifacts = createMemoryArtifacts();
    artifacts.putText(`runs/${TEST_RUN}/plan.json`, '{"schema":');
    artifacts.put(`runs/${TEST_RUN}/decide.json`, { schema: 'perf-agent.run-record.v9' });
    artifacts.put('results/default/orders/abc/1.json', { ...measurementOf(), metrics: 'many' });
    artifacts.put('results/default/orders/abc/2.json', measurementOf());
    const index = createMemoryIndex();

    const report = await rebuildIndex(artifacts, index, () => undefined, signal());

    expect(report.unreadable).toEqual([
      { ref: `runs/${TEST_RUN}/decide.json`, why: 'does not fit its schema' },
      { ref: `runs/${TEST_RUN}/plan.json`, why: 'is no JSON' },
      { ref: 'results/default/orders/abc/1.json', why: 'does not fit its schema' },
    ]);
    expect(report.results).toBe(1);
    expect(index.results()).toHaveLength(1);
  });

  it('ends when the database fails, rather than calling every artifact unreadable', async () => {
    const artifacts = createMemoryArtifacts();
    artifacts.put('results/default/orders/abc/1.json', measurementOf());
    const down = new TransientError('DATABASE_UNAVAILABLE', 'PostgreSQL failed to note a result.');
    const index = { ...createMemoryIndex(), putResult: () => Promise.reject(down) };

    await expect(rebuildIndex(artifacts, index, () => undefined, signal())).rejects.toBe(down);
  });

  it('tells how far it is', async () => {
    const { pipeline } = await runPipeline();
    const told: number[] = [];

    const { records, results } = await rebuildIndex(
      pipeline.artifacts,
      createMemoryIndex(),
      (done) => told.push(done),
      signal(),
    );

    expect(told.at(-1)).toBe(records + results);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });
});

/** A judged change with monitoring, and its merge. */
async function runPipeline() {
  const policy = testPolicy({ sources: [{ connection: 'prometheus', name: 'cpu', query: {} }] });
  const metrics = createMemoryMetrics(SERIES);
  const pipeline = createMemoryPipeline({ policy, connections: { prometheus: { metrics } } });
  await pipeline.measure([
    ...runsOf([100, 101, 99], { commit: TEST_BASE, branch: Masked.parse('main') }),
    ...runsOf([160, 161, 159]),
  ]);
  await pipeline.request();
  await pipeline.drain();
  await pipeline.request({}, { intent: 'learn-merged' });
  await pipeline.drain();
  return { pipeline };
}

async function contentOf(index: MemoryIndex): Promise<unknown> {
  const byKey = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
  return {
    runs: byKey(await index.listRuns({ tenant: 'default', limit: 100 }, signal())),
    results: byKey(index.results()),
    history: byKey(index.history()),
    baseline: await index.getBaseline('default', 'orders', 'main', signal()),
  };
}

function signal(): AbortSignal {
  return AbortSignal.timeout(20_000);
}
