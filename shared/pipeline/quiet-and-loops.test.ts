import { describe, expect, it } from 'vitest';
import { TEST_BASE } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { BASELINE, fileOf, judged, push, SAME, SLOWER, start } from '../../test/support/pushed-changes.ts';
import { PermanentError } from '../errors/pipeline-error.ts';

const NEXT = 'c'.repeat(40);
const HOUR_MS = 3_600_000;

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
