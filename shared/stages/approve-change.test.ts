import { describe, expect, it } from 'vitest';
import { TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { measurementOf, runsOf } from '../../test/support/memory-measurements.ts';
import {
  approvalNotes,
  say,
  stands,
  type WaitingPipeline,
  waitingApproval,
} from '../../test/support/waiting-approval.ts';
import { Masked } from '../contracts/masked.ts';
import { TransientError } from '../errors/pipeline-error.ts';
import { rebuildIndex } from '../pipeline/rebuild-index.ts';
import { storedAuditLog } from '../pipeline/stored-audit-log.ts';
import { verifyAuditLog } from '../pipeline/verify-audit-log.ts';

const MINUTE_MS = 60_000;

describe('a change that waits for approval', () => {
  it('stays pending and says who may approve, why, how and until when', async () => {
    const { host, ...pipeline } = await waitingApproval();

    expect(host.statuses.map(({ state }) => state)).toEqual(['pending', 'pending']);
    expect(host.statuses.at(-1)?.description).toMatch(
      /^Waits for approval by anna or bert\. Verdict: Failed\. Performance regression/,
    );
    expect(host.comments()).toHaveLength(1);
    expect(host.comments()[0]).toContain(
      '**Waits for approval** by anna or bert until 2026-05-05 10:00 UTC.',
    );
    expect(host.comments()[0]).toContain(`perf-agent approvals approve ${pipeline.runId}`);
    expect(pipeline.rejected).toEqual([]);
  });

  it('waits for whom the rule of its files names, and says where that rule stands', async () => {
    const database = { id: 'database', when: {}, approvers: ['bert'] };
    const paths = [{ id: 'db', match: ['db/**'], approvals: [database, { id: 'risky', count: 2 }] }];

    const { host, ...pipeline } = await waitingApproval({}, {}, { paths });
    const other = await say(pipeline, 'anna', 'approve');
    const owner = await say(pipeline, 'bert', 'approve');

    expect(host.comments()[0]).toContain('**Waits for approval** by bert until');
    expect(host.comments()[0]).toContain(
      'Rule `database` (policy test:1 (path)): the policy asks for every change.',
    );
    expect(other?.judged).toMatchObject({ accepted: false, why: 'not-allowed' });
    expect(owner?.judged.accepted).toBe(true);
  });

  it('turns to success when somebody approves, with the verdict as it was and who said so and why', async () => {
    const { host, ...pipeline } = await waitingApproval();

    const spoken = await say(pipeline, 'anna', 'approve', { reason: 'rollback is ready' });
    await pipeline.drain();

    expect(spoken?.judged.accepted).toBe(true);
    expect(host.statuses.at(-1)).toMatchObject({ state: 'success' });
    expect(host.statuses.at(-1)?.description).toMatch(
      /^Approved by anna: rollback is ready\. Verdict: Failed\. Performance regression/,
    );
    expect(host.comments()).toEqual([expect.stringContaining('Approved by anna: rollback is ready.')]);
    expect(host.comments()[0]).not.toContain('Waits for approval');
    expect(await stands(pipeline)).toMatchObject([{ status: 'approved', sequence: 2 }]);
    expect(approvalNotes(pipeline)).toEqual([
      { action: 'approval.asked' },
      { action: 'approval.approved', by: 'anna', channel: 'command-line', reason: 'rollback is ready' },
    ]);
    const log = storedAuditLog(pipeline.audit, 'default', signal());
    expect(await verifyAuditLog(log, [])).toMatchObject({ valid: true });
  });

  it('stays failed when somebody rejects it', async () => {
    const { host, ...pipeline } = await waitingApproval();

    await say(pipeline, 'bert', 'reject', { reason: 'not before the sale' });
    await pipeline.drain();

    expect(host.statuses.at(-1)).toMatchObject({ state: 'failed' });
    expect(host.statuses.at(-1)?.description).toContain('Rejected by bert: not before the sale.');
  });

  it('fails when its time is over, and takes no approval after that', async () => {
    const { host, ...pipeline } = await waitingApproval();

    await pipeline.drain({ forMs: 24 * 60 * MINUTE_MS + MINUTE_MS });
    const late = await say(pipeline, 'anna', 'approve');
    await pipeline.drain();

    expect(host.statuses.at(-1)).toMatchObject({ state: 'failed' });
    expect(host.statuses.at(-1)?.description).toContain('Nobody approved it by 2026-05-05 10:00 UTC.');
    expect(late?.judged).toMatchObject({ accepted: false, why: 'late' });
    expect(approvalNotes(pipeline).map(({ action }) => action)).toEqual([
      'approval.asked',
      'approval.reminded',
      'approval.escalated',
      'approval.expired',
    ]);
  });

  it('takes an approval of those it is escalated to, and only then', async () => {
    const { host, ...pipeline } = await waitingApproval();

    const early = await say(pipeline, 'cy', 'approve');
    await pipeline.drain({ forMs: 241 * MINUTE_MS });
    expect(host.comments()[0]).toContain('by anna, bert or cy');
    const after = await say(pipeline, 'cy', 'approve');
    await pipeline.drain();

    expect([early?.judged.accepted, after?.judged.accepted]).toEqual([false, true]);
    expect(host.statuses.at(-1)).toMatchObject({ state: 'success' });
  });

  it('is decided once when two people answer at the same moment', async () => {
    const { host, ...pipeline } = await waitingApproval();

    const answers = await Promise.all([
      say(pipeline, 'anna', 'approve'),
      say(pipeline, 'bert', 'reject'),
      say(pipeline, 'anna', 'approve', { key: 'anna again' }),
    ]);
    await pipeline.drain();

    expect(answers.filter((spoken) => spoken?.judged.accepted)).toHaveLength(1);
    expect(host.statuses.filter(({ state }) => state !== 'pending')).toHaveLength(1);
    expect(pipeline.artifacts.refs().filter((ref) => ref.startsWith('approvals/'))).toHaveLength(2);
  });

  it('is either approved or waits when the second agrees at the moment in which the first takes theirs back', async () => {
    const { host, ...pipeline } = await waitingApproval({ count: 2 });
    await say(pipeline, 'anna', 'approve');
    await pipeline.drain();

    const [second, back] = await Promise.all([
      say(pipeline, 'bert', 'approve'),
      say(pipeline, 'anna', 'revoke'),
    ]);
    await pipeline.drain();

    const isApproved = back?.judged.accepted === false;
    expect(second?.judged.accepted).toBe(true);
    expect(await stands(pipeline)).toMatchObject([{ status: isApproved ? 'approved' : 'waiting' }]);
    expect(host.statuses.at(-1)).toMatchObject({ state: isApproved ? 'success' : 'pending' });
  });

  it('turns all the same when the process dies between the decision and the message that hands it on', async () => {
    const { host, ...pipeline } = await waitingApproval();
    const { send } = pipeline.ports.sender;
    const dying = {
      ...pipeline.ports,
      sender: {
        send: (messages: Parameters<typeof send>[0]) =>
          messages.some(({ envelope }) => envelope.part?.startsWith('act-'))
            ? Promise.reject(new TransientError('QUEUE_UNAVAILABLE', 'the process died here'))
            : send(messages, signal()),
      },
    };

    await expect(say({ ...pipeline, ports: dying }, 'anna', 'approve')).rejects.toThrow('died here');
    await pipeline.drain();
    expect(host.statuses.at(-1)).toMatchObject({ state: 'pending' });
    await pipeline.drain({ forMs: 10_000 });

    expect(host.statuses.at(-1)).toMatchObject({ state: 'success' });
    expect(approvalNotes(pipeline).map(({ action }) => action)).toEqual([
      'approval.asked',
      'approval.approved',
    ]);
  });

  it('ends with a newer commit: its approval decides nothing about the old one', async () => {
    const { host, ...pipeline } = await waitingApproval();
    const headSha = 'd'.repeat(40);
    if (host.change !== null) host.change = { ...host.change, headSha };
    await pipeline.measure([
      measurementOf({ commit: headSha }),
      ...runsOf([160, 161, 159], { commit: headSha }),
    ]);

    await pipeline.request({ headSha });
    await pipeline.drain();
    const late = await say(pipeline, 'anna', 'approve');
    await pipeline.drain();

    expect(late?.judged).toMatchObject({ accepted: false, why: 'late' });
    expect((await stands(pipeline)).map(({ headSha: head, status }) => [head, status])).toEqual(
      expect.arrayContaining([
        [headSha, 'waiting'],
        [TEST_HEAD, 'superseded'],
      ]),
    );
    expect(host.statuses.filter(({ sha }) => sha === headSha).map(({ state }) => state)).toEqual([
      'pending',
      'pending',
    ]);
  });

  it('ends with another target branch, and says so', async () => {
    const { host, ...pipeline } = await waitingApproval({ count: 2 });
    if (host.change !== null) host.change = { ...host.change, targetBranch: 'release' };

    await say(pipeline, 'anna', 'approve');
    await pipeline.drain();
    const late = await say(pipeline, 'bert', 'approve');

    expect(JSON.stringify(late)).toContain('the change has another target branch now');
  });

  it('ends with a newer run of the same commit: who agreed to the verdict of the older one does not let the newer pass', async () => {
    const { host, ...pipeline } = await waitingApproval();

    await pipeline.request({}, { rerun: 1 });
    await pipeline.drain();
    const late = await say(pipeline, 'anna', 'approve');
    await pipeline.drain();

    expect(late?.judged).toMatchObject({ accepted: false, why: 'late' });
    expect(String(late?.judged.accepted === false && late.judged.words)).toContain(
      'a newer run of the same commit',
    );
    expect((await stands(pipeline)).map(({ status }) => status).sort()).toEqual(['superseded', 'waiting']);
    expect(host.statuses.at(-1)).toMatchObject({ state: 'pending' });
    expect(host.statuses.at(-1)?.description).toContain('Waits for approval by anna or bert');
  });

  it('is not ended by the run of another service, nor by an older run that is delivered late', async () => {
    const pipeline = await waitingApproval();
    await pipeline.request({}, { service: Masked.parse('payments') });
    const first = await pipeline.request({}, { rerun: 2 });
    await pipeline.drain();

    await pipeline.request({}, { rerun: 1 });
    await pipeline.drain();

    const waiting = (await stands(pipeline)).filter(({ status }) => status === 'waiting');
    expect(waiting.map(({ runId }) => runId)).toContain(first);
  });

  it('wants two different people where the policy does, and takes an approval back until then', async () => {
    const { host, ...pipeline } = await waitingApproval({ count: 2 });

    await say(pipeline, 'anna', 'approve');
    const twice = await say(pipeline, 'anna', 'approve', { key: 'another click' });
    await pipeline.drain();
    expect(host.statuses.at(-1)).toMatchObject({ state: 'pending' });
    expect(host.comments()[0]).toContain('1 of 2 so far: anna.');
    await say(pipeline, 'anna', 'revoke', { key: 'back' });
    await say(pipeline, 'bert', 'approve');
    await pipeline.drain();
    expect(host.statuses.at(-1)).toMatchObject({ state: 'pending' });
    await say(pipeline, 'anna', 'approve', { key: 'after all' });
    await pipeline.drain();

    expect(twice?.judged).toMatchObject({ accepted: false, why: 'repeated' });
    expect(host.statuses.at(-1)?.description).toContain('Approved by bert and anna.');
  });

  it('fails at once, and says why, when the policy names nobody but the author', async () => {
    const { host } = await waitingApproval({ approvers: ['ada'], escalate: null });

    expect(host.statuses.at(-1)).toMatchObject({ state: 'failed' });
    expect(host.comments()[0]).toContain('**Nobody may approve this.**');
  });

  it('stands in the index again after a rebuild from the artifacts', async () => {
    const pipeline = await waitingApproval();
    await say(pipeline, 'anna', 'approve');
    await pipeline.drain();
    const before = await stands(pipeline);

    const report = await rebuildIndex(pipeline.artifacts, pipeline.index, () => undefined, signal());

    expect(report).toMatchObject({ approvalEvents: 2, unreadable: [] });
    expect(before).toMatchObject([{ status: 'approved' }]);
    expect(await stands(pipeline)).toEqual(before);
  });

  it('changes nothing when every message is delivered again after the decision', async () => {
    const { host, ...pipeline } = await waitingApproval();
    const sent: Parameters<WaitingPipeline['deliver']>[0][] = [];
    const { send } = pipeline.ports.sender;
    pipeline.ports.sender.send = async (messages, at) => {
      sent.push(...messages);
      return send(messages, at);
    };
    await say(pipeline, 'anna', 'approve');
    await pipeline.drain({ forMs: MINUTE_MS });
    const before = [host.writes(), pipeline.artifacts.refs().length, pipeline.audit.entries.length];

    for (const message of sent.splice(0)) await pipeline.deliver(message);
    await pipeline.drain();

    expect([host.writes(), pipeline.artifacts.refs().length, pipeline.audit.entries.length]).toEqual(before);
  });
});

function signal(): AbortSignal {
  return AbortSignal.timeout(20_000);
}
