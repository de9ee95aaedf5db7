import { expect, it } from 'vitest';
import { originOf } from '../../shared/audit/checkpoint.ts';
import { ThrottledError } from '../../shared/errors/pipeline-error.ts';
import { appendAudit } from '../../shared/pipeline/append-audit.ts';
import { signAuditLog } from '../../shared/pipeline/sign-audit-log.ts';
import { storedAuditLog } from '../../shared/pipeline/stored-audit-log.ts';
import { verifyAuditLog } from '../../shared/pipeline/verify-audit-log.ts';
import type { AuditSigner } from '../../shared/audit/signed-note.ts';
import type { AuditStore } from '../../shared/ports/audit-store.ts';
import { noteOf } from '../audit/signed-log.ts';
import { testAuditSigner } from '../support/audit-signer.ts';

/** Promises of the AuditStore port. @param open gives a store in which nothing stands of the tenant */
export function itKeepsAnAuditLog(open: () => AuditStore, tenantOf: () => string): void {
  const signal = (): AbortSignal => AbortSignal.timeout(30_000);

  it('begins with nothing', async () => {
    const [store, tenant] = [open(), tenantOf()];

    expect(await store.readEntry(tenant, 1, signal())).toBeNull();
    expect(await store.readEnd(tenant, signal())).toBe(0);
    expect(await store.readCheckpointHint(tenant, signal())).toBe(0);
    expect(await store.readKeys(tenant, 'x', signal())).toEqual(new Set());
    expect(await store.listCheckpoints(tenant, signal())).toEqual([]);
    expect(await store.readCheckpoint(tenant, 1, signal())).toBeNull();
    expect(await store.readLeaves(tenant, 1, signal())).toBeNull();
    expect(await store.readRotations(tenant, signal())).toEqual([]);
  });

  it('gives each number once, to one of those who want it, and back as it was written', async () => {
    const [store, tenant] = [open(), tenantOf()];
    const texts = Array.from({ length: 8 }, (_, number) => `{"writer":"naïve 性能 \\u2028 ${number}"}`);

    const taken = await Promise.all(texts.map((text) => store.createEntry(tenant, 1, text, signal())));

    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await store.readEntry(tenant, 1, signal())).toBe(texts[taken.indexOf(true)]);
    expect(await store.readEntry(tenant, 2, signal())).toBeNull();
  });

  it('keeps keys of any name under groups of any name, and those that others add at the same time', async () => {
    const [store, tenant] = [open(), tenantOf()];
    const names = ['run-1', '../end', 'a b/c?d#e%2f', 'ä'.repeat(300)];
    for (const name of names) await store.addKeys(tenant, name, [name, 'second'], signal());
    await Promise.all(
      [1, 2, 3].map((each) => store.addKeys(tenant, 'run-1', [`of ${each}`, 'second'], signal())),
    );

    const found = await Promise.all(names.map((name) => store.readKeys(tenant, name, signal())));
    expect(found.slice(1)).toEqual(names.slice(1).map((name) => new Set([name, 'second'])));
    expect([...(found[0] ?? [])].sort()).toEqual(['of 1', 'of 2', 'of 3', 'run-1', 'second']);
    expect(await store.readEnd(tenant, signal())).toBe(0);
  });

  it('moves its hints, and keeps checkpoints, leaves and rotations as they were written first', async () => {
    const [store, tenant] = [open(), tenantOf()];
    await store.writeEnd(tenant, 7, signal());
    await store.writeEnd(tenant, 1_234_567, signal());
    for (const size of [1_000_000, 2, 10])
      await store.createCheckpoint(tenant, size, { note: `note ${size}`, leaves: `[${size}]` }, signal());
    await store.createCheckpoint(tenant, 10, { note: 'another', leaves: 'another' }, signal());
    await store.createRotation(tenant, 'aabbccdd', 'first\n', signal());
    await store.createRotation(tenant, 'aabbccdd', 'second\n', signal());
    await store.createRotation(tenant, '00112233', 'third\n', signal());

    expect(await store.readEnd(tenant, signal())).toBe(1_234_567);
    expect(await store.readCheckpointHint(tenant, signal())).toBe(10);
    expect(await store.listCheckpoints(tenant, signal())).toEqual([2, 10, 1_000_000]);
    expect(await store.readCheckpoint(tenant, 10, signal())).toBe('note 10');
    expect(await store.readLeaves(tenant, 10, signal())).toBe('[10]');
    expect([...(await store.readRotations(tenant, signal()))].sort()).toEqual(['first\n', 'third\n']);
  });

  it('keeps one chain, with each note once, when several writers append to it at the same time', async () => {
    const [store, tenant] = [open(), tenantOf()];
    const write = async (writer: number): Promise<void> => {
      for (let count = 0; count < 6; count += 1) {
        const note = { ...noteOf(100 * writer + count), tenant };
        // What another writer holds is waited for, as a message that comes back does.
        await untilTaken(() => appendAudit(tenant, [note, { ...noteOf(999), tenant }], store, signal()));
      }
    };

    await Promise.all([1, 2, 3].map(write));

    expect(await verifyAuditLog(storedAuditLog(store, tenant, signal()), [])).toMatchObject({
      valid: true,
      entries: 19,
      faults: [],
    });
  });

  it('holds a log that is appended to, signed, handed over and verified', async () => {
    const [store, tenant] = [open(), tenantOf()];
    const [old, next] = await Promise.all([7, 8].map((seed) => testAuditSigner(tenant, seed)));
    if (old === undefined || next === undefined) throw new TypeError('There are two keys.');
    const ports = (signer: AuditSigner) => ({
      audit: store,
      clock: { now: () => new Date('2026-05-04T10:00:00.000Z') },
      producer: 'perf-agent/test',
      auditSigner: () => Promise.resolve(signer),
    });
    const grow = (from: number) =>
      appendAudit(
        tenant,
        [from, from + 1, from + 2].map((n) => ({ ...noteOf(n), tenant })),
        store,
        signal(),
      );

    await grow(0);
    await signAuditLog(tenant, ports(old), signal());
    await grow(3);
    await signAuditLog(tenant, ports({ ...next, former: [old] }), signal());

    expect(old.name).toBe(originOf(tenant));
    expect(await verifyAuditLog(storedAuditLog(store, tenant, signal()), [old])).toMatchObject({
      valid: true,
      entries: 7,
      signed: 7,
      checkpoints: { checked: 2, matched: 2 },
    });
  });
}

async function untilTaken(work: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof ThrottledError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  throw new Error('The log was never free.');
}
