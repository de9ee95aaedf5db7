import { describe, expect, it } from 'vitest';
import { say, waitingApproval } from '../../test/support/waiting-approval.ts';

describe('a group that may approve', () => {
  it('is looked up again when somebody decides: who has left it decides nothing', async () => {
    const { host, ...pipeline } = await waitingApproval();
    const { policy, version } = await pipeline.ports.policy();
    Object.assign(pipeline.ports, {
      policy: async () => ({ policy: { ...policy, groups: { leads: ['bert'] } }, version }),
    });

    const left = await say(pipeline, 'anna', 'approve');
    await pipeline.drain();
    expect(host.statuses.at(-1)).toMatchObject({ state: 'pending' });
    const member = await say(pipeline, 'bert', 'approve');
    await pipeline.drain();

    expect(left?.judged).toMatchObject({ accepted: false, why: 'not-allowed' });
    expect(member?.judged.accepted).toBe(true);
    expect(host.statuses.at(-1)?.description).toContain('Approved by bert.');
  });
});
