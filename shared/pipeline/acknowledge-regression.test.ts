import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryIndex, type MemoryIndex } from '../../test/support/memory-index.ts';
import { testMasker } from '../../test/support/memory-stage.ts';
import { createMemoryArtifacts, createMemoryAudit } from '../../test/support/memory-stores.ts';
import { AuditEntry } from '../contracts/audit-note.ts';
import { resultsPrefix } from '../stages/result-refs.ts';
import { acknowledgeRegression, type AcknowledgeWish } from './acknowledge-regression.ts';
import type { PinServices } from './pin-baseline.ts';
import { rebuildIndex } from './rebuild-index.ts';

const SIGNAL = AbortSignal.timeout(10_000);
const NOW = new Date('2026-05-04T10:00:00.000Z');
const COMMIT = 'c'.repeat(40);
const WISH: AcknowledgeWish = {
  service: 'orders',
  branch: 'main',
  change: null,
  metric: 'http_req_duration',
  statistic: 'p95',
  upTo: 0.2,
  until: new Date('2026-06-01T00:00:00.000Z'),
  owner: 'team-orders',
  by: 'ada',
  via: 'api',
  reason: 'asked for by jo@example.org',
  baseline: null,
  at: NOW,
};

function entryOf(text: string): AuditEntry {
  return AuditEntry.parse(JSON.parse(text));
}

describe('acknowledgeRegression', () => {
  let index: MemoryIndex;
  let audit: ReturnType<typeof createMemoryAudit>;
  let artifacts: ReturnType<typeof createMemoryArtifacts>;
  let services: PinServices;

  beforeEach(() => {
    index = createMemoryIndex();
    audit = createMemoryAudit();
    artifacts = createMemoryArtifacts();
    services = {
      tenant: 'default',
      producer: 'perf-agent/test',
      clock: { now: () => NOW },
      artifacts,
      audit,
      index,
      maskerOf: testMasker,
      pause: () => Promise.resolve(),
    };
  });

  it('writes artifact, audit entry and index, with the reason masked', async () => {
    const { word, ref } = await acknowledgeRegression(WISH, services, SIGNAL);

    const listed = await index.listAcknowledgements({ tenant: 'default', limit: 10 }, SIGNAL);
    expect(listed).toEqual([word]);
    expect(word.reason).not.toContain('jo@example.org');
    expect(await artifacts.read(ref, SIGNAL)).not.toBeNull();
    expect(audit.entries.map(entryOf)).toMatchObject([
      { note: { action: 'regression.acknowledged', key: ref, details: { owner: 'team-orders', by: 'ada' } } },
    ]);
  });

  it.each(['DE89 3704 0044 0532 0130 00', '4111 1111 1111 1111'])(
    'masks a reason before it is cut: %s',
    async (value) => {
      const reason = `${'so '.repeat(161)}${value} ${'and '.repeat(50)}`;
      const { word } = await acknowledgeRegression({ ...WISH, reason }, services, SIGNAL);

      expect(word.reason.length).toBeLessThanOrEqual(500);
      expect(word.reason).toMatch(/^(so )+(<[a-z-]+-[0-9a-f]{12}>)?[and ]*$/);
    },
  );

  it('keeps a reason without blanks, up to its bound', async () => {
    const { word } = await acknowledgeRegression({ ...WISH, reason: '測'.repeat(600) }, services, SIGNAL);

    expect(word.reason).toBe('測'.repeat(500));
  });

  it.each(['metric', 'branch'] as const)('refuses a %s that is too long when it is masked', async (field) => {
    const name = Array.from({ length: 20 }, (_, each) => `a${each}@b.io`).join('/');

    await expect(acknowledgeRegression({ ...WISH, [field]: name }, services, SIGNAL)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(`${field}:`) as string,
    });
  });

  it('masks what may hold anything: the statistic and the number of the change, too', async () => {
    const change = { project: 'shop/orders', number: 'jo@example.org' };

    const { word } = await acknowledgeRegression(
      { ...WISH, metric: 'jo@example.org', statistic: 'jo@example.org', change },
      services,
      SIGNAL,
    );

    expect(word.statistic).toMatch(/^<email-/);
    expect(word.change?.number).toBe(word.statistic);
    expect(JSON.stringify([word, audit.entries, artifacts.refs()])).not.toContain('jo@example.org');
  });

  it.each(['7', '123456789', '4111111111111111', '9'.repeat(40)])(
    'leaves the number %s of a change as the code host gives it, so that the change finds the word again',
    async (number) => {
      const change = { project: 'shop/orders', number };

      const { word } = await acknowledgeRegression({ ...WISH, change }, services, SIGNAL);

      expect(word.change).toEqual(change);
    },
  );

  it('notes a word on a branch whose name makes a long ref under a key that an entry may have', async () => {
    await acknowledgeRegression({ ...WISH, branch: '"'.repeat(290) }, services, SIGNAL);

    expect(audit.entries.map(entryOf)).toMatchObject([{ note: { action: 'regression.acknowledged' } }]);
  });

  it('says of the same word again that it is not new, and notes it once', async () => {
    await acknowledgeRegression(WISH, services, SIGNAL);

    const { isNew } = await acknowledgeRegression(WISH, services, SIGNAL);

    expect(isNew).toBe(false);
    expect(audit.entries).toHaveLength(1);
  });

  it('takes a word back by one that ends where it begins', async () => {
    await acknowledgeRegression(WISH, services, SIGNAL);

    const later = { ...WISH, until: null, at: new Date('2026-05-04T11:00:00.000Z') };
    await acknowledgeRegression(later, services, SIGNAL);

    const [last, ...others] = await index.listAcknowledgements({ tenant: 'default', limit: 10 }, SIGNAL);
    expect(others).toEqual([]);
    expect(last?.until).toBe(last?.at);
    expect(entryOf(audit.entries.at(-1) ?? '')).toMatchObject({
      note: { action: 'regression.acknowledgement-revoked' },
    });
  });

  it('moves the baseline to the accepted commit when asked', async () => {
    artifacts.put(`${resultsPrefix('default', 'orders', COMMIT)}a.json`, {});

    const { pinned } = await acknowledgeRegression({ ...WISH, baseline: COMMIT }, services, SIGNAL);

    expect(pinned).toBe(true);
    expect(await index.getPin('default', 'orders', 'main', SIGNAL)).toMatchObject({ commit: COMMIT });
  });

  it.each([
    ['a day that has passed', '2026-05-04T00:00:00.000Z', 'has passed'],
    ['a day too far ahead', '2027-06-01T00:00:00.000Z', 'more than a year ahead'],
  ])('refuses %s and keeps nothing', async (_name, until, said) => {
    const wish = { ...WISH, until: new Date(until) };

    await expect(acknowledgeRegression(wish, services, SIGNAL)).rejects.toThrow(said);

    expect(await artifacts.list('acknowledgements/', 10, SIGNAL)).toEqual([]);
  });

  it('is found again by rebuild', async () => {
    const { word } = await acknowledgeRegression(WISH, services, SIGNAL);
    const fresh = createMemoryIndex();

    const report = await rebuildIndex(artifacts, fresh, () => undefined, SIGNAL);

    expect(report.acknowledgements).toBe(1);
    expect(await fresh.listAcknowledgements({ tenant: 'default', limit: 10 }, SIGNAL)).toEqual([word]);
  });
});
