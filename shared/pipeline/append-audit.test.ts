import { describe, expect, it } from 'vitest';
import { testAuditSigner } from '../../test/support/audit-signer.ts';
import { auditNoteOf } from '../../test/support/audit-note.ts';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import type { AuditNote } from '../contracts/audit-note.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { appendAudit } from './append-audit.ts';
import { createAuditAppender } from './create-audit-appender.ts';
import type { SigningPorts } from './sign-audit-log.ts';
import { storedAuditLog } from './stored-audit-log.ts';
import { verifyAuditLog } from './verify-audit-log.ts';

const signal = AbortSignal.timeout(10_000);

describe('appendAudit', () => {
  it('chains notes in the order given', async () => {
    const store = createMemoryAudit();

    await appendAudit('default', [note('a'), note('b')], store, signal);
    await appendAudit('default', [note('c')], store, signal);

    expect(await reportOf(store)).toMatchObject({ valid: true, entries: 3 });
    expect(keysOf(store)).toEqual(['a', 'b', 'c']);
  });

  it('appends a repeated key once, in one call and over several', async () => {
    const store = createMemoryAudit();

    await appendAudit('default', [note('a'), note('a')], store, signal);
    await appendAudit('default', [note('a')], store, signal);

    expect(keysOf(store)).toEqual(['a']);
  });

  it('refuses a note that could not be read again, and goes on with the next', async () => {
    const store = createMemoryAudit();

    const refused = appendAudit('default', [note('a'), note('k'.repeat(301))], store, signal);

    await expect(refused).rejects.toThrow(/An audit note does not fit: .*key/);
    await expect(refused).rejects.toBeInstanceOf(PermanentError);
    await appendAudit('default', [note('b')], store, signal);
    expect(keysOf(store)).toEqual(['b']);
  });

  it('enters a text with half of a surrogate pair', async () => {
    const store = createMemoryAudit();

    await appendAudit('default', [{ ...note('a'), subject: 'cut \ud83d' }], store, signal);

    expect(await reportOf(store)).toMatchObject({ valid: true, entries: 1 });
  });

  it('writes nothing for notes that all stand', async () => {
    const store = createMemoryAudit();
    await appendAudit('default', [note('a')], store, signal);
    const readOnly = {
      ...store,
      createEntry: () => Promise.reject(new TypeError('an entry was written')),
      addKeys: () => Promise.reject(new TypeError('keys were written')),
      readEnd: () => Promise.resolve(store.end),
    };

    await appendAudit('default', [note('a')], readOnly, signal);

    expect(keysOf(store)).toEqual(['a']);
  });

  it.each(['addKeys', 'writeEnd'] as const)(
    'neither loses nor repeats a note when the process dies before %s',
    async (crashAt) => {
      const store = createMemoryAudit();
      await appendAudit('default', [note('a')], store, signal);
      store.crashAt = crashAt;
      await expect(appendAudit('default', [note('b')], store, signal)).rejects.toThrow('died here');

      await appendAudit('default', [note('b'), note('c')], store, signal);

      expect(keysOf(store)).toEqual(['a', 'b', 'c']);
      expect(await reportOf(store)).toMatchObject({ valid: true, entries: 3, faults: [] });
    },
  );

  it('goes on behind the entry of another writer who was faster', async () => {
    const store = createMemoryAudit();
    let isOthersTurn = true;
    const raced: typeof store = {
      ...store,
      readEnd: () => Promise.resolve(store.end),
      async createEntry(...args) {
        if (isOthersTurn) {
          isOthersTurn = false;
          await appendAudit('default', [note('other'), note('b')], store, signal);
        }
        return store.createEntry(...args);
      },
    };

    await appendAudit('default', [note('a'), note('b')], raced, signal);

    expect(keysOf(store)).toEqual(['other', 'b', 'a']);
    expect(await reportOf(store)).toMatchObject({ valid: true, entries: 3 });
  });

  it('does not build on an entry that it cannot read', async () => {
    const store = createMemoryAudit();
    store.entries.push('{"schema":"other"}');

    const appending = appendAudit('default', [note('a')], store, signal);

    await expect(appending).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
    expect(store.entries).toHaveLength(1);
  });

  it('does not build on an entry that is no JSON', async () => {
    const store = createMemoryAudit();
    store.entries.push('{"schema":');

    const appending = appendAudit('default', [note('a')], store, signal);

    await expect(appending).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
  });
});

describe('createAuditAppender', () => {
  it('takes a note with half an emoji beside others, and the chain verifies', async () => {
    const store = createMemoryAudit();
    const appender = createAuditAppender(portsOf(store));
    const cut = { ...note('cut'), subject: 'title cut at \ud83d' };

    await Promise.all([note('a'), cut, note('b')].map((each) => appender.append(each)));

    expect(await reportOf(store)).toMatchObject({ valid: true, entries: 3 });
    expect(store.entries.join('')).toContain('title cut at \ufffd');
  });

  it('appends what arrives together and answers each note', async () => {
    const store = createMemoryAudit();
    const appender = createAuditAppender(portsOf(store));
    const keys = Array.from({ length: 120 }, (_, index) => `note-${index}`);

    await Promise.all(keys.map((key) => appender.append(note(key))));

    expect(keysOf(store)).toEqual(keys);
    expect(await reportOf(store)).toMatchObject({ valid: true, entries: 120 });
  });

  it('fails every note of a batch that could not be entered, and works again afterwards', async () => {
    const store = createMemoryAudit();
    const appender = createAuditAppender(portsOf(store));
    store.held = true;

    const failed = await Promise.allSettled([appender.append(note('a')), appender.append(note('b'))]);
    store.held = false;
    await appender.append(note('a'));

    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(keysOf(store)).toEqual(['a']);
  });

  it('signs the log at the end of a run, and else after 64 notes', async () => {
    const store = createMemoryAudit();
    const appender = createAuditAppender(portsOf(store));

    await appender.append(note('a'));
    expect([...store.checkpoints.keys()]).toEqual([]);
    await appender.append({ ...note('b'), action: 'step.learn' });
    expect([...store.checkpoints.keys()]).toEqual([2]);
    for (let count = 0; count < 70; count += 1) await appender.append(note(`more-${count}`));

    expect([...store.checkpoints.keys()]).toEqual([2, 66]);
  });

  it('signs what it wrote without reading it, and reads what others wrote since', async () => {
    const store = createMemoryAudit();
    const read: number[] = [];
    const watched: typeof store = {
      ...store,
      readCheckpointHint: () => Promise.resolve(Math.max(0, ...store.checkpoints.keys())),
      readEntry(tenant, sequence, readSignal) {
        read.push(sequence);
        return store.readEntry(tenant, sequence, readSignal);
      },
    };
    const appender = createAuditAppender(portsOf(watched));
    await appender.append({ ...note('a'), action: 'step.learn' });
    const before = read.length;

    await appender.append({ ...note('b'), action: 'step.learn' });
    await appendAudit('default', [note('other')], store, signal);
    await appender.append({ ...note('c'), action: 'step.learn' });

    expect(read.slice(before)).toEqual([3]);
    expect([...store.checkpoints.keys()]).toEqual([1, 2, 4]);
    const trusted = [await testAuditSigner('default')];
    expect(await verifyAuditLog(storedAuditLog(store, 'default', signal), trusted)).toMatchObject({
      valid: true,
      signed: 4,
    });
  });

  it('fails a note whose log could not be signed, and signs when it comes again', async () => {
    const store = createMemoryAudit();
    const ports = portsOf(store);
    const ends = { ...note('a'), action: 'step.learn' };
    const missing = new PermanentError('SECRET_MISSING', 'no key');
    const refused = createAuditAppender({ ...ports, auditSigner: () => Promise.reject(missing) });

    await expect(refused.append(ends)).rejects.toThrow('no key');
    await createAuditAppender(ports).append(ends);

    expect([keysOf(store), [...store.checkpoints.keys()]]).toEqual([['a'], [1]]);
  });

  it('refuses what is no note, naming the field', async () => {
    const appender = createAuditAppender(portsOf(createMemoryAudit()));

    await expect(appender.append({ ...note('a'), key: '' })).rejects.toThrow(/key/);
    await expect(appender.append(null)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('verifyAuditLog', () => {
  it('shows an entry that is gone before the known end', async () => {
    const store = createMemoryAudit();
    await appendAudit('default', [note('a'), note('b'), note('c')], store, signal);
    const whole = await reportOf({ ...store, readEnd: () => Promise.resolve(3) });
    const without = (gone: number): typeof store => ({
      ...store,
      readEnd: () => Promise.resolve(3),
      readEntry: (_tenant, sequence) =>
        Promise.resolve(sequence === gone ? null : (store.entries[sequence - 1] ?? null)),
    });

    const reports = await Promise.all([1, 2, 3].map((gone) => reportOf(without(gone))));

    expect(whole).toMatchObject({ valid: true, entries: 3, faults: [] });
    expect(reports.map(({ valid }) => valid)).toEqual([false, false, false]);
    // The fault is at the hole, or at the entry after it, whose link leads nowhere.
    const places = reports.map(({ faults }) => faults.map(({ sequence }) => sequence));
    expect(places.map((found, index) => found.some((at) => at === index + 1 || at === index + 2))).toEqual([
      true,
      true,
      true,
    ]);
  });
});

function portsOf(audit: ReturnType<typeof createMemoryAudit>): SigningPorts {
  const clock = { now: () => new Date('2026-05-04T10:00:00.000Z') };
  return { audit, clock, producer: 'perf-agent/test', auditSigner: (tenant) => testAuditSigner(tenant) };
}

function reportOf(store: ReturnType<typeof createMemoryAudit>): ReturnType<typeof verifyAuditLog> {
  return verifyAuditLog(storedAuditLog(store, 'default', signal), []);
}

function keysOf(store: ReturnType<typeof createMemoryAudit>): string[] {
  return store.entries.flatMap((text) => /"key":"([^"]+)"/.exec(text)?.[1] ?? []);
}

function note(key: string): AuditNote {
  return auditNoteOf(key, 'default');
}
