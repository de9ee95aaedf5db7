import type { ChainFault } from './chain-fault.ts';
import type { Checkpoint } from './checkpoint.ts';
import { createKeyRing, type OpenedCheckpoint } from './key-ring.ts';
import { keyIdOf, type NoteKey } from './signed-note.ts';

/** What is known of a log beside its entries. */
export interface SignedNotes {
  /** Checkpoints with the size that their place in the store states; null when it states none. */
  readonly checkpoints: readonly { readonly size: number | null; readonly note: string | null }[];
  /** Statements that one key follows another. */
  readonly rotations: readonly string[];
}

export interface OpenedNotes {
  /** What the log is held against. */
  readonly checkpoints: readonly Checkpoint[];
  readonly faults: readonly ChainFault[];
}

/**
 * The checkpoints that trusted keys signed. What a key signed after another had followed it counts only under a later checkpoint of a key in
 * force: two instances may change over at different moments, and nobody gains a log by an old key.
 */
export function openCheckpoints(
  { checkpoints, rotations }: SignedNotes,
  keys: readonly NoteKey[],
): OpenedNotes {
  if (keys.length === 0) return { checkpoints: [], faults: [] };
  const ring = createKeyRing(keys, rotations);
  const opened: { readonly checkpoint: Checkpoint; readonly key: NoteKey; readonly isLate: boolean }[] = [];
  const faults: ChainFault[] = ring.refused === 0 ? [] : [forgedRotation(ring.refused)];
  for (const { size, note } of checkpoints) {
    const found = note === null ? null : ring.open(note);
    if (found === null || !isOf(size, found)) faults.push(unopened(size ?? 0, note));
    else
      opened.push({ ...found, isLate: found.checkpoint.size > (ring.retired(found.key)?.size ?? Infinity) });
  }
  const inTime = opened.filter(({ isLate }) => !isLate).map(({ checkpoint }) => checkpoint);
  const newest = inTime.reduce((most, { size }) => Math.max(most, size), 0);
  for (const { checkpoint, key, isLate } of opened)
    if (isLate && checkpoint.size > newest) faults.push(signedLate(checkpoint.size, keyIdOf(key)));
  const late = opened.filter(({ isLate, checkpoint }) => isLate && checkpoint.size <= newest);
  const all = [...inTime, ...ring.rotations, ...late.map(({ checkpoint }) => checkpoint)];
  // Keys of several logs may be given; what lies with a log is of one.
  const origin = inTime.find(({ size }) => size === newest)?.origin;
  const others = all.filter((one) => origin !== undefined && one.origin !== origin);
  faults.push(...others.map(({ size }) => forged(size)));
  return { checkpoints: [...distinct(all.filter((one) => !others.includes(one))).values()], faults };
}

/** Whether it is the checkpoint of that size; null where none is stated. */
function isOf(size: number | null, { checkpoint }: OpenedCheckpoint): boolean {
  return size === null || checkpoint.size === size;
}

/** One may lie with the log, be kept elsewhere, and stand in a change of key. */
function distinct(checkpoints: readonly Checkpoint[]): ReadonlyMap<string, Checkpoint> {
  return new Map(checkpoints.map((one) => [`${one.size} ${Buffer.from(one.root).toString('base64')}`, one]));
}

function forged(size: number): ChainFault {
  return {
    sequence: size,
    fault: 'checkpoint-forged',
    message: `The checkpoint of ${size} entries was not signed by a key that is known, or it is one of another log or size.`,
  };
}

function unopened(size: number, note: string | null): ChainFault {
  return note === null ? gone(size) : forged(size);
}

function gone(size: number): ChainFault {
  return {
    sequence: size,
    fault: 'checkpoint-removed',
    message: `The checkpoint of ${size} entries was removed: what was noted with it still stands.`,
  };
}

function signedLate(size: number, key: string): ChainFault {
  return {
    sequence: size,
    fault: 'checkpoint-forged',
    message: `The checkpoint of ${size} entries was signed by the key ${key} after another key had followed it, and none of the key in force covers it.`,
  };
}

function forgedRotation(count: number): ChainFault {
  return {
    sequence: 0,
    fault: 'rotation-forged',
    message: `${count} of the statements that one key follows another are not signed by both, join no key that was given, or name a second successor.`,
  };
}
