import type { Finding, HistoryChange } from '../contracts/finding.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Plan } from '../contracts/plan.ts';
import type { HistoryPoint } from '../ports/run-index.ts';
import { detectChangePoints } from '../statistics/change-points/detect-change-points.ts';
import { detectDrift } from '../statistics/trend/detect-drift.ts';
import { type BranchCourse, branchCourse } from './branch-course.ts';
import { compareOneSeries } from './compare-one-series.ts';
import type { ComparedSeries, RunStatistic } from './group-series.ts';
import { harmOf } from './harm-of.ts';
import type { CommitRuns, History } from './read-history.ts';
import { sampleOf } from './sample-of.ts';

/** Newest commits that stand for the branch as it is now, when its level has stood that long. */
const PRESENT_COMMITS = 10;
/** Runs of commits that a comparison with the branch as it is now needs. */
const FEWEST_RUNS = 3;

interface Earlier {
  readonly change: HistoryChange;
  /** Commits that have what the change brought. */
  readonly present: readonly CommitRuns[];
}

/**
 * Regressions against a baseline that the branch had before this change, marked as such. Two things must hold: the branch's history
 * changed for the worse after the baseline was measured (a step or drift at the usual error rates, or, in a short history, its newest
 * commit is a regression against the baseline by the very test of the verdict), and this change is not worse than the branch as it is
 * now. The finding keeps its answer; who decides reads `before`.
 */
export function withEarlierChanges(
  findings: readonly Finding[],
  series: readonly ComparedSeries[],
  history: History,
  about: { readonly baselineCommit: string | null; readonly policy: Plan['policy'] },
): Finding[] {
  return findings.map((finding, index) => {
    const one = series[index];
    if (finding.answer !== 'regression' || one === undefined || about.baselineCommit === null) return finding;
    const until = earliest(one);
    const course = branchCourse(history.get(one.key) ?? [], until);
    const after = course.commits.findIndex(({ commit }) => commit === about.baselineCommit) + 1;
    // A baseline that is not in the history cannot be placed in it.
    if (after === 0 || after >= course.commits.length) return finding;
    const earlier =
      stepAfter(course, after, finding) ??
      driftAfter(course, after, finding) ??
      worseNow(course, after, one, about.policy);
    if (earlier === null) return finding;
    const present = earlier.present.flatMap(({ points }) => points.map(runOf));
    if (present.length < FEWEST_RUNS) return finding;
    const now = compareOneSeries({ ...one, baseline: present }, [], about.policy);
    if ('refused' in now) return finding;
    const stillWorse = now.answer === 'regression' || harmOf(now.effect, finding.direction) >= finding.margin;
    if (stillWorse) return finding;
    const { change } = earlier;
    const reason = maskedText`Not by this change: the target branch was already worse at ${maskedName(change.commit.slice(0, 12))} (${maskedName(change.at.slice(0, 10))}, ${describe(change)}). Against the branch as it is now: ${maskedName(now.reason)}`;
    return { ...finding, before: { change, effect: now.effect, reason } };
  });
}

/** The last change of level, when it was for the worse and after the baseline. */
function stepAfter({ commits, values }: BranchCourse, after: number, finding: Finding): Earlier | null {
  const last = detectChangePoints(values).findLast(({ index }) => index >= after);
  const first = last === undefined ? undefined : commits[last.index];
  if (last === undefined || first === undefined || harmOf(last.shift, finding.direction) <= 0) return null;
  const { before, after: level, relativeShift, pValue } = last;
  return {
    change: { kind: 'step', ...placeOf(first), relativeShift, before, after: level, pValue },
    present: commits.slice(Math.max(last.index, commits.length - PRESENT_COMMITS)),
  };
}

/** A drift for the worse that went on after the baseline was measured. */
function driftAfter({ commits, values }: BranchCourse, after: number, finding: Finding): Earlier | null {
  const drift = detectDrift(values);
  const first = drift === null ? undefined : commits[drift.from];
  if (drift === null || first === undefined || harmOf(drift.change, finding.direction) <= 0) return null;
  const to = values[drift.to] ?? 0;
  const from = to - drift.change;
  return {
    change: {
      kind: 'drift',
      ...placeOf(first),
      relativeShift: from === 0 ? null : drift.change / Math.abs(from),
      before: from,
      after: to,
      pValue: drift.pValue,
    },
    // A drift goes on: only the newest commits have its present level.
    present: commits.slice(Math.max(after, commits.length - 3)),
  };
}

/** In a history too short for change points: the newest commit against the baseline, by the test of the verdict. */
function worseNow(
  { commits, values }: BranchCourse,
  after: number,
  one: ComparedSeries,
  policy: Plan['policy'],
): Earlier | null {
  const newest = commits.at(-1);
  if (newest === undefined || newest.points.length < FEWEST_RUNS) return null;
  const compared = compareOneSeries({ ...one, candidate: newest.points.map(runOf) }, [], policy);
  if ('refused' in compared || compared.answer !== 'regression') return null;
  const before = values[after - 1] ?? 0;
  const level = values.at(-1) ?? 0;
  return {
    change: {
      kind: 'step',
      ...placeOf(newest),
      relativeShift: before === 0 ? null : (level - before) / Math.abs(before),
      before,
      after: level,
      pValue: compared.pValue,
    },
    present: [newest],
  };
}

/** A run of history in the form of a run of today. */
function runOf(point: HistoryPoint): RunStatistic {
  const { resultRef, at, environment } = point;
  const about = { run: maskedName(resultRef), at: at.getTime(), environment: maskedName(environment) };
  return { name: 'history', ...sampleOf(point), ...about };
}

function placeOf({ commit, at }: CommitRuns): Pick<HistoryChange, 'commit' | 'at'> {
  return { commit, at: new Date(at).toISOString() };
}

function describe({ kind, relativeShift, before, after }: HistoryChange): ReturnType<typeof maskedName> {
  const short = (value: number): string => String(Number(value.toPrecision(3)));
  const size =
    relativeShift === null ? '' : `, ${relativeShift > 0 ? '+' : ''}${short(relativeShift * 100)} %`;
  return maskedName(`${kind} from ${short(before)} to ${short(after)}${size}`);
}

/** When the change was first measured; null where no run says. */
function earliest({ candidate }: ComparedSeries): number | null {
  return candidate.reduce<number | null>(
    (first, { at }) => (at === null || (first !== null && first <= at) ? first : at),
    null,
  );
}
