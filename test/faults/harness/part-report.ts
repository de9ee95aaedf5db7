/** What one part of the harness found. */
export interface PartReport {
  readonly runs: number;
  readonly violations: readonly string[];
  /** What was done, by name. */
  readonly done: Readonly<Record<string, number>>;
}
