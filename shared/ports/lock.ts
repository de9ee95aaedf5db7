/** Mutual exclusion across processes (a Blob lease), for effects that must not interleave on one change. */
export interface Lock {
  /** @throws ThrottledError(`LOCK_HELD`) when somebody else holds it for longer than a short wait. */
  withLock<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}
