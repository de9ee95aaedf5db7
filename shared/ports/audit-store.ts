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
}
