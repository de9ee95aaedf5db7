/** Bytes as stored, with the hash that audit entries and later steps refer to. */
export interface StoredArtifact {
  readonly ref: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly contentType: string;
}

/** Write-once store of masked artifacts; the truth of the product. Adapters: shared/platform. */
export interface ArtifactStore {
  /** @returns null when there is none. @throws TransientError when the store cannot be reached. */
  read(ref: string, signal: AbortSignal): Promise<StoredArtifact | null>;
  /**
   * Writes only when nothing is there (`If-None-Match: *`).
   * @returns what is stored under the reference now: ours, or what was there first (`created` says which).
   */
  create(
    ref: string,
    bytes: Uint8Array,
    contentType: string,
    signal: AbortSignal,
  ): Promise<{ readonly created: boolean; readonly sha256: string }>;
  /** References with the prefix, in lexical order; strongly consistent. Bounded by `limit`. */
  list(prefix: string, limit: number, signal: AbortSignal): Promise<readonly string[]>;
}
