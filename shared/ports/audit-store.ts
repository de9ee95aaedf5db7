/** Storage of the hash chain: write-once entries, one writer at a time for each tenant. */
export interface AuditStore {
  /** Runs `work` while holding the tenant's lease. @throws ThrottledError when another writer holds it. */
  withLease<T>(tenant: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Text of entry `sequence`, or null. */
  readEntry(tenant: string, sequence: number, signal: AbortSignal): Promise<string | null>;
  /** @returns false when the sequence number is already taken. */
  createEntry(tenant: string, sequence: number, text: string, signal: AbortSignal): Promise<boolean>;
  /** Where the note with this key was appended; null when it was not (or the pointer was lost before it was written). */
  findKey(tenant: string, key: string, signal: AbortSignal): Promise<number | null>;
  recordKey(tenant: string, key: string, sequence: number, signal: AbortSignal): Promise<void>;
  /** A hint only: the last sequence known; the true end is found by reading on from it. */
  readHead(tenant: string, signal: AbortSignal): Promise<number>;
  writeHead(tenant: string, sequence: number, signal: AbortSignal): Promise<void>;
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
