import { describe, expect, it } from 'vitest';
import { signingPorts } from '../../test/audit/signed-log.ts';
import { auditNoteOf } from '../../test/support/audit-note.ts';
import { testAuditSigner } from '../../test/support/audit-signer.ts';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import { keyIdOf } from '../audit/signed-note.ts';
import { AuditEntry } from '../contracts/audit-note.ts';
import { appendAudit } from './append-audit.ts';
import { signAuditLog } from './sign-audit-log.ts';
import { storedAuditLog } from './stored-audit-log.ts';
import { verifyAuditLog } from './verify-audit-log.ts';

const TENANT = 'default';
const signal = AbortSignal.timeout(30_000);
const old = await testAuditSigner(TENANT, 7);
const next = await testAuditSigner(TENANT, 8);
const third = await testAuditSigner(TENANT, 9);

describe('rotateAuditKey', () => {
  it('notes the change of key, and lets the log be verified by either key alone', async () => {
    const store = createMemoryAudit();
    await grow(store, 10);
    await signAuditLog(TENANT, signingPorts(store, old), signal);
    await grow(store, 5);
    await signAuditLog(TENANT, signingPorts(store, { ...next, former: [old] }), signal);
    await grow(store, 5);
    await signAuditLog(TENANT, signingPorts(store, next), signal);

    const rotated = store.entries.map((text) => AuditEntry.parse(JSON.parse(text))).filter(isRotation);
    expect(rotated.map(({ sequence, note }) => [sequence, note.subject, note.details['signedUpTo']])).toEqual(
      [[16, `key ${keyIdOf(old)}`, 10]],
    );
    for (const key of [old, next])
      expect(await verifyAuditLog(storedAuditLog(store, TENANT, signal), [key])).toMatchObject({
        valid: true,
        signed: 21,
        uncovered: 0,
        checkpoints: { checked: 3, matched: 3 },
        faults: [],
      });
  });

  it('reads what was appended since the newest checkpoint alone, under the new key too', async () => {
    const store = createMemoryAudit();
    await grow(store, 100);
    await signAuditLog(TENANT, signingPorts(store, old), signal);
    let lowest = Infinity;
    const watched = {
      ...store,
      readEntry: (...args: Parameters<typeof store.readEntry>) => {
        lowest = Math.min(lowest, args[1]);
        return store.readEntry(...args);
      },
      readEnd: () => Promise.resolve(100),
      readCheckpointHint: () => Promise.resolve(100),
    };
    await signAuditLog(TENANT, signingPorts(watched, { ...next, former: [old] }), signal);

    expect([...store.checkpoints.keys()]).toEqual([100, 101]);
    expect(lowest).toBe(100);
  });

  it('lists no changes of key for who signed last', async () => {
    const store = createMemoryAudit();
    const unlisted = { ...store, readRotations: () => Promise.reject(new TypeError('listed')) };
    await grow(store, 3);
    await signAuditLog(TENANT, signingPorts(store, old), signal);
    await grow(store, 1);

    expect(
      (await signAuditLog(TENANT, signingPorts({ ...unlisted, checkpointHint: 3 }, old), signal))?.size,
    ).toBe(4);
  });

  it('is done once when the process dies in the middle of it', async () => {
    const store = createMemoryAudit();
    await grow(store, 3);
    await signAuditLog(TENANT, signingPorts(store, old), signal);
    const dying = { ...store, createRotation: () => Promise.reject(new Error('the process died here')) };
    const both = { ...next, former: [old] };
    await expect(signAuditLog(TENANT, signingPorts(dying, both), signal)).rejects.toThrow('died here');
    const dyingLater = { ...store, createCheckpoint: () => Promise.reject(new Error('and here')) };
    await expect(signAuditLog(TENANT, signingPorts(dyingLater, both), signal)).rejects.toThrow('and here');
    // The former key is gone by now: what both have signed stands.
    await signAuditLog(TENANT, signingPorts(store, next), signal);

    expect(store.entries).toHaveLength(4);
    expect(store.rotations.size).toBe(1);
    expect(await verifyAuditLog(storedAuditLog(store, TENANT, signal), [old])).toMatchObject({
      valid: true,
      signed: 4,
    });
  });

  it('lets an instance that has the former key alone sign nothing more', async () => {
    const store = createMemoryAudit();
    await grow(store, 3);
    await signAuditLog(TENANT, signingPorts(store, old), signal);
    await signAuditLog(TENANT, signingPorts(store, { ...next, former: [old] }), signal);
    await grow(store, 2);

    const newest = await signAuditLog(TENANT, signingPorts(store, old), signal);

    expect(newest?.size).toBe(4);
    expect([...store.checkpoints.keys()]).toEqual([3, 4]);
  });

  it('refuses to hand a log over to two keys', async () => {
    const store = createMemoryAudit();
    await grow(store, 3);
    await signAuditLog(TENANT, signingPorts(store, old), signal);
    // Both instances have read the log before either has written.
    const stale = { ...store, readRotations: onceEmpty(store) };
    await signAuditLog(TENANT, signingPorts(store, { ...next, former: [old] }), signal);
    stale.readCheckpointHint = () => Promise.resolve(3);

    const signing = signAuditLog(TENANT, signingPorts(stale, { ...third, former: [old] }), signal);

    await expect(signing).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(store.rotations.size).toBe(1);
  });

  it('follows a key over several rotations', async () => {
    const store = createMemoryAudit();
    for (const signer of [old, { ...next, former: [old] }, { ...third, former: [next] }]) {
      await grow(store, 3);
      await signAuditLog(TENANT, signingPorts(store, signer), signal);
    }

    for (const key of [old, next, third])
      expect(await verifyAuditLog(storedAuditLog(store, TENANT, signal), [key])).toMatchObject({
        valid: true,
      });
  });
});

describe('a log whose key was changed without the former one', () => {
  it('is signed anew from its start, and verified by who is given both keys', async () => {
    const store = createMemoryAudit();
    await grow(store, 5);
    await signAuditLog(TENANT, signingPorts(store, old), signal);
    await grow(store, 5);
    await signAuditLog(TENANT, signingPorts(store, next), signal);
    const verify = (keys: Parameters<typeof verifyAuditLog>[1]) =>
      verifyAuditLog(storedAuditLog(store, TENANT, signal), keys);

    expect(await verify([old, next])).toMatchObject({ valid: true, signed: 10 });
    expect(await verify([next])).toMatchObject({
      valid: false,
      faults: [{ sequence: 5, fault: 'checkpoint-forged' }],
    });
  });
});

function isRotation({ note }: AuditEntry): boolean {
  return note.action === 'audit-key.rotated';
}

/** Nothing the first time that it is asked, as before another instance wrote. */
function onceEmpty(store: ReturnType<typeof createMemoryAudit>): typeof store.readRotations {
  let asked = 0;
  return (tenant, aborted) => {
    asked += 1;
    return asked === 1 ? Promise.resolve([]) : store.readRotations(tenant, aborted);
  };
}

async function grow(store: ReturnType<typeof createMemoryAudit>, count: number): Promise<void> {
  const from = store.entries.length;
  const notes = Array.from({ length: count }, (_, index) => auditNoteOf(`note-${from + index}`, TENANT));
  await appendAudit(TENANT, notes, store, signal);
}
