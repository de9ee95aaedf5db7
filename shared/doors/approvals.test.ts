import { describe, expect, it } from 'vitest';
import { bodyOf, doorRequest, TEST_CALLER } from '../../test/support/door-request.ts';
import {
  approvalDoorPorts,
  approvalEvents,
  type WaitingPipeline,
  waitingApproval,
} from '../../test/support/waiting-approval.ts';
import { AuditEntry } from '../contracts/audit-note.ts';
import { listApprovals, sayOnApproval, showApproval } from './approvals.ts';
import type { DoorReply } from './door.ts';
import { hearWord } from './hear-word.ts';

const ANNA = { by: 'anna', code: 'code-of-anna-0123456789' };

describe('the approval doors', () => {
  it('list what waits, and show who is asked and what was said', async () => {
    const pipeline = await waitingApproval();
    const ports = approvalDoorPorts(pipeline);
    const params = { runId: pipeline.runId };

    const listed = await listApprovals(ports)(doorRequest({ path: '/?status=waiting' }));
    const none = await listApprovals(ports)(doorRequest({ path: '/?status=approved' }));
    const shown = await showApproval(ports)(doorRequest({ params }));

    expect(bodyOf(listed)).toMatchObject({ approvals: [{ runId: pipeline.runId, status: 'waiting' }] });
    expect(bodyOf(none)).toEqual({ approvals: [] });
    expect(bodyOf(shown)).toMatchObject({
      approval: { status: 'waiting', mayApprove: [{ id: 'anna' }, { id: 'bert' }], count: 1 },
      events: [{ sequence: 1 }],
    });
  });

  it('take the word of who has the code, and the same word with the same key once', async () => {
    const pipeline = await waitingApproval({ count: 2 });

    const word = { ...ANNA, word: 'approve', reason: 'fine', key: 'job of jane.doe@example.org' };
    const first = await say(pipeline, word);
    const again = await say(pipeline, word);

    expect([first.status, again.status]).toEqual([200, 409]);
    expect(bodyOf(first)).toMatchObject({ approval: { approvals: [{ by: 'anna', channel: 'api' }] } });
    expect(approvalEvents(pipeline)).toHaveLength(2);
    const shown = await showApproval(approvalDoorPorts(pipeline))(
      doorRequest({ params: { runId: pipeline.runId } }),
    );
    expect(JSON.stringify(bodyOf(shown))).not.toContain('jane.doe');
  });

  it('cuts a reason that is too long after it is masked, so that no half of a secret stays', async () => {
    const pipeline = await waitingApproval();
    const secret = 'glpat-4kTz9QwXy7Rb2mNvLp3s';
    const raw = {
      word: { kind: 'approve' as const },
      by: 'anna',
      channel: 'page' as const,
      reason: `${'so '.repeat(330)}${secret} and so on`,
      key: 'page',
    };

    await hearWord(approvalDoorPorts(pipeline), pipeline.runId, raw, doorRequest());

    const shown = await showApproval(approvalDoorPorts(pipeline))(
      doorRequest({ params: { runId: pipeline.runId } }),
    );
    expect(JSON.stringify(bodyOf(shown))).toContain('so so <secret-');
    expect(JSON.stringify(bodyOf(shown))).not.toContain('glpat');
  });

  it('note in the audit log whose word it was and with whose key it came, counted or refused', async () => {
    const pipeline = await waitingApproval();

    await say(pipeline, { ...ANNA, word: 'approve', reason: 'fine' });
    await say(pipeline, { ...ANNA, word: 'approve', reason: 'once more' });
    await pipeline.drain();

    const notes = pipeline.audit.entries.map((text) => AuditEntry.parse(JSON.parse(text)).note);
    const said = notes.filter(({ action }) => /^approval\.(approved|refused)$/.test(action));
    expect(said.map(({ action, details }) => [action, details['by'], details['caller']]).sort()).toEqual([
      ['approval.approved', 'anna', `key ${TEST_CALLER.id}`],
      ['approval.refused', 'anna', `key ${TEST_CALLER.id}`],
    ]);
  });

  it('masks the reason before it is kept', async () => {
    const pipeline = await waitingApproval();
    const secret = 'dana.fields@shop-orders.io';

    await say(pipeline, { ...ANNA, word: 'approve', reason: `asked ${secret}` });
    await pipeline.drain();

    expect(JSON.stringify(pipeline.artifacts.texts())).not.toContain(secret);
    expect(pipeline.audit.entries.join('')).not.toContain(secret);
    expect(pipeline.host.comments().join('')).not.toContain(secret);
  });

  it('hand a right on, after which only the delegate may use it', async () => {
    const pipeline = await waitingApproval();

    const given = await say(pipeline, { ...ANNA, word: 'delegate', to: 'cy' });
    const giver = await say(pipeline, { ...ANNA, word: 'approve' });
    await pipeline.drain();

    expect([given.status, giver.status]).toEqual([200, 403]);
    expect(pipeline.host.comments()[0]).toContain('by cy or bert');
  });

  it.each([
    ['a wrong code', { ...ANNA, code: 'code-of-bert-0123456789', word: 'approve' }, 403],
    ['somebody unknown', { by: 'eve', code: 'x', word: 'approve' }, 403],
    ['the author', { by: 'ada', code: 'code-of-ada-01234567890', word: 'approve' }, 403],
    ['a word that there is not', { ...ANNA, word: 'merge' }, 400],
    ['a right for nobody', { ...ANNA, word: 'delegate' }, 400],
    ['a right with an approval', { ...ANNA, word: 'approve', to: 'cy' }, 400],
    ['a right for the author', { ...ANNA, word: 'delegate', to: 'ada' }, 400],
    ['nothing to take back', { ...ANNA, word: 'revoke' }, 409],
    ['a field that there is not', { ...ANNA, word: 'approve', verdict: 'pass' }, 400],
  ])('refuse %s and change nothing', async (_what, body, status) => {
    const pipeline = await waitingApproval();
    const before = approvalEvents(pipeline);

    const reply = await say(pipeline, body);

    expect(reply.status).toBe(status);
    expect(approvalEvents(pipeline)).toEqual(before);
  });

  it('know nothing of a run that nobody was asked about, nor of one of another tenant', async () => {
    const pipeline = await waitingApproval();
    const ports = approvalDoorPorts(pipeline);
    const params = { runId: pipeline.runId };
    const other = { runId: 'run-000000000000000000000000' };
    const body = JSON.stringify({ ...ANNA, word: 'approve' });

    const replies = await Promise.all([
      showApproval(ports)(doorRequest({ params: other })),
      showApproval({ ...ports, tenant: 'other' })(doorRequest({ params })),
      sayOnApproval(ports)(doorRequest({ params: other, body })),
      sayOnApproval({ ...ports, tenant: 'other' })(doorRequest({ params, body })),
    ]);

    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });
});

function say(pipeline: WaitingPipeline, body: object): Promise<DoorReply> {
  const request = doorRequest({
    params: { runId: pipeline.runId },
    body: JSON.stringify(body),
    caller: TEST_CALLER,
  });
  return sayOnApproval(approvalDoorPorts(pipeline))(request);
}
