import type { Finding } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { describeFigure } from '../policy/describe-effect.ts';
import { detectVarianceChanges } from '../statistics/change-points/detect-variance-changes.ts';
import { compareSpread } from '../statistics/compare/compare-spread.ts';
import { branchCourse } from './branch-course.ts';
import type { ComparedSeries } from './group-series.ts';
import type { History } from './read-history.ts';

const MOST_NOTES = 3;
/** Chance of any such note when no noise changed, over all figures of a run; for either of the two questions. */
const ALPHA = 0.05;

interface Note {
  readonly text: Masked;
  readonly pValue: number;
}

/**
 * Where noise grew, which a comparison of levels does not show: runs of this change that scatter more than those of the baseline and of
 * earlier commits, and a target branch whose commits scatter more than they did. The clearest first.
 */
export function spreadNotes(
  findings: readonly Finding[],
  series: readonly ComparedSeries[],
  history: History,
): Masked[] {
  const alpha = ALPHA / Math.max(1, series.length);
  const notes = findings.flatMap((finding, index): Note[] => {
    const one = series[index];
    if (one === undefined) return [];
    const commits = history.get(one.key) ?? [];
    return [...ofChange(finding, one, commits, alpha), ...ofBranch(finding, commits, alpha)];
  });
  return notes
    .toSorted((a, b) => a.pValue - b.pValue)
    .slice(0, MOST_NOTES)
    .map(({ text }) => text);
}

type Commits = NonNullable<ReturnType<History['get']>>;

function ofChange(
  finding: Finding,
  { baseline, candidate }: ComparedSeries,
  commits: Commits,
  alpha: number,
): readonly Note[] {
  const values = (runs: readonly { readonly value: number }[]): number[] => runs.map(({ value }) => value);
  // The baseline's own commit is in the history as well.
  const earlier = commits
    .map(({ points }) => values(points))
    .filter((runs) => runs.join() !== values(baseline).join());
  const spread = compareSpread(values(candidate), [values(baseline), ...earlier]);
  if (spread === null || spread.ratio <= 1 || spread.pValue > alpha) return [];
  const { ratio, pValue } = spread;
  const text = maskedText`Wider spread in this change: its runs of ${describeFigure(finding)} scatter ${round(ratio)} times as much as those before it (p ${round(pValue)}). Something comes and goes that a mean does not show.`;
  return [{ text, pValue }];
}

function ofBranch(finding: Finding, commits: Commits, alpha: number): readonly Note[] {
  const course = branchCourse(commits, null);
  const last = detectVarianceChanges(course.values, { alpha }).at(-1);
  if (last === undefined || last.ratio === null || last.ratio <= 1) return [];
  const since = maskedName(course.commits[last.index]?.commit.slice(0, 12) ?? '');
  const text = maskedText`Wider spread before this change: ${describeFigure(finding)} scatters ${round(last.ratio)} times as much over commits of the target branch since ${since} (p ${round(last.pValue)}), which hides smaller changes.`;
  return [{ text, pValue: last.pValue }];
}

function round(value: number): number {
  return Number(value.toPrecision(2));
}
