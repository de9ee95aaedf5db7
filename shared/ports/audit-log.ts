/** A log to read, wherever it lies: in the store, or exported to files. */
export interface AuditLog {
  /** Texts of the entries, in order; entries that are missing before the known end are left out. */
  entries(): AsyncIterable<string>;
  /** The last entry that is known to have existed; 0 when nothing is known. */
  end(): Promise<number>;
  /** Sizes of which checkpoints exist, ascending. */
  sizes(): Promise<readonly number[]>;
  /** The signed note of a checkpoint, or null. */
  checkpoint(size: number): Promise<string | null>;
  /** Text of the leaves that a checkpoint added, or null. */
  leaves(size: number): Promise<string | null>;
  /** Names of what lies among the checkpoints and is named like none. */
  strangers?(): Promise<readonly string[]>;
  /** The signed notes that say that one key follows another. */
  rotations(): Promise<readonly string[]>;
}
