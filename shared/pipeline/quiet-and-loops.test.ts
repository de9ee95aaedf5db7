import { describe, expect, it } from 'vitest';
import { rawChangeOf, TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { Masked } from '../contracts/masked.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { DiffFile, RawChange } from '../ports/change-host.ts';

const BASELINE = runsOf([100, 101, 99, 100, 102], { commit: TEST_BASE, branch: Masked.parse('main') });
const SLOWER = runsOf([160, 161, 159, 162, 160]);
const SAME = runsOf([100, 99, 101, 102, 100]);
const NEXT = 'c'.repeat(40);
const NEW_BASE = 'd'.repeat(40);
const HOUR_MS = 3_600_000;

const LATENCY = {
  id: 'latency',
  match: 'http_req_duration',
  statistics: ['p95'],
  margin: 0.05,
  onRegression: 'fail',
};

type Pipeline = ReturnType<typeof createMemoryPipeline>;
type Change = Partial<RawChange>;

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

describe('a change that is pushed again and again', () => {
  it('waits when its budget is spent, says so once, and judges the newest commit alone', async () => {
    const pipeline = createMemoryPipeline({ policy: testPolicy({ loopGuard: { perHour: 1 } }) });
    await start(pipeline, SLOWER);
    const [second, third] = ['2'.repeat(40), '3'.repeat(40)];
    const waits = await push(pipeline, { headSha: second }, {}, 'two');
    await pipeline.drain();
    const newest = await push(pipeline, { headSha: third }, {}, 'three');
    await pipeline.drain();

    expect(pipeline.host.comments()).toEqual([
      expect.stringContaining('Not analysed yet: 1 analyses of this change within an hour are spent'),
    ]);
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: third, state: 'pending' });

    await pipeline.drain({ forMs: HOUR_MS + 60_000, stopAt: 'collect' });

    expect(await pipeline.output(waits, 'plan')).toMatchObject({ skip: { kind: 'superseded' } });
    expect(await pipeline.output(newest, 'plan')).not.toHaveProperty('skip');
    expect(pipeline.rejected).toEqual([]);
  });

  it('stops when one commit is asked for more often than the policy allows', async () => {
    const pipeline = createMemoryPipeline({ policy: testPolicy({ loopGuard: { perCommit: 2 } }) });
    await start(pipeline, SLOWER);
    await push(pipeline, {}, { rerun: 1 });
    await pipeline.drain();
    const third = await push(pipeline, {}, { rerun: 2 });
    await pipeline.drain();

    expect(await pipeline.output(third, 'plan')).toMatchObject({
      skip: { kind: 'rerun-loop', verdict: 'fail', state: 'failed' },
    });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('analysed 2 times')]);
  });
});

describe('a quiet policy', () => {
  it('says nothing of a pass, and keeps a comment true that stands', async () => {
    const pipeline = await judged(SAME);
    expect([pipeline.host.comments(), pipeline.host.statuses.at(-1)?.state]).toEqual([[], 'success']);

    const slow = await judged(SLOWER);
    await slow.measure(runsOf([100, 99, 101, 102, 100], { commit: NEXT }));
    await push(slow, { headSha: NEXT }, {}, 'fixed');
    await slow.drain();

    expect(slow.host.comments()).toEqual([expect.not.stringContaining('### Performance regression')]);
  });

  it('comments on a pass for a team that wants to hear of everything', async () => {
    const pipeline = createMemoryPipeline({ policy: testPolicy({ comments: { when: 'always' } }) });
    await start(pipeline, SAME);

    expect(pipeline.host.comments()).toHaveLength(1);
  });

  it('lets documents pass at once, without a comment', async () => {
    const pipeline = createMemoryPipeline();
    pipeline.host.files = [fileOf('docs/guide.md', 'x'), fileOf('src/orders.test.ts', 'y')];
    const runId = await pipeline.request();

    const steps = await pipeline.drain();

    expect(steps).toEqual(['requests complete', 'plan complete', 'deliver complete']);
    expect(pipeline.host.statuses).toMatchObject([
      {
        state: 'success',
        description: 'No performance-relevant files changed (2 looked at); nothing was measured.',
      },
    ]);
    expect(pipeline.host.comments()).toEqual([]);
    expect(await pipeline.index.getRun('default', runId, AbortSignal.timeout(10_000))).toMatchObject({
      status: 'done',
      verdict: 'pass',
    });
  });

  it('lets a merge queue pass at once that brings documents alone, and measures one that brings code', async () => {
    const pipeline = createMemoryPipeline();
    const [group, other] = ['8'.repeat(40), '9'.repeat(40)];
    pipeline.host.movements.set(`${TEST_BASE}..${group}`, ['docs/guide.md']);
    pipeline.host.movements.set(`${TEST_BASE}..${other}`, ['docs/guide.md', 'src/orders.ts']);
    await pipeline.request({ number: null, headSha: group });
    const documents = await pipeline.drain();
    await pipeline.request({ number: null, headSha: other });
    const code = await pipeline.drain();

    expect(documents).toEqual(['requests complete', 'plan complete', 'deliver complete']);
    expect(code).toContain('collect/results retry-later');
    expect(pipeline.host.statuses).toMatchObject([
      { sha: group, state: 'success' },
      { sha: other, state: 'pending' },
    ]);
    expect(pipeline.host.comments()).toEqual([]);
  });

  it('leaves a draft alone but for its check, and judges it when it is made ready', async () => {
    const pipeline = createMemoryPipeline();
    pipeline.host.files = [fileOf('src/orders.ts', 'x')];
    const draft = await push(pipeline, { draft: true });
    await pipeline.drain();

    expect(await pipeline.output(draft, 'plan')).toMatchObject({ skip: { kind: 'draft' } });
    expect(pipeline.host.statuses).toMatchObject([
      { state: 'pending', description: expect.stringContaining('Draft') as string },
    ]);
    expect(pipeline.host.comments()).toEqual([]);

    await pipeline.measure([...BASELINE, ...SLOWER]);
    const ready = await push(pipeline, { draft: false });
    await pipeline.drain();

    expect(ready).not.toBe(draft);
    expect(await pipeline.output(ready, 'decide')).toMatchObject({ verdict: 'fail' });
  });
});

describe('a change from a fork', () => {
  it('waits for a maintainer where the policy asks, and is measured when one lets it', async () => {
    const pipeline = createMemoryPipeline({ policy: testPolicy({ forks: 'ask' }) });
    pipeline.host.files = [fileOf('src/orders.ts', 'x')];
    await pipeline.measure([...BASELINE, ...SLOWER]);
    const asks = await push(pipeline, { fork: true });
    await pipeline.drain();

    expect(await pipeline.output(asks, 'plan')).toMatchObject({
      skip: { kind: 'fork-unapproved', state: 'pending' },
    });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('`perf-agent: measure`')]);

    const approved = await push(pipeline, { fork: true }, { approved: true });
    await pipeline.drain();

    expect(await pipeline.output(approved, 'decide')).toMatchObject({ verdict: 'fail' });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('Performance regression')]);
  });

  it.each([
    [{}, 0],
    [{ forkRules: { model: true } }, 1],
  ])('is shown to a model only where the policy says so (%j)', async (rules, asked) => {
    let calls = 0;
    const model = {
      complete: async () => {
        calls += 1;
        throw new PermanentError('MODEL_UNAVAILABLE', 'No answer.');
      },
    };
    const pipeline = createMemoryPipeline({ policy: testPolicy(rules), model });
    await start(pipeline, SLOWER, { fork: true });

    expect(calls).toBe(asked);
    expect(pipeline.host.comments()).toHaveLength(1);
  });
});

describe('a host that takes nothing', () => {
  it('keeps no verdict from being found, and is asked once', async () => {
    const pipeline = createMemoryPipeline();
    const { host } = pipeline;
    const refuse = (what: string) => async (): Promise<never> => {
      tries.push(what);
      throw new PermanentError('REMOTE_FORBIDDEN', 'The project is archived.');
    };
    const tries: string[] = [];
    host.ensureComment = refuse('comment');
    host.ensureStatus = refuse('status');
    const runId = await start(pipeline, SLOWER);

    expect(await pipeline.index.getRun('default', runId, AbortSignal.timeout(10_000))).toMatchObject({
      status: 'done',
      verdict: 'fail',
    });
    expect(await pipeline.output(runId, 'deliver')).toMatchObject({
      comment: { status: 'refused', code: 'REMOTE_FORBIDDEN', why: 'The project is archived.' },
      commitStatus: 'refused',
      statusRefused: { code: 'REMOTE_FORBIDDEN', why: 'The project is archived.' },
    });
    // Once when it was planned, once with the verdict.
    expect(tries).toEqual(['status', 'comment', 'status']);
    expect(pipeline.rejected).toEqual([]);
  });
});

async function judged(candidate: typeof SLOWER): Promise<Pipeline> {
  const pipeline = createMemoryPipeline();
  await start(pipeline, candidate);
  return pipeline;
}

/** Measures and judges the first head. */
async function start(pipeline: Pipeline, candidate: typeof SLOWER, change: Change = {}): Promise<string> {
  await pipeline.measure([...BASELINE, ...candidate]);
  const runId = await push(pipeline, change);
  await pipeline.drain();
  return runId;
}

/** The host has the head, and its webhook comes. @param line makes the diff another one */
async function push(
  pipeline: Pipeline,
  change: Change,
  about: Parameters<Pipeline['request']>[1] = {},
  line = 'x',
): Promise<string> {
  pipeline.host.change = rawChangeOf(change);
  pipeline.host.files = [fileOf('src/orders.ts', line)];
  return pipeline.request(change, about);
}

function fileOf(path: string, line: string): DiffFile {
  const patch = `@@ -1 +1,2 @@\n a\n+${line}\n`;
  return { path, previousPath: null, status: 'modified', additions: 1, deletions: 0, patch };
}
