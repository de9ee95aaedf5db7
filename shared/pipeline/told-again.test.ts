import { describe, expect, it } from 'vitest';
import { TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { BASELINE, judged, push, SAME, SLOWER, start } from '../../test/support/pushed-changes.ts';

const NEXT = 'c'.repeat(40);
const NEW_BASE = 'd'.repeat(40);
const LATENCY = {
  id: 'latency',
  match: 'http_req_duration',
  statistics: ['p95'],
  margin: 0.05,
  onRegression: 'fail',
};

describe('a change whose code has its verdict', () => {
  it('is told it again for the same tree, and nothing is measured', async () => {
    const pipeline = await judged(SLOWER);
    const first = await pipeline.index.listRuns({ tenant: 'default', limit: 1 }, AbortSignal.timeout(10_000));
    pipeline.host.trees.set(NEXT, TEST_HEAD);
    const runId = await push(pipeline, { headSha: NEXT });

    const steps = await pipeline.drain();

    expect(steps).toEqual(['requests complete', 'plan complete', 'deliver complete']);
    expect(await pipeline.output(runId, 'plan')).toMatchObject({
      skip: { kind: 'same-code', verdict: 'fail', state: 'failed', of: first[0]?.runId },
      sources: [],
    });
    expect(pipeline.host.comments()).toEqual([
      expect.stringMatching(
        /### Performance regression[^]*Not measured again\.\*\* This commit has the same code as `b{10}`/,
      ),
    ]);
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: NEXT, state: 'failed' });
    expect(await pipeline.index.getRun('default', runId, AbortSignal.timeout(10_000))).toMatchObject({
      status: 'done',
      verdict: 'fail',
    });
  });

  it('is told it again after a rebase onto a base that moved elsewhere', async () => {
    const pipeline = await judged(SLOWER);
    pipeline.host.movements.set(`${TEST_BASE}..${NEW_BASE}`, ['other/module.ts', 'README.md']);
    const runId = await push(pipeline, { headSha: NEXT, baseSha: NEW_BASE });

    await pipeline.drain();

    expect(await pipeline.output(runId, 'plan')).toMatchObject({
      skip: { kind: 'same-code', verdict: 'fail' },
    });
    expect(pipeline.host.comments()[0]).toContain('carried to another base');
  });

  it.each([
    ['changed a file of the change', ['src/orders.ts']],
    ['changed a file beside it', ['src/basket.ts']],
    ['changed what is installed', ['package-lock.json']],
    ['cannot be compared', null],
  ])('is measured again when the new base %s', async (_how, paths) => {
    const pipeline = await judged(SLOWER);
    if (paths !== null) pipeline.host.movements.set(`${TEST_BASE}..${NEW_BASE}`, paths);
    const runId = await push(pipeline, { headSha: NEXT, baseSha: NEW_BASE });

    await pipeline.drain();

    expect(await pipeline.output(runId, 'plan')).not.toHaveProperty('skip');
  });

  it('is measured again when the baseline was pinned since', async () => {
    const pipeline = await judged(SLOWER);
    const pin = {
      tenant: 'default',
      service: 'orders',
      branch: 'main',
      commit: NEW_BASE,
      cause: 'ada: new machines',
    };
    await pipeline.index.putPin({ ...pin, at: pipeline.ports.clock.now() }, AbortSignal.timeout(10_000));
    pipeline.host.trees.set(NEXT, TEST_HEAD);
    const runId = await push(pipeline, { headSha: NEXT });

    await pipeline.drain();

    expect(await pipeline.output(runId, 'plan')).not.toHaveProperty('skip');
  });

  it.each([
    ['another margin', { metrics: [{ ...LATENCY, margin: 0.2 }] }],
    ['a gate that is no longer observed only', { metrics: [{ ...LATENCY, mode: 'observe' }] }],
  ])('is measured again when the policy has %s since', async (_what, more) => {
    const pipeline = await judged(SLOWER);
    pipeline.host.trees.set(NEXT, TEST_HEAD);
    Object.assign(pipeline.ports, { policy: async () => ({ policy: testPolicy(more), version: 'v-next' }) });
    const runId = await push(pipeline, { headSha: NEXT });

    await pipeline.drain();

    expect(await pipeline.output(runId, 'plan')).not.toHaveProperty('skip');
  });

  it('is told again what a gate on probation would have blocked', async () => {
    const observed = { metrics: [{ ...LATENCY, mode: 'observe' }] };
    const policy = testPolicy({ ...observed, comments: { when: 'always' } });
    const pipeline = createMemoryPipeline({ policy });
    await start(pipeline, SLOWER);
    const [first] = pipeline.host.comments();
    pipeline.host.trees.set(NEXT, TEST_HEAD);
    const runId = await push(pipeline, { headSha: NEXT });

    await pipeline.drain();

    const [again] = pipeline.host.comments();
    expect(await pipeline.output(runId, 'plan')).toMatchObject({
      skip: { kind: 'same-code', verdict: 'pass' },
    });
    expect(first).toContain('Would have failed');
    expect(again).toContain('Would have failed');
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: NEXT, state: 'success' });
  });

  it('has its causes noted on their lines again, as the verdict is', async () => {
    const pipeline = createMemoryPipeline();
    const fixed = runsOf([100, 99, 101, 102, 100], { commit: NEXT });
    const slow = 'for (const order of orders)\n+  order.items = await query(order.id);';
    await pipeline.measure([...BASELINE, ...SLOWER, ...fixed]);
    await push(pipeline, {}, {}, slow);
    await pipeline.drain();
    const [before] = pipeline.host.lineNotes();
    await push(pipeline, { headSha: NEXT }, {}, 'fixed');
    await pipeline.drain();
    expect(pipeline.host.lineNotes().map(({ resolved }) => resolved)).toEqual([true]);
    const third = 'e'.repeat(40);
    pipeline.host.trees.set(third, TEST_HEAD);
    await push(pipeline, { headSha: third }, {}, slow);

    await pipeline.drain();

    expect(pipeline.host.lineNotes()).toMatchObject([{ id: before?.id, resolved: false }]);
  });

  it('is called a storm after the third head with the same patch', async () => {
    const pipeline = await judged(SAME);
    const heads = ['1', '2', '3'].map((digit) => digit.repeat(40));
    for (const head of heads) {
      pipeline.host.movements.set(`${TEST_BASE}..${head}`, []);
      await push(pipeline, { headSha: head, baseSha: head });
      await pipeline.drain();
    }

    expect(pipeline.host.comments()).toEqual([expect.stringContaining('was rebased several times')]);
    expect(pipeline.taken.filter((step) => step.startsWith('collect'))).toHaveLength(1);
  });
});
