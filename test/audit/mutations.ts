import { entryFromNote } from '../../shared/audit/entry-from-note.ts';
import { canonicalJson } from '../../shared/audit/canonical-json.ts';
import { openCheckpoint, signCheckpoint } from '../../shared/audit/checkpoint.ts';
import { leafHash } from '../../shared/audit/merkle-tree.ts';
import { AuditEntry } from '../../shared/contracts/audit-note.ts';
import { type ExportedLog, hashedAnew, noteIn, noteOf, signerOf } from './signed-log.ts';

/** One attack on a log. `names`: entries of which one must stand in the answer. */
export interface Mutation {
  readonly kind: string;
  readonly log: ExportedLog;
  readonly names: readonly number[];
}

export type Pick = (below: number) => number;

/** Numbers that look random and are the same for each seed (xorshift32). */
export function picker(seed: number): Pick {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

export const MUTATIONS: Readonly<Record<string, (log: ExportedLog, pick: Pick) => Omit<Mutation, 'kind'>>> = {
  'a bit is flipped'(log, pick) {
    const at = pick(log.entries.length);
    const bytes = Buffer.from(log.entries[at] ?? '');
    const place = pick(bytes.length);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << pick(7));
    // A line feed would make two lines of one: that is another attack.
    const text = bytes.toString('utf8').replaceAll(/[\n\r]/g, '?');
    return { log: { ...log, entries: log.entries.with(at, text) }, names: [at + 1] };
  },
  'an entry is dropped'(log, pick) {
    const at = pick(log.entries.length);
    return { log: { ...log, entries: log.entries.toSpliced(at, 1) }, names: [at + 1] };
  },
  'a stretch is dropped'(log, pick) {
    const at = pick(log.entries.length);
    return { log: { ...log, entries: log.entries.toSpliced(at, 1 + pick(20)) }, names: [at + 1] };
  },
  'two entries change places'(log, pick) {
    const [a, b] = twoOf(log, pick);
    const entries = log.entries.with(a, log.entries[b] ?? '').with(b, log.entries[a] ?? '');
    return { log: { ...log, entries }, names: [a + 1, b + 1] };
  },
  'an entry is moved'(log, pick) {
    const [a, b] = twoOf(log, pick);
    const entries = log.entries.toSpliced(a, 1).toSpliced(b, 0, log.entries[a] ?? '');
    // Two neighbours may each be the one that was moved past the other.
    return { log: { ...log, entries }, names: Math.abs(a - b) === 1 ? [a + 1, b + 1] : [a + 1] };
  },
  'an entry is copied'(log, pick) {
    const [a, b] = twoOf(log, pick);
    return { log: { ...log, entries: log.entries.toSpliced(b, 0, log.entries[a] ?? '') }, names: [a + 1] };
  },
  'an entry is made up between two'(log, pick) {
    const at = pick(log.entries.length);
    const before = at === 0 ? null : AuditEntry.parse(JSON.parse(log.entries[at - 1] ?? ''));
    const made = canonicalJson(entryFromNote(noteOf(90_000 + at), before));
    return { log: { ...log, entries: log.entries.toSpliced(at, 0, made) }, names: [at + 1] };
  },
  'the end is cut off'(log, pick) {
    const at = pick(log.entries.length);
    return { log: { ...log, entries: log.entries.slice(0, at) }, names: [at + 1] };
  },
  'an entry is changed and hashed anew'(log, pick) {
    const at = pick(log.entries.length);
    const standing = AuditEntry.parse(JSON.parse(log.entries[at] ?? ''));
    const before = { sequence: at, hash: standing.previous };
    const forged = entryFromNote({ ...standing.note, actor: 'somebody else' }, at === 0 ? null : before);
    return { log: { ...log, entries: log.entries.with(at, canonicalJson(forged)) }, names: [at + 1] };
  },
  'an entry is changed and the whole chain hashed anew'(log, pick) {
    const at = pick(log.entries.length);
    const notes = log.entries.map(noteIn);
    const [note = noteOf(0)] = notes.slice(at);
    const entries = hashedAnew(notes.with(at, { ...note, subject: 'another subject' }));
    return { log: { ...log, entries }, names: [at + 1] };
  },
  'an entry is dropped and the whole chain hashed anew'(log, pick) {
    const at = pick(log.entries.length);
    return {
      log: { ...log, entries: hashedAnew(log.entries.map(noteIn).toSpliced(at, 1)) },
      names: [at + 1],
    };
  },
  'an entry is made up and the whole chain hashed anew'(log, pick) {
    const at = pick(log.entries.length);
    const notes = log.entries.map(noteIn).toSpliced(at, 0, noteOf(90_000 + at));
    return { log: { ...log, entries: hashedAnew(notes) }, names: [at + 1] };
  },
  'a checkpoint is signed by another key'(log, pick) {
    const size = sizeOf(log, pick);
    const standing = log.checkpoints.get(size) ?? { note: '', leaves: '' };
    const said = openCheckpoint(standing.note, signerOf(7));
    if (said === null) throw new Error('The checkpoints of the log are not signed by the key of the tests.');
    const note = signCheckpoint(said, signerOf(8));
    return { log: withCheckpoint(log, size, { ...standing, note }), names: [size] };
  },
  'a checkpoint says another root under the old signature'(log, pick) {
    const size = sizeOf(log, pick);
    const standing = log.checkpoints.get(size) ?? { note: '', leaves: '' };
    const lines = standing.note.split('\n');
    const root = Buffer.from(leafHash(String(pick(1_000)))).toString('base64');
    return {
      log: withCheckpoint(log, size, { ...standing, note: lines.with(2, root).join('\n') }),
      names: [size],
    };
  },
  'log and checkpoint are made anew with another key'(log, pick) {
    const at = pick(log.entries.length);
    const notes = log.entries.map(noteIn).toSpliced(at, 1);
    const size = log.entries.length;
    const note = signCheckpoint(
      { origin: signerOf(8).name, size, root: leafHash('x'), at: '2026-05-04T10:00:00.000Z' },
      signerOf(8),
    );
    const forged = { note, leaves: '' };
    return {
      log: { ...withCheckpoint(log, size, forged), entries: hashedAnew(notes) },
      names: [size, at + 1],
    };
  },
};

function withCheckpoint(
  log: ExportedLog,
  size: number,
  checkpoint: { readonly note: string; readonly leaves: string },
): ExportedLog {
  return { ...log, checkpoints: new Map([...log.checkpoints, [size, checkpoint]]) };
}

function sizeOf({ checkpoints }: ExportedLog, pick: Pick): number {
  const sizes = [...checkpoints.keys()];
  return sizes[pick(sizes.length)] ?? 0;
}

function twoOf({ entries }: ExportedLog, pick: Pick): readonly [number, number] {
  const a = pick(entries.length);
  const b = pick(entries.length - 1);
  return [a, b < a ? b : b + 1];
}
