import { describe, expect, it } from 'vitest';
import { acknowledgementsOf, commandedChange } from '../../test/support/commanded-change.ts';
import { rawChangeOf, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { requestRecord } from '../../test/support/memory-stage.ts';
import { AuditEntry } from '../contracts/audit-note.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';

const WORD = '/perf-agent acknowledge http_req_duration p95 until 2026-12-31 because new tax rules';
const signal = AbortSignal.timeout(30_000);

describe('a command in a comment', () => {
  it('keeps the word of a member who may write, asks for the change to be judged again and says so once', async () => {
    const { say, pipeline, asked } = await commandedChange();

    const { taken } = await say(WORD);

    expect(taken).toEqual(['command complete']);
    expect(await acknowledgementsOf(pipeline)).toMatchObject([
      {
        service: 'orders',
        branch: 'main',
        change: { project: 'shop/orders', number: '7' },
        metric: 'http_req_duration',
        statistic: 'p95',
        upTo: 0.84,
        until: '2027-01-01T00:00:00.000Z',
        owner: 'ada',
        via: 'comment',
      },
    ]);
    expect(asked()).toMatchObject([
      { rerun: 1, trigger: { kind: 'comment' }, change: { headSha: TEST_HEAD } },
    ]);
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('ada answers for')]);
  });

  it('notes in the audit log who asked, and what became of it', async () => {
    const { say, pipeline } = await commandedChange();

    await say(WORD);

    const actions = pipeline.audit.entries
      .map((text) => AuditEntry.parse(JSON.parse(text)))
      .map(({ note }) => [note.action, note.details['by'] ?? null]);
    expect(actions).toEqual([
      ['regression.acknowledged', 'ada'],
      ['step.command', null],
      ['command.acknowledged', 'ada'],
    ]);
  });

  it('is carried out once when its webhook comes twice, also when the broker has forgotten the first', async () => {
    const { say, pipeline, asked } = await commandedChange();

    await say(WORD);
    pipeline.forget();
    await say(WORD);

    expect(await acknowledgementsOf(pipeline)).toHaveLength(1);
    expect(new Set(asked().map(({ rerun }) => rerun))).toEqual(new Set([1]));
    expect(pipeline.host.comments()).toHaveLength(1);
  });

  it.each(['fetchComment', 'fetchChange', 'ensureComment'] as const)(
    'is carried out once when the host fails at %s and the step comes back',
    async (call) => {
      const { say, pipeline, asked } = await commandedChange();
      pipeline.host.failNext = { call, error: new TransientError('REMOTE_UNAVAILABLE', 'The host is away.') };

      await say(WORD, { forMs: 60_000 });

      expect(await acknowledgementsOf(pipeline)).toHaveLength(1);
      expect(asked().map(({ rerun }) => rerun)).toEqual([1]);
      expect(pipeline.host.comments()).toHaveLength(1);
    },
  );

  it('asks for the same run when its process dies between its record and its messages', async () => {
    const { say, pipeline, asked, dieBeforeSending } = await commandedChange();
    dieBeforeSending();

    await say(WORD, { forMs: 60_000 });

    expect(asked().map(({ rerun }) => rerun)).toEqual([1]);
    expect(await acknowledgementsOf(pipeline)).toHaveLength(1);
    expect(pipeline.host.comments()).toHaveLength(1);
  });

  it('asks for a run of its own when another command was judged meanwhile', async () => {
    const { say, judge, asked } = await commandedChange();
    await say(WORD);
    const [first] = asked();
    await judge('run-222222222222222222222222', requestRecord({}, { rerun: first?.rerun ?? 0 }), 60_000);

    await say('/perf-agent revoke http_req_duration p95', { comment: '2' });

    expect(asked().map(({ rerun }) => rerun)).toEqual([1, 2]);
  });

  it('answers each command by itself', async () => {
    const { say, pipeline } = await commandedChange();

    await say(WORD);
    await say('/perf-agent revoke http_req_duration p95', { comment: '2' });

    expect(pipeline.host.comments()).toEqual([
      expect.stringContaining('ada answers for'),
      expect.stringContaining('is taken back'),
    ]);
  });

  it('remembers that the change shall become the baseline when it is merged, and pins nothing now', async () => {
    const { say, pipeline } = await commandedChange();

    await say(WORD.replace(' because', ' as baseline because'));

    expect((await acknowledgementsOf(pipeline)).map(({ asBaseline }) => asBaseline)).toEqual([true]);
    expect(await pipeline.index.getPin('default', 'orders', 'main', signal)).toBeNull();
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('When it is merged')]);
  });

  it.each([
    ['somebody who may only read', { author: 'eve' }, 'only who may write'],
    ['the connection itself', { author: 'bot' }, 'our own'],
    ['a comment that says something else by now', { now: WORD.replace('p95', 'p99') }, 'changed before'],
    ['a comment that was deleted', { now: null }, 'gone'],
  ])('does not hear %s, and writes nothing', async (_name, how, why) => {
    const { say, pipeline, asked } = await commandedChange();

    const { output } = await say(WORD, how);

    expect(output).toMatchObject({ did: 'ignored', why: expect.stringContaining(why) as string });
    expect(await acknowledgementsOf(pipeline)).toEqual([]);
    expect([asked(), pipeline.host.comments()]).toEqual([[], []]);
  });

  it.each([
    ['is not understood', '/perf-agent acknowledge cpu until soon because x y', 'Not understood'],
    [
      'is on a figure that is not worse',
      '/perf-agent acknowledge cpu until 2026-12-31 because slow',
      'Nothing to acknowledge',
    ],
    [
      'ends in the past',
      '/perf-agent acknowledge http_req_duration until 2020-01-01 because slow',
      'has passed',
    ],
  ])('says on the change when it %s, and keeps nothing', async (_name, text, said) => {
    const { say, pipeline, asked } = await commandedChange();

    const { output } = await say(text);

    expect(output).toMatchObject({ did: 'refused', by: 'ada', reply: 'created' });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining(said)]);
    expect(await acknowledgementsOf(pipeline)).toEqual([]);
    expect(asked()).toEqual([]);
  });

  it.each([
    'SECRET',
    'acknowledge SECRET until 2026-12-31 because slow',
    'acknowledge * until SECRET because slow',
    'acknowledge * until 2026-12-31 SECRET because slow',
    'acknowledge http_req_duration until 2026-12-31 because SECRET was slow',
    'revoke SECRET',
    'revoke http_req_duration SECRET',
  ])('keeps and answers none of what a person should not have written: %s', async (text) => {
    const { say, pipeline } = await commandedChange();
    const secret = 'dana.fields@shop-orders.io';

    const { output } = await say(`/perf-agent ${text.replace('SECRET', secret)}`);
    await pipeline.drain();

    const told = pipeline.host.comments().join('');
    // Marks of Markdown part what they stand within.
    expect(told.replaceAll('\u200b', '').replaceAll('\\', '')).not.toContain('dana.fields');
    expect(JSON.stringify([output, pipeline.artifacts.texts(), pipeline.audit.entries])).not.toContain(
      'dana',
    );
    expect(told).toMatch(/email-[0-9a-f]{12}/);
  });

  it('is carried out where the conversation is locked, and says so in its record', async () => {
    const { say, pipeline, asked } = await commandedChange();
    const error = new PermanentError('REMOTE_FORBIDDEN', 'The conversation is locked.');
    pipeline.host.failNext = { call: 'ensureComment', error };

    const { output } = await say(WORD);

    expect(output).toMatchObject({ did: 'acknowledged', reply: 'refused' });
    expect(asked()).toHaveLength(1);
  });

  it('is answered when it failed for good, and stands among the dead letters', async () => {
    const { say, pipeline } = await commandedChange();
    const error = new PermanentError('REMOTE_FORBIDDEN', 'The token may not read the merge request.');
    pipeline.host.failNext = { call: 'fetchComment', error };

    await say(WORD);

    expect(pipeline.rejected.map(({ queue }) => queue)).toEqual(['command-rejected']);
    expect(pipeline.host.comments()).toEqual([
      expect.stringMatching(/Not done: `REMOTE_FORBIDDEN` The token may not read/),
    ]);
    expect(pipeline.index.patches.some(({ status }) => status === 'failed')).toBe(false);
  });

  it('is no run: the list of runs does not know it', async () => {
    const { say, pipeline } = await commandedChange();

    const { id } = await say(WORD);

    expect(await pipeline.index.getRun('default', id, signal)).toBeNull();
  });

  it('lets the commit of a fork that was let in be judged again, and no later one', async () => {
    const { say, pipeline, asked } = await commandedChange();
    pipeline.host.change = rawChangeOf({ fork: true });
    await say(WORD);
    pipeline.host.change = rawChangeOf({ fork: true, headSha: 'c'.repeat(40) });

    await say(WORD, { comment: '2' });

    expect(asked().map(({ trigger, rerun }) => [trigger.kind, rerun])).toEqual([
      ['comment', 1],
      ['webhook', 0],
    ]);
  });
});
