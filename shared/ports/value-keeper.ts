/** Values behind the pseudonyms of runs: kept sealed, where the policy allows it, and opened for a reason. */
export interface ValueKeeper {
  /** Seals what was masked for the run in this process since the last call, beside its artifacts. */
  keep(runId: string, signal: AbortSignal): Promise<void>;
  /** @returns null when no step of the run kept a value under this pseudonym */
  find(runId: string, pseudonym: string, signal: AbortSignal): Promise<string | null>;
}
