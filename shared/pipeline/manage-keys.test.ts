import { expect, it } from 'vitest';
import { testMasker } from '../../test/support/memory-stage.ts';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import type { ApiKey } from '../contracts/access.ts';
import { createKey } from './manage-keys.ts';

it('keeps the name of a key and of its services masked, in the list of keys and in the audit log', async () => {
  const kept: ApiKey[] = [];
  const audit = createMemoryAudit();
  const keys = {
    create: (key: ApiKey) => Promise.resolve(void kept.push(key)),
    list: () => Promise.resolve([]),
    end: () => Promise.resolve(null),
    use: () => Promise.resolve(null),
  };
  const rights = {
    role: 'reader' as const,
    services: ['orders-10.1.2.3'],
    requestsPerMinute: 60,
    validForMs: 60_000,
  };

  const { key } = await createKey(
    { tenant: 'default', by: 'ada', name: 'job of jane.doe@example.org', ...rights },
    {
      access: { keys },
      audit,
      clock: { now: () => new Date('2026-05-04T10:00:00.000Z') },
      producer: 'perf-agent/test',
      maskerOf: testMasker,
      pause: () => Promise.resolve(),
    },
    AbortSignal.timeout(10_000),
  );

  expect(key.name).toMatch(/^job of <email-/);
  expect(key.services).toEqual([expect.stringMatching(/^orders-<ip-/)]);
  expect(JSON.stringify([kept, audit.entries])).not.toMatch(/jane\.doe|10\.1\.2\.3/);
});
