/** What the threads and their owner say to each other. Bytes travel by transfer, not by copy. */
export interface MaskingJob {
  readonly number: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** True when the job is all of the text: a text of nothing but a number is judged differently. */
  readonly isWhole: boolean;
}

export interface MaskingAnswer {
  readonly number: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Findings by type in all jobs of this thread so far. */
  readonly counts: Readonly<Record<string, number>>;
}
