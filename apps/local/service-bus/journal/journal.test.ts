import { cpSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';
import { type MessageRecord, type Operation } from './operation.ts';
import { readJournalFolder } from './read-journal-folder.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-test-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const DECLARE: Operation = { kind: 'declare', queue: 0, path: 'q', nextSequence: 1 };

function put(sequence: number, size = 100): Operation {
  const message: MessageRecord = {
    sequence,
    firstSequence: sequence,
    enqueuedAt: 1,
    scheduledAt: 0,
    expiresAt: Infinity,
    bytes: Buffer.alloc(size, sequence % 251),
    state: 'active',
    deliveryCount: 0,
  };
  return { kind: 'put', queue: 0, message };
}

/** A journal whose state is what was committed to it, as with the broker. */
async function openJournal(compactAboveBytes = 1_000_000) {
  const state = new Map<number, Operation>();
  const { queues, generation } = await readJournalFolder(folder);
  for (const message of queues.get('q')?.messages.values() ?? []) {
    state.set(message.sequence, { kind: 'put', queue: 0, message });
  }
  const journal = await Journal.start({
    folder,
    generation: generation + 1,
    state: () => [DECLARE, ...state.values()],
    declarations: () => [DECLARE],
    compactAboveBytes,
  });
  const append = (operation: Operation): Promise<void> =>
    new Promise((resolve, reject) => {
      journal.append([operation], (error) => {
        if (error !== null) {
          reject(error);
          return;
        }
        if (operation.kind === 'put') state.set(operation.message.sequence, operation);
        if (operation.kind === 'remove') state.delete(operation.sequence);
        resolve();
      });
    });
  return { journal, append };
}

async function storedSequences(): Promise<number[]> {
  return [...((await readJournalFolder(folder)).queues.get('q')?.messages.keys() ?? [])];
}

describe('Journal', () => {
  it('has on disk what it reported as committed, in order', async () => {
    const { journal, append } = await openJournal();
    await Promise.all([1, 2, 3].map((sequence) => append(put(sequence))));
    await append({ kind: 'remove', queue: 0, sequence: 2 });

    expect(await storedSequences()).toEqual([1, 3]);
    await journal.close();
  });

  it('reads every prefix of a journal as its whole records', async () => {
    const { journal, append } = await openJournal();
    for (let sequence = 1; sequence <= 5; sequence += 1) await append(put(sequence));
    await journal.close();
    const path = join(folder, 'journal-1.log');
    const whole = readFileSync(path);
    const counts: number[] = [];

    for (let length = whole.length; length >= 0; length -= 1) {
      truncateSync(path, length);
      const { queues, tornBytes } = await readJournalFolder(folder);
      counts.unshift(queues.get('q')?.messages.size ?? 0);
      expect(tornBytes).toBeLessThan(200);
    }

    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(new Set(counts)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });

  it('ends a journal at a record whose bytes have changed', async () => {
    const { journal, append } = await openJournal();
    for (let sequence = 1; sequence <= 3; sequence += 1) await append(put(sequence));
    await journal.close();
    const path = join(folder, 'journal-1.log');
    const bytes = readFileSync(path);
    bytes[bytes.length - 200] = bytes[bytes.length - 200]! ^ 1;
    writeFileSync(path, bytes);

    expect(await storedSequences()).toEqual([1]);
  });

  it('continues after a torn tail without losing what comes later', async () => {
    const first = await openJournal();
    await first.append(put(1));
    await first.journal.close();
    writeFileSync(join(folder, 'journal-1.log'), Buffer.from([9, 0, 0, 0, 1, 2]), { flag: 'a' });
    expect((await readJournalFolder(folder)).tornBytes).toBe(6);

    const second = await openJournal();
    await second.append(put(2));
    await second.journal.close();

    expect(await storedSequences()).toEqual([1, 2]);
    expect((await readJournalFolder(folder)).tornBytes).toBe(0);
  });

  it('refuses a damaged snapshot and names it', async () => {
    const first = await openJournal();
    await first.append(put(1));
    await first.journal.close();
    await (await openJournal()).journal.close();
    const path = join(folder, 'snapshot-2.log');
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = bytes[bytes.length - 1]! ^ 1;
    writeFileSync(path, bytes);

    await expect(readJournalFolder(folder)).rejects.toMatchObject({ code: 'BUS_JOURNAL_DAMAGED' });
    await expect(readJournalFolder(folder)).rejects.toThrow(path);
  });

  it('stays small, and whole at every moment, while far more is written than is kept', async () => {
    const { journal, append } = await openJournal(20_000);
    const copy = await mkdtemp(join(tmpdir(), 'journal-copy-'));
    const kept = new Set<number>();
    for (let sequence = 1; sequence <= 800; sequence += 1) {
      await append(put(sequence));
      kept.add(sequence);
      if (sequence > 10) {
        await append({ kind: 'remove', queue: 0, sequence: sequence - 10 });
        kept.delete(sequence - 10);
      }
      if (sequence % 97 === 0) {
        cpSync(folder, copy, { recursive: true, force: true });
        const { queues } = await readJournalFolder(copy);
        expect(new Set(queues.get('q')?.messages.keys())).toEqual(kept);
        for (const name of readdirSync(copy)) await rm(join(copy, name));
      }
    }
    await journal.close();
    await rm(copy, { recursive: true });

    const names = readdirSync(folder);
    const bytes = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes).toBeLessThan(60_000);
    expect(names.every((name) => /^(journal|snapshot)-\d+\.log$/.test(name))).toBe(true);
    expect(new Set(await storedSequences())).toEqual(kept);
  });
});
