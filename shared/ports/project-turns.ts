/**
 * Places for runs in work, over all instances, shared out between the projects that have runs: one that sends much does not stand in the way of the
 * others.
 */
export interface ProjectTurns {
  /**
   * Takes a place for a run, or keeps the one that it has.
   * @returns 0 when the run has its place; otherwise milliseconds after which to ask again
   */
  take(project: string, runId: string): Promise<number>;
  /** Gives the run's place back; does nothing when it has none. */
  leave(runId: string): Promise<void>;
}
