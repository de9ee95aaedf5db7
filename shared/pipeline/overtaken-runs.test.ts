import { describe, expect, it } from 'vitest';
import { rawChangeOf, TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { Masked } from '../contracts/masked.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { RawChange } from '../ports/change-host.ts';

const BASELINE = runsOf([100, 101, 99, 100, 102], { commit: TEST_BASE, branch: Masked.parse('main') });
const SLOWER = runsOf([160, 161, 159, 162, 160]);
const NEXT = 'c'.repeat(40);
const SUPERSEDED = {
  sha: TEST_HEAD,
  state: 'success',
  description: 'Superseded by cccccccc; not judged any further.',
};

describe('a run whose head is replaced while it is in progress', () => {
  it('asks no model, decides nothing, and ends its check', async () => {
    const { pipeline, asked } = withModel();
    await pipeline.measure([...BASELINE, ...SLOWER]);
    const runId = await push(pipeline);
    await pipeline.drain({ stopAt: 'reason' });
    pipeline.host.change = rawChangeOf({ headSha: NEXT });

    const steps = await pipeline.drain();

    expect(steps).toContain('deliver complete');
    expect(steps.filter((step) => /^(decide|report|ticket)/.test(step))).toEqual([]);
    expect(asked()).toBe(0);
    expect(pipeline.host.statuses.at(-1)).toMatchObject(SUPERSEDED);
    expect(pipeline.host.comments()).toEqual([]);
    expect(await pipeline.index.getRun('default', runId, signal())).toMatchObject({
      status: 'done',
      verdict: null,
    });
  });

  it('waits no longer for results, and does not come back at its deadline', async () => {
    const pipeline = createMemoryPipeline();
    const runId = await push(pipeline);
    await pipeline.drain();
    pipeline.host.change = rawChangeOf({ headSha: NEXT });

    const steps = await pipeline.drain({ forMs: 3_600_000 });

    expect(await pipeline.output(runId, 'collect', 'results')).toMatchObject({ supersededBy: NEXT });
    expect(await pipeline.output(runId, 'deadline')).toEqual({ inTime: true, missing: [] });
    expect(steps.filter((step) => /^(mask|analyse|reason)/.test(step))).toEqual([]);
    expect(pipeline.host.statuses.at(-1)).toMatchObject(SUPERSEDED);
    expect(pipeline.rejected).toEqual([]);
  });

  it('does not look judged when its commit is the head again', async () => {
    const pipeline = createMemoryPipeline();
    await push(pipeline);
    await pipeline.drain();
    pipeline.host.change = rawChangeOf({ headSha: NEXT });
    await pipeline.drain({ forMs: 600_000, stopAt: 'deliver' });
    pipeline.host.change = rawChangeOf();

    await pipeline.drain();

    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: TEST_HEAD, state: 'pending' });
  });
});

describe('plans of one change at the same moment', () => {
  it('are counted one after the other, so that the budget holds', async () => {
    const pipeline = createMemoryPipeline({ policy: testPolicy({ loopGuard: { perHour: 1 } }) });
    pipeline.host.files = [fileOf('x')];
    const runIds = await Promise.all([1, 2, 3].map((rerun) => pipeline.request({}, { rerun })));
    await pipeline.drain({ stopAt: 'plan' });
    const plans = pipeline.waiting.splice(0).filter(({ queue }) => queue === 'plan');

    const settled = await Promise.all(plans.map((plan) => pipeline.deliver(plan)));

    expect(plans).toHaveLength(3);
    expect([...settled].sort()).toEqual(['plan complete', 'plan retry-later', 'plan retry-later']);
    const planned = await Promise.all(runIds.map((runId) => pipeline.output(runId, 'plan')));
    expect(planned.filter((plan) => plan !== undefined)).toHaveLength(1);
  });
});

describe('a merge of a head that was told an earlier verdict', () => {
  it('moves the baseline to the commit that was measured', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure([...BASELINE, ...SLOWER]);
    await push(pipeline);
    await pipeline.drain();
    pipeline.host.trees.set(NEXT, TEST_HEAD);
    await push(pipeline, { headSha: NEXT });
    await pipeline.drain();

    const merged = await pipeline.request({ headSha: NEXT }, { intent: 'learn-merged' });
    await pipeline.drain();

    expect(await pipeline.output(merged, 'learn')).toMatchObject({
      baseline: { branch: 'main', commit: TEST_HEAD },
      reason: expect.stringContaining(`measured at ${TEST_HEAD}`) as string,
    });
  });

  it('leaves the baseline where it is when nothing of its code was measured', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure([...BASELINE, ...SLOWER]);
    await push(pipeline);
    await pipeline.drain();

    const merged = await pipeline.request({ headSha: NEXT }, { intent: 'learn-merged' });
    await pipeline.drain();

    expect(await pipeline.output(merged, 'learn')).toMatchObject({ baseline: null });
  });
});

function withModel() {
  let calls = 0;
  const model = {
    complete: async () => {
      calls += 1;
      throw new PermanentError('MODEL_UNAVAILABLE', 'No answer.');
    },
  };
  return { pipeline: createMemoryPipeline({ model }), asked: () => calls };
}

async function push(
  pipeline: ReturnType<typeof createMemoryPipeline>,
  change: Partial<RawChange> = {},
): Promise<string> {
  pipeline.host.change = rawChangeOf(change);
  pipeline.host.files = [fileOf('x')];
  return pipeline.request(change);
}

function fileOf(line: string) {
  const patch = `@@ -1 +1,2 @@\n a\n+${line}\n`;
  return {
    ...{ path: 'src/orders.ts', previousPath: null, status: 'modified' as const },
    ...{ additions: 1, deletions: 0, patch },
  };
}

function signal(): AbortSignal {
  return AbortSignal.timeout(10_000);
}
