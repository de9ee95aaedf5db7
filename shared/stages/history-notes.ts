import type { Finding } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { describeFigure } from '../policy/describe-effect.ts';
import { detectDrift } from '../statistics/trend/detect-drift.ts';
import { branchCourse } from './branch-course.ts';
import type { ComparedSeries } from './group-series.ts';
import { harmOf } from './harm-of.ts';
import type { History } from './read-history.ts';

const MOST_NOTES = 5;
/** Chance of any such note when nothing drifts, over all figures of a run. */
const ALPHA = 0.05;

/** Slow drifts for the worse on the target branch, which no comparison of two commits shows; the clearest first. */
export function historyNotes(
  findings: readonly Finding[],
  series: readonly ComparedSeries[],
  history: History,
): Masked[] {
  const alpha = ALPHA / Math.max(1, series.length);
  return findings
    .flatMap((finding, index) => {
      const course = branchCourse(history.get(series[index]?.key ?? '') ?? [], null);
      const drift = detectDrift(course.values, { alpha });
      if (drift === null || harmOf(drift.change, finding.direction) <= 0) return [];
      const start = (course.values[drift.to] ?? 0) - drift.change;
      const size = start === 0 ? null : Number(((drift.change / Math.abs(start)) * 100).toPrecision(2));
      const by = size === null ? maskedText`${Number(drift.change.toPrecision(3))}` : maskedText`${size} %`;
      const since = maskedName(course.commits[drift.from]?.commit.slice(0, 12) ?? '');
      const text = maskedText`Drift before this change: ${describeFigure(finding)} has moved by ${by} over the last ${drift.to - drift.from + 1} commits of the target branch (since ${since}, p ${Number(drift.pValue.toPrecision(2))}).`;
      return [{ text, pValue: drift.pValue }];
    })
    .toSorted((a, b) => a.pValue - b.pValue)
    .slice(0, MOST_NOTES)
    .map(({ text }) => text);
}
