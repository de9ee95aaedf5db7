import { describe, expect, it } from 'vitest';
import { auditNoteOf } from '../../test/support/audit-note.ts';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import type { AuditNote } from '../contracts/audit-note.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import { createChainWriter } from './create-chain-writer.ts';
import { storedAuditLog } from './stored-audit-log.ts';
import { verifyAuditLog } from './verify-audit-log.ts';

const signal = AbortSignal.timeout(30_000);
const TENANT = 'default';
const RUN = 'run-0123456789abcdef01234567';

describe('createChainWriter', () => {
  it('asks for nothing twice: a note of a known run costs the one write of its entry', async () => {
    const { store, calls } = counting(createMemoryAudit());
    const writer = createChainWriter(TENANT, store);
    await writer.append([noteOf(0)], signal);
    const before = { ...calls };

    for (let index = 1; index <= 10; index += 1) await writer.append([noteOf(index)], signal);

    expect(calls).toEqual({ ...before, createEntry: before.createEntry + 10 });
  });

  it('records keys and notes the end once for 64 entries', async () => {
    const store = createMemoryAudit();
    const { store: counted, calls } = counting(store);
    const writer = createChainWriter(TENANT, counted);

    for (let index = 0; index < 150; index += 1) await writer.append([noteOf(index)], signal);

    expect([store.end, store.keys.get(RUN)?.size]).toEqual([128, 128]);
    expect([calls.addKeys, calls.writeEnd]).toEqual([2, 2]);
  });

  it('keeps one chain with each note once while writers overtake each other, and some begin anew', async () => {
    const store = createMemoryAudit();
    const slow = slowly(store);
    const write = async (first: number): Promise<void> => {
      let writer = createChainWriter(TENANT, slow, noPause);
      for (let index = 0; index < 90; index += 3) {
        if (index % 30 === 15 && first === 1) writer = createChainWriter(TENANT, slow, noPause);
        await writer.append(
          [0, 1, 2].map((more) => noteOf(first + index + more)),
          signal,
        );
      }
    };

    await Promise.all([write(0), write(1), write(2)]);

    expect(await verifyAuditLog(storedAuditLog(store, TENANT, signal), [])).toMatchObject({
      valid: true,
      entries: 92,
      faults: [],
    });
    expect(new Set(keysIn(store)).size).toBe(92);
  });

  it('reads one entry for each number that another writer took before', async () => {
    const store = createMemoryAudit();
    const { store: counted, calls } = counting(store);
    const [one, two] = [createChainWriter(TENANT, counted, noPause), createChainWriter(TENANT, store)];
    await one.append([noteOf(0)], signal);
    const before = calls.readEntry;

    for (let index = 1; index < 41; index += 2) {
      await two.append([noteOf(index)], signal);
      await one.append([noteOf(index + 1)], signal);
    }

    expect(keysIn(store)).toHaveLength(41);
    expect(calls.readEntry - before).toBe(20);
  });

  it('finds what a writer entered that died before it recorded anything', async () => {
    const store = createMemoryAudit();
    await createChainWriter(TENANT, store).append([noteOf(1), noteOf(2)], signal);

    await createChainWriter(TENANT, store).append([noteOf(2), noteOf(3)], signal);

    expect(store.end).toBe(0);
    expect(keysIn(store)).toEqual([1, 2, 3].map((index) => noteOf(index).key));
  });

  it('begins at the noted end again when others wrote hundreds of entries meanwhile', async () => {
    const store = createMemoryAudit();
    const { store: counted, calls } = counting(store);
    const late = createChainWriter(TENANT, counted);
    await late.append([noteOf(0)], signal);
    const other = createChainWriter(TENANT, store);
    for (let index = 1; index <= 1_000; index += 1) await other.append([noteOf(index)], signal);
    const readBefore = calls.readEntry;

    await late.append([noteOf(500), noteOf(2_000)], signal);

    expect(keysIn(store)).toHaveLength(1_002);
    expect(calls.readEntry - readBefore).toBeLessThan(220);
  });

  it('reads a log whose keys were lost once, and notes how far it came when it is cut short', async () => {
    const store = createMemoryAudit();
    const writer = createChainWriter(TENANT, store);
    for (let index = 0; index < 400; index += 1) await writer.append([noteOf(index)], signal);
    store.end = 0;
    store.keys.clear();
    const failing = {
      ...store,
      readEnd: () => Promise.resolve(store.end),
      writeEnd: (...args: Parameters<typeof store.writeEnd>) => store.writeEnd(...args),
      readEntry: (...args: Parameters<typeof store.readEntry>) =>
        args[1] > 300 ? Promise.reject(new TypeError('gone')) : store.readEntry(...args),
    };

    await expect(createChainWriter(TENANT, failing).append([noteOf(7)], signal)).rejects.toThrow('gone');
    const noted = store.end;
    await createChainWriter(TENANT, store).append([noteOf(7), noteOf(399), noteOf(400)], signal);

    expect(noted).toBeGreaterThanOrEqual(128);
    expect(keysIn(store)).toEqual(Array.from({ length: 401 }, (_, index) => noteOf(index).key));
  });

  it('lets others finish for longer and longer, and comes back later when they never do', async () => {
    const store = createMemoryAudit();
    const pauses: number[] = [];
    const busy: AuditStore = { ...store, createEntry: () => Promise.resolve(false) };
    const writer = createChainWriter(TENANT, busy, async (ms) => void pauses.push(ms));

    const appending = writer.append([noteOf(1)], signal);

    await expect(appending).rejects.toMatchObject({ code: 'LOCK_HELD', disposition: 'retry-later' });
    expect(pauses.slice(0, 6)).toEqual([10, 20, 40, 80, 160, 160]);
  });
});

const noPause = (): Promise<void> => Promise.resolve();

function noteOf(index: number): AuditNote {
  return { ...auditNoteOf(`${RUN}:${index}`, TENANT), runId: RUN };
}

function keysIn(store: ReturnType<typeof createMemoryAudit>): string[] {
  return store.entries.flatMap((text) => /"key":"([^"]+)"/.exec(text)?.[1] ?? []);
}

/** Counts the calls of each verb of appending. */
function counting(store: ReturnType<typeof createMemoryAudit>) {
  const calls = { readEntry: 0, createEntry: 0, readKeys: 0, addKeys: 0, readEnd: 0, writeEnd: 0 };
  const counted: AuditStore = {
    ...store,
    readEntry: (...args) => ((calls.readEntry += 1), store.readEntry(...args)),
    createEntry: (...args) => ((calls.createEntry += 1), store.createEntry(...args)),
    readKeys: (...args) => ((calls.readKeys += 1), store.readKeys(...args)),
    addKeys: (...args) => ((calls.addKeys += 1), store.addKeys(...args)),
    readEnd: (...args) => ((calls.readEnd += 1), store.readEnd(...args)),
    writeEnd: (...args) => ((calls.writeEnd += 1), store.writeEnd(...args)),
  };
  return { store: counted, calls };
}

/** Each call takes a turn of the event loop, so that writers get in between each other. */
function slowly(store: ReturnType<typeof createMemoryAudit>): AuditStore {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    ...store,
    readEntry: async (...args) => turn().then(() => store.readEntry(...args)),
    createEntry: async (...args) => turn().then(() => store.createEntry(...args)),
    readKeys: async (...args) => turn().then(() => store.readKeys(...args)),
    addKeys: async (...args) => turn().then(() => store.addKeys(...args)),
    readEnd: async (...args) => turn().then(() => store.readEnd(...args)),
    writeEnd: async (...args) => turn().then(() => store.writeEnd(...args)),
  };
}
