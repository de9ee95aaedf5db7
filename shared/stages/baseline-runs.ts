import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText } from '../contracts/masked-text.ts';
import type { BaselineAges } from '../contracts/plan.ts';
import type { BaselineRecord, DatedRun } from '../statistics/baselines/baseline-record.ts';
import { expireRecords } from '../statistics/baselines/change-baselines.ts';
import { chooseBaseline } from '../statistics/baselines/choose-baseline.ts';
import type { RunSample } from '../statistics/compare/comparison.ts';
import type { ComparedSeries, RunStatistic } from './group-series.ts';
import type { CommitRuns, History } from './read-history.ts';
import { sampleOf } from './sample-of.ts';

export interface BaselineAbout {
  readonly service: string;
  readonly baselineCommit: string | null;
  readonly candidateCommit: string;
  readonly ages: BaselineAges;
  /** Why the baseline stands where it does, when a person pinned it there. */
  readonly pin: string | null;
}

export interface ChosenRuns {
  /** As given, without runs of the baseline that lie far from its others. */
  readonly series: readonly ComparedSeries[];
  /** Runs of earlier commits in the same environment by series key, one group a commit, oldest first. */
  readonly history: ReadonlyMap<string, readonly (readonly RunSample[])[]>;
  /** What the reader must know of the baseline: pinned, stale, runs set aside. */
  readonly notes: readonly Masked[];
}

const DAY_MS = 86_400_000;

/**
 * Baseline of each figure by itself (percentiles may have a bad run where the median has none): its runs without bad ones, and the
 * history that has not expired. Ages are taken at the time the change was measured, so that a replay says the same.
 */
export function baselineRuns(
  series: readonly ComparedSeries[],
  history: History,
  about: BaselineAbout,
): ChosenRuns {
  const earlier = new Map<string, readonly (readonly RunSample[])[]>();
  const aside = new Map<Masked, number>();
  const said = new Set<string>();
  const kept = series.map((one): ComparedSeries => {
    const keyIn = (environment: Masked | undefined): BaselineRecord['key'] => ({
      service: about.service,
      metric: one.key,
      statistic: one.statistic,
      environment: { name: environment ?? '' },
    });
    const key = keyIn((one.candidate[0] ?? one.baseline[0])?.environment);
    const now = newest(one.candidate) ?? newest(one.baseline) ?? 0;
    const before = (history.get(one.key) ?? []).filter(({ commit }) => commit !== about.baselineCommit);
    const records: BaselineRecord[] = before.map((commit) => ({
      ...recordOf(commit, key),
      state: 'superseded',
    }));
    if (about.baselineCommit !== null && one.baseline.length > 0) {
      records.push({
        key: keyIn(one.baseline[0]?.environment),
        commit: about.baselineCommit,
        version: null,
        runs: one.baseline.map((run) => ({ ...sampleOf(run), runId: run.run, at: run.at ?? now })),
        state: 'active',
        since: now,
        pinned: about.pin !== null,
        cause: about.pin ?? 'measured',
      });
    }
    const chosen = chooseBaseline(expireRecords(records, now, about.ages.expireDays * DAY_MS), {
      key,
      candidateCommit: about.candidateCommit,
      now,
      staleAfterMs: about.ages.staleDays * DAY_MS,
    });
    if (chosen === null) return one;
    earlier.set(one.key, chosen.history);
    chosen.warnings.filter(isSaidHere).forEach((text) => said.add(text));
    const bad = new Set<string>(chosen.setAside.map(({ runId }) => runId));
    const isBad = ({ run }: RunStatistic): boolean => bad.has(run);
    for (const { run } of one.baseline.filter(isBad)) aside.set(run, (aside.get(run) ?? 0) + 1);
    return bad.size === 0 ? one : { ...one, baseline: one.baseline.filter((run) => !isBad(run)) };
  });
  const runs = [...aside].map(([run, figures]) => maskedText`${run} (in ${figures} figures)`);
  return {
    series: kept,
    history: earlier,
    notes: [
      // Made of a commit, a number of days and a cause that was masked when it was pinned.
      ...[...said].slice(0, 10).map(maskedName),
      ...([...said].some((text) => text.startsWith('Stale baseline'))
        ? [
            maskedText`To refresh the baseline, measure the target branch and hand it in: perf-agent results push FILES --service ${maskedName(about.service)} --commit COMMIT --branch BRANCH.`,
          ]
        : []),
      ...(runs.length === 0
        ? []
        : [
            maskedText`Set aside as far from the other runs of the baseline: ${joinMasked(runs.slice(0, 10), maskedText`, `)}.`,
          ]),
    ],
  };
}

/** Runs set aside are counted over all figures, environments are compared with their facts (environmentDifferences). */
function isSaidHere(warning: string): boolean {
  return !warning.startsWith('Set aside') && !warning.startsWith('Different environment');
}

function recordOf(
  { commit, points, at }: CommitRuns,
  key: BaselineRecord['key'],
): Omit<BaselineRecord, 'state'> {
  const runs = points.map((point): DatedRun => ({
    ...sampleOf(point),
    runId: point.resultRef,
    at: point.at.getTime(),
  }));
  return { key, commit, version: null, runs, since: at, pinned: false, cause: 'measured' };
}

function newest(runs: readonly RunStatistic[]): number | null {
  return runs.reduce<number | null>(
    (last, { at }) => (at === null || (last !== null && last >= at) ? last : at),
    null,
  );
}
