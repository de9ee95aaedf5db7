import type { CommitRuns } from './read-history.ts';

/** A figure's course on the target branch: one value a commit, oldest first. */
export interface BranchCourse {
  readonly commits: readonly CommitRuns[];
  /** Median over the commit's runs: runs of one session are alike, so the commit is the unit that noise between runs shows in. */
  readonly values: readonly number[];
}

/** The branch's own commits measured before `until` (epoch milliseconds; null: all). */
export function branchCourse(history: readonly CommitRuns[], until: number | null): BranchCourse {
  const commits = history
    .filter(({ onBranch, at }) => onBranch && (until === null || at < until))
    .toSorted((a, b) => a.at - b.at);
  return { commits, values: commits.map(({ points }) => medianOf(points.map(({ value }) => value))) };
}

/** Median of at least one value; 0 of none. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const above = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? above : ((sorted[middle - 1] ?? above) + above) / 2;
}
