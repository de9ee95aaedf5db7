import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { testMasker } from '../../test/support/memory-stage.ts';
import { createMemoryAudit, createMemoryArtifacts } from '../../test/support/memory-stores.ts';
import { AuditEntry } from '../contracts/audit-note.ts';
import { BaselinePin } from '../contracts/baseline-pin.ts';
import { Masked } from '../contracts/masked.ts';
import { keptName } from '../masking/kept-name.ts';
import type { PinRow, RunIndex } from '../ports/run-index.ts';
import { resultsPrefix } from '../stages/result-refs.ts';
import { pinBaseline, type PinServices, type PinWish } from './pin-baseline.ts';

const SIGNAL = AbortSignal.timeout(10_000);
const COMMIT = 'c'.repeat(40);
const WISH: PinWish = {
  service: 'orders',
  branch: 'main',
  commit: COMMIT,
  by: 'anna',
  reason: 'release 4, hunter2',
};

describe('pinBaseline', () => {
  let artifacts: ReturnType<typeof createMemoryArtifacts>;
  let audit: ReturnType<typeof createMemoryAudit>;
  let pins: PinRow[];
  let services: PinServices;

  beforeEach(() => {
    artifacts = createMemoryArtifacts();
    artifacts.put(`${resultsPrefix('default', 'orders', COMMIT)}a.json`, {});
    audit = createMemoryAudit();
    pins = [];
    services = {
      tenant: 'default',
      producer: 'perf-agent/test',
      clock: { now: () => new Date('2026-05-04T10:00:00.000Z') },
      artifacts,
      audit,
      index: {
        getPin: () => Promise.resolve(pins.at(-1) ?? null),
        putPin: (row: PinRow) => {
          pins.push(row);
          return Promise.resolve();
        },
        // The other questions of an index are not asked here.
      } as Partial<RunIndex> as RunIndex,
      maskerOf: () => ({
        mask: (text) => Masked.parse(text.replaceAll('hunter2', '[secret]')),
        maskValue: () => Masked.parse('') as never,
        counts: () => ({}),
      }),
      pause: () => Promise.resolve(),
    };
  });

  it('writes artifact, audit entry and index, with the reason masked', async () => {
    const { changed, auditKey } = await pinBaseline(WISH, services, SIGNAL);

    const ref = 'pins/default/orders/main/2026-05-04T10-00-00.000Z.json';
    const stored = await artifacts.read(ref, SIGNAL);
    const pin = BaselinePin.parse(JSON.parse(new TextDecoder().decode(stored?.bytes)));
    expect(changed).toBe(true);
    expect(pin).toMatchObject({ commit: COMMIT, by: 'anna', reason: 'release 4, [secret]' });
    expect(pins).toMatchObject([{ commit: COMMIT, cause: 'pinned by anna: release 4, [secret]' }]);
    const entry = AuditEntry.parse(JSON.parse(audit.entries[0] ?? ''));
    expect(entry.note).toMatchObject({ key: auditKey, action: 'baseline.pinned', subject: 'orders main' });
    expect(entry.note.outputs).toEqual([{ ref, sha256: stored?.sha256 }]);
  });

  it('refuses a commit that was never measured, and writes nothing', async () => {
    const wish = { ...WISH, commit: 'd'.repeat(40) };

    await expect(pinBaseline(wish, services, SIGNAL)).rejects.toThrow(/never measured for orders/);
    expect([pins, audit.entries]).toEqual([[], []]);
  });

  it('changes nothing when it is so already', async () => {
    await pinBaseline(WISH, services, SIGNAL);
    const again = await pinBaseline(WISH, services, SIGNAL);

    expect(again).toMatchObject({ changed: false, auditKey: null });
    expect(audit.entries).toHaveLength(1);
  });

  it('lets go, and says nothing to let go where none was pinned', async () => {
    const none = await pinBaseline({ ...WISH, commit: null }, services, SIGNAL);
    await pinBaseline(WISH, services, SIGNAL);
    services = { ...services, clock: { now: () => new Date('2026-05-04T11:00:00.000Z') } };
    const gone = await pinBaseline({ ...WISH, commit: null, reason: '' }, services, SIGNAL);

    expect(none).toMatchObject({ changed: false, pin: null });
    expect(gone).toMatchObject({ changed: true, pin: { commit: null, cause: 'pinned by anna' } });
    expect(audit.entries.map((text) => AuditEntry.parse(JSON.parse(text)).note.action)).toEqual([
      'baseline.pinned',
      'baseline.unpinned',
    ]);
  });

  it('keeps service and branch under the names that results and runs are kept under, and nothing of the raw ones', async () => {
    const raw = { service: 'orders-10.0.0.1', branch: 'for-jane.doe@example.org' };
    services = { ...services, index: createMemoryIndex(), maskerOf: testMasker };
    const [service, branch] = [keptName(raw.service, services), keptName(raw.branch, services)];
    artifacts.put(`${resultsPrefix('default', service, COMMIT)}a.json`, {});

    const pinned = await pinBaseline({ ...WISH, ...raw }, services, SIGNAL);

    expect(pinned).toMatchObject({ service, branch, changed: true });
    expect(await services.index.getPin('default', service, branch, SIGNAL)).toMatchObject({ commit: COMMIT });
    expect(await pinBaseline({ ...WISH, service, branch }, services, SIGNAL)).toMatchObject({
      changed: false,
    });
    const kept = await artifacts.list('pins/', 10, SIGNAL);
    const texts = await Promise.all(
      kept.map(async (ref) => new TextDecoder().decode((await artifacts.read(ref, SIGNAL))?.bytes)),
    );
    const all = decodeURIComponent(JSON.stringify([kept, texts, audit.entries]));
    expect(kept).toHaveLength(1);
    expect(all).not.toMatch(/10\.0\.0\.1|jane\.doe/);

    expect(await pinBaseline({ ...WISH, ...raw, commit: null }, services, SIGNAL)).toMatchObject({
      changed: true,
      pin: { service, branch, commit: null },
    });
  });

  it('waits while another writer holds the audit log', async () => {
    audit.held = true;
    let pauses = 0;
    services = {
      ...services,
      pause: () => {
        pauses += 1;
        audit.held = pauses < 3;
        return Promise.resolve();
      },
    };

    await pinBaseline(WISH, services, SIGNAL);

    expect(pauses).toBe(3);
    expect(audit.entries).toHaveLength(1);
  });
});
