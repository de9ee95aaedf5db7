import { describe, expect, it, vi } from 'vitest';
import { rawChangeOf, TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { createMemoryNotifier } from '../../test/support/memory-team-tools.ts';
import { Masked } from '../contracts/masked.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';

const FIXED = 'f'.repeat(40);
const HOUR_MS = 3_600_000;

describe('send-notice', () => {
  it('tells a channel of a verdict that its rule names, once', async () => {
    const { pipeline, chat, output } = await setUp();

    const runId = await pipeline.request();
    await pipeline.drain();

    expect(chat.notices).toMatchObject([{ id: runId, news: true, brief: { verdict: 'fail' } }]);
    expect(await output(runId)).toMatchObject({ connection: 'chat', status: 'posted' });
  });

  it('tells nothing once more in a second delivery that is slow, in case a newer verdict was told meanwhile', async () => {
    const { pipeline, chat, output } = await setUp();
    const runId = await pipeline.request();
    await pipeline.drain({ stopAt: 'notify' });
    const [message] = pipeline.waiting.filter(({ queue }) => queue === 'notify');
    if (message === undefined) throw new TypeError('No notice is asked for.');
    const { isHeld, go } = pipeline.holdUp('notices/');
    const slow = pipeline.deliver(message);
    await isHeld;
    await pipeline.drain();
    const asked = vi.spyOn(chat, 'ensureNotice');

    go();

    expect(await slow).toBe('notify/to-chat complete');
    expect(asked).not.toHaveBeenCalled();
    expect(await output(runId)).toMatchObject({ status: 'posted' });
  });

  it('is silent about what nobody has to look at', async () => {
    const { pipeline, chat, output } = await setUp();
    pipeline.host.change = rawChangeOf({ headSha: FIXED });

    const runId = await pipeline.request({ headSha: FIXED });
    await pipeline.drain();

    expect(chat.notices).toEqual([]);
    expect(await output(runId)).toMatchObject({ status: 'nothing' });
  });

  it('tells the pass that ends a regression in the same thread, and no second pass', async () => {
    const { pipeline, chat, output } = await setUp();
    await pipeline.request();
    await pipeline.drain();
    pipeline.host.change = rawChangeOf({ headSha: FIXED });

    const fixed = await pipeline.request({ headSha: FIXED });
    await pipeline.drain();
    const again = await pipeline.request({ headSha: FIXED }, { rerun: 1 });
    await pipeline.drain();

    expect(chat.notices.map(({ brief }) => brief.verdict)).toEqual(['fail', 'pass']);
    expect(new Set(chat.notices.map(({ key }) => key)).size).toBe(1);
    expect(await output(fixed)).toMatchObject({ status: 'posted' });
    expect(await output(again)).toMatchObject({ status: 'updated' });
  });

  it('gathers what is too much for one hour in a digest at its end', async () => {
    const { pipeline, chat, output } = await setUp({ rule: { digest: { minutes: 60, most: 3 } } });
    const runs: string[] = [];
    for (const number of ['1', '2', '3', '4', '5']) runs.push(await pipeline.request({ number }));

    await pipeline.drain();
    const early = chat.digests.length;
    await pipeline.drain({ forMs: HOUR_MS + 60_000 });

    expect(chat.notices).toHaveLength(3);
    expect(early).toBe(0);
    expect(chat.digests).toHaveLength(1);
    expect(chat.digests[0]).toMatchObject({ headline: '2 more changes with performance news', more: 0 });
    expect(chat.digests[0]?.briefs.map(({ change }) => change.name).sort()).toEqual([
      'shop/orders !4',
      'shop/orders !5',
    ]);
    expect(await output(runs[4] ?? '')).toMatchObject({ status: 'gathered' });
  });

  it('starts a new count when the hour is over', async () => {
    const { pipeline, chat } = await setUp({ rule: { digest: { minutes: 60, most: 1 } } });

    await pipeline.request({ number: '1' });
    await pipeline.drain({ forMs: HOUR_MS });
    await pipeline.request({ number: '2' });
    await pipeline.drain();

    expect(chat.notices).toHaveLength(2);
  });

  it('leaves a team alone in its quiet hours, and tells it when they end', async () => {
    // The test's clock says Monday, 10:00 UTC: noon in Berlin.
    const quietHours = { from: '11:00', to: '14:30', timeZone: 'Europe/Berlin' };
    const { pipeline, chat } = await setUp({ rule: { quietHours } });
    await pipeline.request();

    await pipeline.drain({ forMs: 2.4 * HOUR_MS });
    const within = chat.notices.length;
    await pipeline.drain({ forMs: 0.2 * HOUR_MS });

    expect(within).toBe(0);
    expect(chat.notices).toHaveLength(1);
  });

  it('does not keep what is urgent until the quiet hours end', async () => {
    const urgent = ['low', 'medium', 'high', 'critical'];
    const quietHours = { from: '00:00', to: '23:59', urgent };
    const { pipeline, chat } = await setUp({ rule: { quietHours } });

    await pipeline.request();
    await pipeline.drain();

    expect(chat.notices).toHaveLength(1);
  });

  it('sends a digest that falls into quiet hours when they end, unless it is urgent', async () => {
    const digest = { minutes: 60, most: 1 };
    const hours = { from: '10:30', to: '13:00' };
    const calm = await setUp({ rule: { digest, quietHours: { ...hours, urgent: [] } } });
    const alarmed = await setUp({
      rule: { digest, quietHours: { ...hours, urgent: ['low', 'medium', 'high', 'critical'] } },
    });
    for (const { pipeline } of [calm, alarmed]) {
      await pipeline.request({ number: '1' });
      await pipeline.request({ number: '2' });
      await pipeline.drain({ forMs: 2 * HOUR_MS });
    }

    const early = [calm.chat.digests.length, alarmed.chat.digests.length];
    await calm.pipeline.drain({ forMs: 2 * HOUR_MS });

    expect(early).toEqual([0, 1]);
    expect(calm.chat.digests).toHaveLength(1);
  });

  it('says nothing of a commit that a newer one took the place of', async () => {
    const { pipeline, chat } = await setUp();
    await pipeline.request();
    await pipeline.drain({ stopAt: 'notify' });
    pipeline.host.change = rawChangeOf({ headSha: FIXED });

    await pipeline.drain();

    expect(chat.notices).toEqual([]);
  });

  it('repeats what was certainly not sent', async () => {
    const { pipeline, chat } = await setUp({ threads: false });
    chat.failNext = new TransientError('REMOTE_UNAVAILABLE', 'POST teams failed with status 503.', {
      details: { status: 503 },
    });
    await pipeline.request();

    await pipeline.drain({ forMs: HOUR_MS });

    expect(chat.notices).toHaveLength(1);
  });

  it('never repeats what may have been sent where nothing is found again', async () => {
    const { pipeline, chat, output } = await setUp({ threads: false });
    chat.loseNext = new TransientError('REMOTE_UNAVAILABLE', 'POST teams failed on the network.', {
      details: { reason: 'ECONNRESET' },
    });
    const runId = await pipeline.request();

    await pipeline.drain({ forMs: HOUR_MS });

    expect(chat.notices).toHaveLength(1);
    expect(await output(runId)).toMatchObject({ status: 'unconfirmed' });
  });

  it('never repeats a message when the process died between it and its record', async () => {
    const { pipeline, chat } = await setUp({ threads: false });
    const runId = await pipeline.request();
    await pipeline.drain({ stopAt: 'notify' });
    const [message] = pipeline.waiting.filter(({ queue }) => queue === 'notify');
    pipeline.artifacts.beforeCreate = (ref) => {
      if (ref === `runs/${runId}/notify/to-chat.json`) throw new TypeError('the process died here');
    };
    await pipeline.deliver(message!);
    pipeline.artifacts.beforeCreate = () => undefined;

    await pipeline.deliver(message!);

    expect(chat.notices).toHaveLength(1);
  });

  it('does not hold up tickets and learning when a channel refuses', async () => {
    const { pipeline, chat } = await setUp();
    chat.failNext = new PermanentError('REMOTE_UNAUTHORISED', 'Slack did not accept the token.');
    const runId = await pipeline.request();

    await pipeline.drain();

    expect(pipeline.rejected.map(({ queue }) => queue)).toEqual(['notify-rejected']);
    expect(await pipeline.output(runId, 'learn')).toMatchObject({ history: { points: 0 }, baseline: null });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('Performance regression')]);
  });

  it('names a connection that is no messenger', async () => {
    const { pipeline } = await setUp({ rule: { connection: 'git' } });
    await pipeline.request();

    await pipeline.drain();

    expect(pipeline.rejected[0]?.properties).toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

async function setUp(
  given: { readonly rule?: Readonly<Record<string, unknown>>; readonly threads?: boolean } = {},
) {
  const chat = createMemoryNotifier({ threads: given.threads ?? true });
  const policy = testPolicy({ notifications: [{ connection: 'chat', ...given.rule }] });
  const pipeline = createMemoryPipeline({ policy, connections: { chat: { notifier: chat } } });
  await pipeline.measure([
    ...runsOf([100, 101, 99, 100, 102], { commit: TEST_BASE, branch: Masked.parse('main') }),
    ...runsOf([160, 161, 159, 162, 160], { commit: TEST_HEAD }),
    ...runsOf([100, 101, 99, 100, 102], { commit: FIXED }),
  ]);
  const output = (runId: string): Promise<unknown> => pipeline.output(runId, 'notify', 'to-chat');
  return { pipeline, chat, output };
}
