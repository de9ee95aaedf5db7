import { describe, expect, it } from 'vitest';
import { bodyOf, doorRequest } from '../../test/support/door-request.ts';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { testMasker } from '../../test/support/memory-stage.ts';
import { Acknowledgement } from '../contracts/acknowledgement.ts';
import { keptName } from '../masking/kept-name.ts';
import { listAcknowledgements } from './acknowledge.ts';

const KEEPER = { tenant: 'default', maskerOf: testMasker };
const SERVICE = 'orders-10.0.0.1';
const BRANCH = 'for-jane.doe@example.org';

describe('the door that lists acknowledgements', () => {
  it('finds a service and a branch by their own names where those are kept masked', async () => {
    const index = createMemoryIndex();
    const word = Acknowledgement.parse({
      schema: 'perf-agent.acknowledgement.v1',
      tenant: 'default',
      service: keptName(SERVICE, KEEPER),
      branch: keptName(BRANCH, KEEPER),
      change: null,
      metric: 'http_req_duration',
      statistic: null,
      upTo: null,
      at: '2026-05-04T10:00:00.000Z',
      until: '2026-06-01T00:00:00.000Z',
      owner: 'team-orders',
      by: 'ada',
      via: 'api',
      reason: 'known',
    });
    await index.putAcknowledgement(word, AbortSignal.timeout(5_000));
    const door = listAcknowledgements({ ...KEEPER, index, clock: { now: () => new Date(word.at) } });
    const listed = async (query: Readonly<Record<string, string>>): Promise<unknown> =>
      bodyOf(await door(doorRequest({ path: `/?${new URLSearchParams(query).toString()}` })));

    const found = { acknowledgements: [{ ...word, holds: true }] };
    expect(await listed({ service: SERVICE })).toEqual(found);
    expect(await listed({ service: SERVICE, branch: BRANCH })).toEqual(found);
    expect(await listed({ service: SERVICE, branch: 'main' })).toEqual({ acknowledgements: [] });
  });
});
