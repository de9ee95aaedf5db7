/** Storage of the hash chain: write-once entries, and hints that spare reading all of them. */
export interface AuditStore {
  /** Text of entry `sequence`, or null. */
  readEntry(tenant: string, sequence: number, signal: AbortSignal): Promise<string | null>;
  /** @returns false when the sequence number is already taken. */
  createEntry(tenant: string, sequence: number, text: string, signal: AbortSignal): Promise<boolean>;
  /** Keys that were recorded of a group of notes (a run); of entries beyond the noted end some may be missing. */
  readKeys(tenant: string, group: string, signal: AbortSignal): Promise<ReadonlySet<string>>;
  /** Adds keys to those of a group; what others add at the same time stays. */
  addKeys(tenant: string, group: string, keys: readonly string[], signal: AbortSignal): Promise<void>;
  /** The noted end: the keys of all entries up to it are recorded. The true end is found by reading on from it. */
  readEnd(tenant: string, signal: AbortSignal): Promise<number>;
  writeEnd(tenant: string, sequence: number, signal: AbortSignal): Promise<void>;
  /** Sizes of which checkpoints exist, ascending. */
  listCheckpoints(tenant: string, signal: AbortSignal): Promise<readonly number[]>;
  /** The signed note of a checkpoint, or null. */
  readCheckpoint(tenant: string, size: number, signal: AbortSignal): Promise<string | null>;
  /** Text of the leaves that a checkpoint added, or null. */
  readLeaves(tenant: string, size: number, signal: AbortSignal): Promise<string | null>;
  /** Writes both once, the leaves first, so that a checkpoint never stands without them; what stands already stays. */
  createCheckpoint(
    tenant: string,
    size: number,
    checkpoint: { readonly note: string; readonly leaves: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** The signed notes that say that one key follows another. */
  readRotations(tenant: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Writes once which key follows the one of that id; what stands already stays, so that a key has one successor. */
  createRotation(tenant: string, formerKeyId: string, note: string, signal: AbortSignal): Promise<void>;
  /** A hint only: a size of which a checkpoint exists; 0 when none is known. */
  readCheckpointHint(tenant: string, signal: AbortSignal): Promise<number>;
}
