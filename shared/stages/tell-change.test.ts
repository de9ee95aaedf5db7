import { describe, expect, it } from 'vitest';
import { createMemoryChangeHost, rawChangeOf, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryLock } from '../../test/support/memory-pipeline.ts';
import { connectionsOf, requestRecord, stageFor } from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import { type ChangeNews, tellChange } from './tell-change.ts';

const NEWS: ChangeNews = {
  body: Masked.parse('### It is slower'),
  state: 'failed',
  description: Masked.parse('It is slower'),
  url: 'https://perf.example/report.html',
};

describe('tellChange', () => {
  it('comments and sets the status under the lock of the change', async () => {
    const { host, lock, tell } = setUp();

    const told = await tell(requestRecord());

    expect(told).toEqual({
      comment: { status: 'created', url: 'https://git.example/note_1' },
      commitStatus: 'failed',
    });
    expect(host.comments()).toEqual([expect.stringContaining('### It is slower')]);
    expect(host.statuses).toEqual([
      expect.objectContaining({ sha: TEST_HEAD, state: 'failed', url: NEWS.url, summary: NEWS.body }),
    ]);
    expect(lock.taken).toEqual(['changes/git/shop/orders/7']);
  });

  it("keeps comment and check of a service judged beside the change's own apart from them", async () => {
    const { host, tell } = setUp();
    const besides = { ...NEWS, state: 'success' as const, body: Masked.parse('### All is well') };

    await tell(requestRecord());
    await tell(requestRecord(), { ...besides, beside: Masked.parse('payments') });
    await tell(requestRecord(), { ...NEWS, beside: Masked.parse('payments') });

    expect(host.comments()).toEqual([
      expect.not.stringContaining('payments'),
      expect.stringMatching(/### It is slower[^]*service `payments`/),
    ]);
    expect(host.statuses.map(({ beside, state }) => [beside, state])).toEqual([
      [undefined, 'failed'],
      ['payments', 'success'],
      ['payments', 'failed'],
    ]);
  });

  it('finds its comment again and updates it; told twice the same, it writes nothing', async () => {
    const { host, tell } = setUp();
    await tell(requestRecord());
    const writes = host.writes();

    const same = await tell(requestRecord());
    const other = await tell(requestRecord(), { ...NEWS, body: Masked.parse('### It is fast') });

    expect([same.comment.status, other.comment.status]).toEqual(['unchanged', 'updated']);
    expect(host.writes()).toBe(writes + 1);
    expect(host.comments()).toHaveLength(1);
  });

  it('ends the check of a commit that a newer one took the place of, and comments nothing', async () => {
    const { host, tell } = setUp();
    host.change = rawChangeOf({ headSha: 'c'.repeat(40) });

    const told = await tell(requestRecord());

    expect(told).toEqual({
      comment: { status: 'superseded', by: 'c'.repeat(40) },
      commitStatus: 'superseded',
    });
    expect(host.comments()).toEqual([]);
    expect(host.statuses.map(({ sha, state, description }) => [sha, state, description])).toEqual([
      [TEST_HEAD, 'success', 'Superseded by cccccccc; not judged any further.'],
    ]);
  });

  it.each(['REMOTE_FORBIDDEN', 'REMOTE_REFUSED', 'REMOTE_NOT_FOUND'] as const)(
    'keeps the status of a change that takes no comment (%s), and says why once',
    async (code) => {
      const { host, tell } = setUp();
      host.failNext = {
        call: 'ensureComment',
        error: new PermanentError(code, 'The conversation is locked.'),
      };

      const told = await tell(requestRecord());

      expect(told).toEqual({
        comment: { status: 'refused', code, why: 'The conversation is locked.' },
        commitStatus: 'failed',
      });
      expect([host.comments(), host.statuses.length]).toEqual([[], 1]);
    },
  );

  it('fails when the comment may come about later, or the token is not accepted at all', async () => {
    const { host, tell } = setUp();
    const errors = [
      new TransientError('REMOTE_UNAVAILABLE', 'down'),
      new PermanentError('REMOTE_UNAUTHORISED', 'token'),
    ];

    for (const error of errors) {
      host.failNext = { call: 'ensureComment', error };
      await expect(tell(requestRecord())).rejects.toBe(error);
    }
    expect(host.statuses).toEqual([]);
  });

  it('sets the status alone for a commit that belongs to no change', async () => {
    const { host, tell } = setUp();

    const told = await tell(requestRecord({ number: null }));

    expect(told).toEqual({ comment: { status: 'not-a-change' }, commitStatus: 'failed' });
    expect([host.comments(), host.statuses.length]).toEqual([[], 1]);
  });

  it('tells nobody about a commit that is on no code host', async () => {
    const { host, tell } = setUp();

    const told = await tell(requestRecord({ connection: null }));

    expect(told).toEqual({ comment: { status: 'not-a-change' }, commitStatus: 'not-a-change' });
    expect(host.writes()).toBe(0);
  });

  it('comes back later, without a word, while another process tells the change something', async () => {
    const { host, lock, tell } = setUp();
    lock.held.add('changes/git/shop/orders/7');

    await expect(tell(requestRecord())).rejects.toMatchObject({
      code: 'LOCK_HELD',
      disposition: 'retry-later',
    });
    expect(host.writes()).toBe(0);
  });

  it('says nothing more when another delivery of the message has done the step', async () => {
    const lock = createMemoryLock();
    const host = createMemoryChangeHost();
    const connections = connectionsOf({ git: { changes: host } });
    const { context } = stageFor({ deliver: {} });

    const telling = tellChange(requestRecord(), NEWS, { connections, lock }, context);

    await expect(telling).rejects.toMatchObject({ code: 'STEP_DONE' });
    expect(host.writes()).toBe(0);
  });

  it('refuses a connection that is no code host, and names it', async () => {
    const lock = createMemoryLock();
    const connections = connectionsOf({ git: {} });

    const telling = tellChange(requestRecord(), NEWS, { connections, lock }, stageFor().context);

    await expect(telling).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(telling).rejects.toThrow(/"git"/);
  });
});

function setUp() {
  const host = createMemoryChangeHost();
  const lock = createMemoryLock();
  const connections = connectionsOf({ git: { changes: host } });
  const tell = (request: AnalysisRequested, news = NEWS): ReturnType<typeof tellChange> =>
    tellChange(request, news, { connections, lock }, stageFor().context);
  return { host, lock, tell };
}
