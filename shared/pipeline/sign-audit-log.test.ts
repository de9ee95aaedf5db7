import { describe, expect, it } from 'vitest';
import { auditNoteOf } from '../../test/support/audit-note.ts';
import { testAuditSigner } from '../../test/support/audit-signer.ts';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import { appendAudit } from './append-audit.ts';
import { signAuditLog, type SigningPorts } from './sign-audit-log.ts';
import { storedAuditLog } from './stored-audit-log.ts';
import { verifyAuditLog } from './verify-audit-log.ts';

const signal = AbortSignal.timeout(30_000);
const TENANT = 'default';

describe('signAuditLog', () => {
  it('says that an empty log has nothing to sign', async () => {
    expect(await signAuditLog(TENANT, portsOf(createMemoryAudit()), signal)).toBeNull();
  });

  it('signs the same root whether the log grew in one go or in many', async () => {
    const [whole, grown] = [createMemoryAudit(), createMemoryAudit()];
    for (let count = 0; count < 40; count += 1) {
      await append(grown, count, 1);
      await signAuditLog(TENANT, portsOf(grown), signal);
    }
    await append(whole, 0, 40);
    await signAuditLog(TENANT, portsOf(whole), signal);

    expect(grown.checkpoints.size).toBe(40);
    expect(grown.checkpoints.get(40)?.note).toBe(whole.checkpoints.get(40)?.note);
    expect(await verify(grown)).toMatchObject({
      valid: true,
      signed: 40,
      checkpoints: { checked: 40, matched: 40 },
    });
  });

  it('reads what was appended since the last checkpoint, however long the log is', async () => {
    const store = createMemoryAudit();
    const reads = async (): Promise<number> => {
      let count = 0;
      const counting = {
        ...store,
        checkpointHint: store.checkpointHint,
        readEntry: (...args: Parameters<typeof store.readEntry>) => {
          count += 1;
          return store.readEntry(...args);
        },
      };
      await signAuditLog(TENANT, portsOf(counting), signal);
      store.checkpointHint = counting.checkpointHint;
      return count;
    };
    await append(store, 0, 3_000);
    await reads();
    await append(store, 3_000, 5);

    expect(await reads()).toBeLessThanOrEqual(32);
    expect([...store.checkpoints.keys()]).toEqual([1_024, 2_048, 3_000, 3_005]);
  });

  it('finds the newest checkpoint by itself when its hint was lost, and begins anew when its key is another', async () => {
    const store = createMemoryAudit();
    await append(store, 0, 10);
    await signAuditLog(TENANT, portsOf(store), signal);
    store.checkpointHint = 0;
    await append(store, 10, 2);
    await signAuditLog(TENANT, portsOf(store), signal);
    const other: SigningPorts = { ...portsOf(store), auditSigner: (tenant) => testAuditSigner(tenant, 8) };
    await append(store, 12, 1);
    await signAuditLog(TENANT, other, signal);

    expect([...store.checkpoints.keys()]).toEqual([10, 12, 13]);
    expect(
      await verifyAuditLog(storedAuditLog(store, TENANT, signal), [await testAuditSigner(TENANT, 8)]),
    ).toMatchObject({
      valid: false,
      faults: [
        { sequence: 10, fault: 'checkpoint-forged' },
        { sequence: 12, fault: 'checkpoint-forged' },
      ],
    });
  });

  it('does not build on an edge of the tree that is not that of the signed root', async () => {
    const store = createMemoryAudit();
    await append(store, 0, 10);
    await signAuditLog(TENANT, portsOf(store), signal);
    const standing = store.checkpoints.get(10) ?? { note: '', leaves: '' };
    store.checkpoints.set(10, {
      ...standing,
      leaves: standing.leaves.replace(/"frontier":\["./, '"frontier":["0'),
    });
    await append(store, 10, 1);
    await signAuditLog(TENANT, portsOf(store), signal);

    expect(await verify(store)).toMatchObject({
      signed: 11,
      faults: [{ sequence: 10, fault: 'leaves-forged' }],
    });
  });

  it('does not sign what does not follow from what was signed', async () => {
    const store = createMemoryAudit();
    await append(store, 0, 10);
    await signAuditLog(TENANT, portsOf(store), signal);
    await append(store, 10, 3);
    store.entries[11] = store.entries[11]?.replace('note-11', 'note-xx') ?? '';

    await expect(signAuditLog(TENANT, portsOf(store), signal)).rejects.toThrow(
      /not signed: Entry 12 was changed/,
    );
    expect([...store.checkpoints.keys()]).toEqual([10]);
  });
});

describe('two writers of one log', () => {
  it('neither fork the chain nor sign what the other did not write', async () => {
    const store = createMemoryAudit();
    const writers = [portsOf(store), portsOf(store)];
    const write = async (ports: SigningPorts, writer: number): Promise<void> => {
      for (let count = 0; count < 40; count += 1) {
        await untilTaken(() =>
          appendAudit(TENANT, [auditNoteOf(`writer-${writer}-${count}`, TENANT)], ports.audit, signal),
        );
        if (count % 5 === 0) await signAuditLog(TENANT, ports, signal);
      }
    };

    await Promise.all(writers.map(write));
    await Promise.all(writers.map((ports) => signAuditLog(TENANT, ports, signal)));

    expect(await verify(store)).toMatchObject({ valid: true, entries: 80, signed: 80, faults: [] });
  });
});

async function untilTaken(work: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'LOCK_HELD')) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  throw new Error('The lock was never free.');
}

async function verify(store: ReturnType<typeof createMemoryAudit>): ReturnType<typeof verifyAuditLog> {
  return verifyAuditLog(storedAuditLog(store, TENANT, signal), [await testAuditSigner(TENANT)]);
}

async function append(
  store: ReturnType<typeof createMemoryAudit>,
  from: number,
  count: number,
): Promise<void> {
  const notes = Array.from({ length: count }, (_, index) => auditNoteOf(`note-${from + index}`, TENANT));
  await appendAudit(TENANT, notes, store, signal);
}

function portsOf(audit: ReturnType<typeof createMemoryAudit>): SigningPorts {
  const clock = { now: () => new Date('2026-05-04T10:00:00.000Z') };
  return { audit, clock, producer: 'perf-agent/test', auditSigner: (tenant) => testAuditSigner(tenant) };
}
