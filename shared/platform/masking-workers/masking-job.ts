import { type Table } from '../../masking/rules/tables.ts';

/** What the threads and their owner say to each other. Bytes travel by transfer, not by copy. */
export interface MaskingJob {
  readonly number: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** True when the job is all of the text: a text of nothing but a number is judged differently. */
  readonly isWhole: boolean;
  /** The table that was open where the job before ended: its head says what the rows of this one hold. */
  readonly table: Table | null;
}

export interface MaskingAnswer {
  readonly number: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Findings by type in all jobs of this thread so far. */
  readonly counts: Readonly<Record<string, number>>;
}
