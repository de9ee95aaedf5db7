/** Turns of projects, over all instances, so that one that sends much does not stand in the way of the others. */
export interface ProjectTurns {
  /** Takes the project's next turn. @returns milliseconds until it comes, 0 for now */
  take(project: string): Promise<number>;
}
