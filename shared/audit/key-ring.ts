import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { openRotation, type Rotation } from './key-rotation.ts';
import { sameHash } from './merkle-tree.ts';
import { keyIdOf, type NoteKey } from './signed-note.ts';

/** A checkpoint and the key that signed it. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly key: NoteKey;
}

/** The keys of a log that are trusted: those that were given, and those that a chain of rotations leads to. */
export interface KeyRing {
  /** Null when none of the keys signed the note. */
  open(note: string): OpenedCheckpoint | null;
  /** The rotation by which another key followed; null while the key is in force. */
  retired(key: NoteKey): Rotation | null;
  /**
   * Whether the checkpoint counts by itself: its key is in force, or it is the tree under which another key followed. Whoever finds a former
   * key can sign any other with it, so that each of those counts only under a later one, or beside the log.
   */
  standsAlone(opened: OpenedCheckpoint): boolean;
  /** Those that are trusted. */
  readonly rotations: readonly Rotation[];
  /** How many of the statements are none: not signed by both keys, of keys that nobody vouches for, or a second successor of one key. */
  readonly refused: number;
}

/**
 * A key that follows a trusted one is trusted, and so is one that a trusted key follows: each has signed that the other is the log's. A key
 * has one successor.
 * @param notes the statements that lie with the log, in any order
 */
export function createKeyRing(given: readonly NoteKey[], notes: readonly string[]): KeyRing {
  const keys = new Map(given.map((key) => [keyIdOf(key), key]));
  const successors = new Map<string, Rotation>();
  let waiting = notes.flatMap((note) => openRotation(note) ?? []);
  for (let size = -1; size !== keys.size;) {
    size = keys.size;
    const rest: Rotation[] = [];
    for (const rotation of waiting) if (!take(rotation)) rest.push(rotation);
    waiting = rest;
  }

  function take(rotation: Rotation): boolean {
    const [from, to] = [keyIdOf(rotation.from), keyIdOf(rotation.to)];
    if (successors.has(from) || !(isTrusted(rotation.from) || isTrusted(rotation.to))) return false;
    keys.set(from, rotation.from).set(to, rotation.to);
    successors.set(from, rotation);
    return true;
  }

  function isTrusted(key: NoteKey): boolean {
    // Four bytes tell keys apart, and prove nothing.
    const known = keys.get(keyIdOf(key));
    return known?.name === key.name && Buffer.from(known.publicKey).equals(key.publicKey);
  }

  function retired(key: NoteKey): Rotation | null {
    return successors.get(keyIdOf(key)) ?? null;
  }

  return {
    open(note) {
      for (const key of keys.values()) {
        const checkpoint = openCheckpoint(note, key);
        if (checkpoint !== null) return { checkpoint, key };
      }
      return null;
    },
    retired,
    standsAlone({ checkpoint, key }) {
      const end = retired(key);
      return end === null || (end.size === checkpoint.size && sameHash(end.root, checkpoint.root));
    },
    rotations: [...successors.values()],
    refused: notes.length - successors.size,
  };
}
