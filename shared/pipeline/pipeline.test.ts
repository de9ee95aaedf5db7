import { Masked } from '../contracts/masked.ts';
import { describe, expect, it } from 'vitest';
import { rawChangeOf, TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { measurementOf, runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import { storedAuditLog } from './stored-audit-log.ts';
import { verifyAuditLog } from './verify-audit-log.ts';

const BASELINE = runsOf([100, 101, 99, 100, 102], { commit: TEST_BASE, branch: Masked.parse('main') });
const SLOWER = runsOf([160, 161, 159, 162, 160]);
const AFTER_DEADLINE_MS = 21 * 60_000;
const POLL_MS = 10_000;

describe('the pipeline', () => {
  it('carries a slower change from the request to a failed status and one comment', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure([...BASELINE, ...SLOWER]);
    const runId = await pipeline.request();

    await pipeline.drain();

    expect(await pipeline.index.getRun('default', runId, signal())).toMatchObject({
      status: 'done',
      verdict: 'fail',
    });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('Performance regression')]);
    expect(pipeline.host.statuses.map(({ state }) => state)).toEqual(['pending', 'failed']);
    expect(pipeline.rejected).toEqual([]);
  });

  it('passes a change that is as fast as before', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure([...BASELINE, ...runsOf([100, 99, 101, 102, 100])]);
    const runId = await pipeline.request();

    await pipeline.drain();

    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'pass' });
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ state: 'success' });
  });

  it('says that there is no baseline, which is no pass, and does not block', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure(SLOWER);
    const runId = await pipeline.request();

    await pipeline.drain();

    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'no-baseline' });
    expect(pipeline.host.comments()[0]).toContain('no baseline');
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ state: 'success' });
  });

  it('changes nothing when every message of a finished run is delivered a second time', async () => {
    const pipeline = createMemoryPipeline();
    const { ports } = pipeline;
    const delivered = recordDeliveries(pipeline);
    await pipeline.measure([...BASELINE, ...SLOWER]);
    await pipeline.request();
    await pipeline.drain();
    await pipeline.drain({ forMs: AFTER_DEADLINE_MS });
    const before = stateOf(pipeline);
    const sent = delivered.splice(0);

    for (const message of sent) await pipeline.deliver(message);
    await pipeline.drain();

    expect(sent.length).toBeGreaterThan(20);
    expect(stateOf(pipeline)).toEqual(before);
    // Not one new id: the broker's duplicate detection drops all of it.
    const known = new Set(sent.map(({ messageId }) => messageId));
    expect(delivered.filter(({ messageId }) => !known.has(messageId))).toEqual([]);
    expect(await verifyAuditLog(storedAuditLog(ports.audit, 'default', signal()), [])).toMatchObject({
      valid: true,
    });
  });

  it('leaves the verdict standing when a second delivery of the plan is slow and tells last', async () => {
    const pipeline = createMemoryPipeline();
    const { host } = pipeline;
    await pipeline.measure([...BASELINE, ...SLOWER]);
    await pipeline.request();
    await pipeline.drain({ stopAt: 'plan' });
    const [plan] = pipeline.waiting.filter(({ queue }) => queue === 'plan');
    if (plan === undefined) throw new TypeError('No plan is asked for.');
    const fetchDiff = host.fetchDiff.bind(host);
    const isOver = Promise.withResolvers<undefined>();
    host.fetchDiff = async (...asked) => {
      host.fetchDiff = fetchDiff;
      await isOver.promise;
      return fetchDiff(...asked);
    };

    const slow = pipeline.deliver(plan);
    await pipeline.drain();
    isOver.resolve(undefined);

    expect(await slow).toBe('plan complete');
    expect(host.statuses.map(({ state }) => state)).toEqual(['pending', 'failed']);
  });

  it('waits for the results of the change and judges when they have come', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure(BASELINE);
    const runId = await pipeline.request();

    const early = await pipeline.drain();
    await pipeline.measure(SLOWER.slice(0, 2));
    const stillWaiting = await pipeline.drain({ forMs: POLL_MS });
    await pipeline.measure(SLOWER.slice(2));
    await pipeline.drain({ forMs: POLL_MS });

    expect(early).toEqual(['requests complete', 'plan complete', 'collect/results retry-later']);
    expect(stillWaiting).toEqual(['collect/results retry-later']);
    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'fail' });
  });

  it('says "no data" when the deadline comes and nothing was measured', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure(BASELINE);
    const runId = await pipeline.request();
    await pipeline.drain();

    await pipeline.drain({ forMs: AFTER_DEADLINE_MS });

    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'no-data' });
    expect(pipeline.host.comments()[0]).toContain('no measurement of this change arrived in time');
    expect(pipeline.host.comments()).toHaveLength(1);
  });

  it('judges one run only without calling it certain', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure([BASELINE[0] ?? measurementOf(), measurementOf()]);
    const runId = await pipeline.request();
    await pipeline.drain();

    await pipeline.drain({ forMs: AFTER_DEADLINE_MS });

    expect(await pipeline.output(runId, 'analyse')).toMatchObject({ runs: { baseline: 1, candidate: 1 } });
    expect(['pass', 'undecided']).toContain(
      ((await pipeline.output(runId, 'decide')) as { verdict: string }).verdict,
    );
  });

  it('leaves the comment of a newer push alone when an older run ends late', async () => {
    const pipeline = createMemoryPipeline({ policy: testPolicy({ comments: { when: 'always' } }) });
    const newer = 'c'.repeat(40);
    await pipeline.measure([...BASELINE, ...SLOWER, ...runsOf([100, 101, 99], { commit: newer })]);
    const older = await pipeline.request();
    await pipeline.drain({ stopAt: 'deliver' });
    const [late] = pipeline.waiting.splice(
      pipeline.waiting.findIndex(({ queue }) => queue === 'deliver'),
      1,
    );
    pipeline.host.change = rawChangeOf({ headSha: newer });
    await pipeline.request({ headSha: newer });
    await pipeline.drain();
    const comment = pipeline.host.comments();

    await pipeline.deliver(late!);

    expect(pipeline.host.comments()).toEqual(comment);
    expect(comment).toHaveLength(1);
    // The check of the old commit ends, without a verdict, so that it does not wait for ever.
    expect(
      pipeline.host.statuses.filter(({ sha }) => sha === TEST_HEAD).map(({ state }) => state),
    ).not.toContain('failed');
    expect(await pipeline.output(older, 'deliver')).toEqual({
      comment: { status: 'superseded', by: newer },
      commitStatus: 'superseded',
    });
  });

  it('updates the one comment in place when the change is judged again', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure([...BASELINE, ...SLOWER]);
    await pipeline.request();
    await pipeline.drain();

    const again = await pipeline.request({}, { rerun: 1 });
    await pipeline.drain();

    expect(pipeline.host.comments()).toHaveLength(1);
    expect(await pipeline.output(again, 'deliver')).toMatchObject({ comment: { status: 'updated' } });
  });

  it('tries a failing code host again and delivers once', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure([...BASELINE, ...SLOWER]);
    const runId = await pipeline.request();
    await pipeline.drain({ stopAt: 'deliver' });
    pipeline.host.failNext = {
      call: 'ensureStatus',
      error: new TransientError('REMOTE_UNAVAILABLE', 'PUT git.example failed with status 502.'),
    };

    const first = await pipeline.drain();
    await pipeline.drain({ forMs: POLL_MS });

    expect(first).toContain('deliver retry');
    expect(pipeline.host.comments()).toHaveLength(1);
    expect(await pipeline.output(runId, 'deliver')).toMatchObject({ comment: { status: 'unchanged' } });
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ state: 'failed' });
  });

  it('says on the change that it could not be judged when a step is refused for good', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure([...BASELINE, ...SLOWER]);
    pipeline.host.failNext = {
      call: 'fetchDiff',
      error: new PermanentError('REMOTE_FORBIDDEN', 'GET git.example is forbidden to the token (403).'),
    };
    const runId = await pipeline.request();

    await pipeline.drain();

    expect(pipeline.rejected.map(({ queue, properties }) => [queue, properties?.['code']])).toEqual([
      ['plan-rejected', 'REMOTE_FORBIDDEN'],
    ]);
    expect(await pipeline.index.getRun('default', runId, signal())).toMatchObject({ status: 'failed' });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('No performance verdict')]);
    expect(pipeline.host.comments()[0]).toContain('REMOTE_FORBIDDEN');
    expect(pipeline.host.statuses.at(-1)?.description).toContain('could not judge');
  });

  it('moves the baseline to a merged commit that was measured, and to no other', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure(SLOWER);

    await pipeline.request({}, { intent: 'learn-merged' });
    const unmeasured = await pipeline.request({ headSha: 'd'.repeat(40) }, { intent: 'learn-merged' });
    await pipeline.drain();

    expect(await pipeline.index.getBaseline('default', 'orders', 'main', signal())).toMatchObject({
      commit: TEST_HEAD,
    });
    expect(await pipeline.output(unmeasured, 'learn')).toMatchObject({ baseline: null });
    expect(pipeline.host.comments()).toEqual([]);
  });

  it('keeps a secret in the title out of every artifact, message, comment and log line', async () => {
    const secret = 'glpat-4kTz9QwXy7Rb2mNvLp3s';
    const pipeline = createMemoryPipeline();
    const sent = recordDeliveries(pipeline);
    await pipeline.measure([...BASELINE, ...SLOWER]);
    await pipeline.request({ title: `Use ${secret} for now`, author: 'jane.doe@example.org' });

    await pipeline.drain();
    await pipeline.drain({ forMs: AFTER_DEADLINE_MS });

    const everything = JSON.stringify([stateOf(pipeline), sent, pipeline.lines, pipeline.host.statuses]);
    expect(everything).toContain('Use ');
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain('jane.doe');
  });
});

type Pipeline = ReturnType<typeof createMemoryPipeline>;

/** Everything that is sent from now on, repeats included. */
function recordDeliveries({ ports }: Pipeline): Parameters<Pipeline['deliver']>[0][] {
  const sent: Parameters<Pipeline['deliver']>[0][] = [];
  const send = ports.sender.send.bind(ports.sender);
  Object.assign(ports.sender, {
    send: (messages: readonly Parameters<Pipeline['deliver']>[0][], abort: AbortSignal) => {
      sent.push(...messages);
      return send(messages, abort);
    },
  });
  return sent;
}

/** All that a run leaves behind. */
function stateOf({ artifacts, host, audit, index, raw }: Pipeline): unknown {
  return {
    artifacts: artifacts.texts(),
    comments: host.comments(),
    statuses: [...host.statuses],
    writes: host.writes(),
    audit: [...audit.entries],
    history: index.history().length,
    raw: [...raw.keys()],
  };
}

function signal(): AbortSignal {
  return AbortSignal.timeout(10_000);
}
