import { describe, expect, it } from 'vitest';
import { doorRequest } from '../../test/support/door-request.ts';
import { TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { Masked } from '../contracts/masked.ts';
import { receiveResults } from '../doors/receive-results.ts';
import { rebuildIndex } from './rebuild-index.ts';

const GATES = [
  {
    id: 'coverage',
    metric: 'coverage_lines',
    statistic: 'rate',
    direction: 'higher-is-better',
    window: 10,
    allowed: { absolute: 0.01 },
    onBreach: 'fail',
  },
];

describe('a report on quality', () => {
  it('is held by a gate that rolls with the successful builds of the branch', async () => {
    const { pipeline, push } = await setUp();
    // Nothing of the build that failed moves the gate, and a report that comes late is in nobody's way.
    for (const [number, covered] of [80, 81, 80, 79, 80].entries())
      await push(covered, commitOf(number), 'main');
    await push(20, commitOf(9), 'main', 'failed');

    await push(70, TEST_HEAD, 'feature');
    const runId = await pipeline.request();
    await pipeline.drain();

    expect(await pipeline.output(runId, 'analyse')).toMatchObject({
      budgets: [
        {
          source: 'gate coverage',
          value: 0.7,
          min: 0.79,
          result: 'breached',
          rolling: { median: 0.8, values: 5 },
        },
      ],
    });
    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'fail' });
  });

  it('counts neither as a run nor as a baseline', async () => {
    const { pipeline, push } = await setUp();
    // The newest commit of main has coverage alone; it was never measured under load.
    await push(80, commitOf(5), 'main');
    await push(80, TEST_HEAD, 'feature');

    const runId = await pipeline.request({ baseSha: commitOf(5) });
    await pipeline.drain();

    expect(await pipeline.output(runId, 'analyse')).toMatchObject({
      runs: { baseline: 5, candidate: 5 },
      baselineCommit: TEST_BASE,
      budgets: [{ result: 'kept', value: 0.8 }],
      findings: [{ answer: 'no-change' }],
    });
  });

  it('comes back into the index with a rebuild', async () => {
    const { pipeline, push } = await setUp();
    await push(80, commitOf(1), 'main');
    const before = pipeline.index.history().filter(({ series }) => series.includes('coverage_lines'));

    await rebuildIndex(pipeline.artifacts, pipeline.index, () => undefined, AbortSignal.timeout(10_000));

    expect(before).toHaveLength(1);
    expect(pipeline.index.history().filter(({ series }) => series.includes('coverage_lines'))).toEqual(
      before,
    );
  });
});

function commitOf(number: number): string {
  return String(number).repeat(40);
}

async function setUp() {
  const pipeline = createMemoryPipeline({ policy: testPolicy({ gates: GATES }) });
  const level = [100, 101, 99, 100, 102];
  const main = { branch: Masked.parse('main') };
  await pipeline.measure([...runsOf(level, { ...main, commit: TEST_BASE }), ...runsOf(level)]);
  const { ports } = pipeline;
  let minute = 0;
  // A clock of its own: reports come a minute apart, and before the change is measured.
  const clock = { now: () => new Date(Date.UTC(2026, 4, 1, 0, (minute += 1))) };
  const door = receiveResults({ ...ports, tenant: 'default', clock });
  return {
    pipeline,
    async push(covered: number, commit: string, branch: string, build = 'success'): Promise<void> {
      const query = `service=orders&environment=ci&commit=${commit}&branch=${branch}&build=${build}`;
      const body = `<coverage line-rate="${covered / 100}" lines-covered="${covered}" lines-valid="100" timestamp="${minute}"/>`;
      const reply = await door(doorRequest({ path: `/api/v1/results?${query}`, body }));
      expect(reply.status).toBe(201);
    },
  };
}
