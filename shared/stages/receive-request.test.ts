import { describe, expect, it } from 'vitest';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { connectionsOf, requestRecord, stageFor, testMasker } from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import { receiveRequest } from './receive-request.ts';

const PORTS = {
  index: createMemoryIndex(),
  connections: connectionsOf({}),
  maskerOf: () => testMasker(),
};

describe('receive-request', () => {
  it.each([
    ['judge', 'plan'],
    ['learn-merged', 'learn'],
  ] as const)('keeps a request to %s as it is and hands it to "%s"', async (intent, queue) => {
    const request = requestRecord({}, { intent });
    const { context } = stageFor({}, { data: request });

    const result = await receiveRequest(PORTS).run(context);

    expect(result).toMatchObject({ output: request, emits: [{ queue }] });
  });

  it('says for the audit log who asked, which way and for which commit', async () => {
    const caller = Masked.parse('key 8f3a0c1d2e4b5a69');
    const byHand = { kind: 'api' as const, event: Masked.parse('requested'), deliveryId: null, caller };
    const request = requestRecord({}, { trigger: { ...requestRecord().trigger, ...byHand }, rerun: 2 });
    const { context } = stageFor({}, { data: request });

    const { remarks } = await receiveRequest(PORTS).run(context);

    expect(remarks).toEqual([
      {
        action: 'run.requested',
        subject: 'git:shop/orders!7',
        details: {
          intent: 'judge',
          commit: request.change.headSha,
          via: 'api',
          event: 'requested',
          deliveryId: null,
          caller,
          rerun: 2,
        },
      },
    ]);
  });

  it.each([
    ['no data', undefined, /request/i],
    ['a commit that is no commit', requestRecord({ headSha: 'main' }), /headSha/],
    ['a tenant that could leave its folder', requestRecord({}, { tenant: '../other' }), /tenant/],
    ['a title of any length but no number', { ...requestRecord(), rerun: -1 }, /rerun/],
  ])('refuses %s for good and says what is wrong', async (_name, data, said) => {
    const { context } = stageFor({}, { data });

    const receiving = receiveRequest(PORTS).run(context);

    await expect(receiving).rejects.toMatchObject({ code: 'INPUT_INVALID', disposition: 'dead-letter' });
    await expect(receiving).rejects.toThrow(said);
  });
});
