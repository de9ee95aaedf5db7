/** What the threads and their owner say to each other. Bytes travel by transfer, not by copy. */
export interface MaskingJob {
  readonly number: number;
  readonly bytes: Uint8Array;
}

export interface MaskingAnswer {
  readonly number: number;
  readonly bytes: Uint8Array;
  /** Findings by type in this job. */
  readonly counts: Readonly<Record<string, number>>;
}
