import type { HistoryPoint, RunIndex } from '../ports/run-index.ts';

/** All runs of one commit, for one figure. */
export interface CommitRuns {
  readonly commit: string;
  /** When the first of them was measured, epoch milliseconds. */
  readonly at: number;
  readonly points: readonly HistoryPoint[];
  /** Whether the commit is the branch's own: measured on it or merged into it. */
  readonly onBranch: boolean;
}

/** A figure whose history is wanted, in the environment in which it was measured now. */
export interface WantedSeries {
  readonly key: string;
  readonly environment: string;
}

/** Earlier commits by series key, oldest first; the commit under test is not among them. */
export type History = ReadonlyMap<string, readonly CommitRuns[]>;

const MOST_POINTS = 20_000;
const MOST_COMMITS = 2_000;

/** What was measured of these figures before this change. */
export async function readHistory(
  index: RunIndex,
  about: {
    readonly tenant: string;
    readonly service: string;
    readonly branch: string;
    readonly headSha: string;
    readonly baselineCommit: string | null;
  },
  wanted: readonly WantedSeries[],
  signal: AbortSignal,
): Promise<History> {
  const { tenant, service, branch, headSha, baselineCommit } = about;
  const keys = Map.groupBy(wanted, ({ environment }) => environment);
  if (keys.size === 0) return new Map();
  const onBranch = new Set(
    await index.listBranchCommits({ tenant, service, branch, limit: MOST_COMMITS }, signal),
  );
  // Measured without a branch's name it still is what the change is compared with, and so a point of the branch's course.
  if (baselineCommit !== null) onBranch.add(baselineCommit);
  const bySeries = new Map<string, Map<string, HistoryPoint[]>>();
  for (const [environment, figures] of keys) {
    const series = [...new Set(figures.map(({ key }) => key))];
    const query = { tenant, service, environment, series, exceptCommits: [headSha], limit: MOST_POINTS };
    const newestFirst = await index.listHistory(query, signal);
    for (const point of newestFirst.toReversed()) {
      const commits = bySeries.get(point.series) ?? new Map<string, HistoryPoint[]>();
      bySeries.set(point.series, commits);
      const points = commits.get(point.commit);
      if (points === undefined) commits.set(point.commit, [point]);
      else points.push(point);
    }
  }
  return new Map(
    [...bySeries].map(([key, commits]) => [
      key,
      [...commits].map(([commit, points]) => ({
        commit,
        at: points[0]?.at.getTime() ?? 0,
        points,
        onBranch: onBranch.has(commit),
      })),
    ]),
  );
}
