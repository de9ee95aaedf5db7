import { describe, expect, it } from 'vitest';
import { requestRecord, stageFor } from '../../test/support/memory-stage.ts';
import { receiveRequest } from './receive-request.ts';

describe('receive-request', () => {
  it.each([
    ['judge', 'plan'],
    ['learn-merged', 'learn'],
  ] as const)('keeps a request to %s as it is and hands it to "%s"', async (intent, queue) => {
    const request = requestRecord({}, { intent });
    const { context } = stageFor({}, { data: request });

    const result = await receiveRequest().run(context);

    expect(result).toEqual({ output: request, emits: [{ queue }] });
  });

  it.each([
    ['no data', undefined, /request/i],
    ['a commit that is no commit', requestRecord({ headSha: 'main' }), /headSha/],
    ['a tenant that could leave its folder', requestRecord({}, { tenant: '../other' }), /tenant/],
    ['a title of any length but no number', { ...requestRecord(), rerun: -1 }, /rerun/],
  ])('refuses %s for good and says what is wrong', async (_name, data, said) => {
    const { context } = stageFor({}, { data });

    const receiving = receiveRequest().run(context);

    await expect(receiving).rejects.toMatchObject({ code: 'INPUT_INVALID', disposition: 'dead-letter' });
    await expect(receiving).rejects.toThrow(said);
  });
});
