import type { TreeHead } from './consistency-proof.ts';
import { HASH_BYTES } from './merkle-tree.ts';
import { type NoteKey, type NoteSigner, openNote } from './signed-note.ts';

/** What was signed: the tree over the first `size` entries of the log named by `origin`, at a time. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

const TIME = /^time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/** Name of a tenant's log, and of the key that signs it. */
export function originOf(tenant: string): string {
  return `perf-agent/audit/${tenant}`;
}

/** A checkpoint in the format of c2sp.org/tlog-checkpoint; the time is its one extension line. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  return signer.sign(checkpointText(checkpoint));
}

/** The lines that are signed. */
export function checkpointText({ origin, size, root, at }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\ntime ${at}\n`;
}

/** The checkpoint of a note, when `key` signed it and it says what a checkpoint says, of the log that the key is named after; null otherwise. */
export function openCheckpoint(note: string, key: NoteKey): Checkpoint | null {
  const text = openNote(note, key);
  return text === null ? null : readCheckpointText(text, key.name);
}

/** What {@link checkpointText} wrote of the log `name`; null for anything else. */
export function readCheckpointText(text: string, name: string): Checkpoint | null {
  const [origin = '', size = '', encoded = '', time = '', end, ...more] = text.split('\n');
  const root = Buffer.from(encoded, 'base64');
  const at = TIME.exec(time)?.[1];
  const isWhole =
    end === '' &&
    more.length === 0 &&
    origin === name &&
    /^[1-9]\d{0,14}$/.test(size) &&
    root.length === HASH_BYTES &&
    root.toString('base64') === encoded;
  return isWhole && at !== undefined ? { origin, size: Number(size), root, at } : null;
}
