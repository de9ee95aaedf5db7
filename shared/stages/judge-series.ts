import type { Finding } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import type { Budget, Plan } from '../contracts/plan.ts';
import { type BaselineAbout, baselineRuns } from './baseline-runs.ts';
import { compareSeries } from './compare-series.ts';
import { crossingNotes } from './crossing-notes.ts';
import type { ComparedSeries } from './group-series.ts';
import { historyNotes } from './history-notes.ts';
import type { History } from './read-history.ts';
import { spreadNotes } from './spread-notes.ts';
import { withEarlierChanges } from './with-earlier-changes.ts';
import { withImpact } from './with-impact.ts';
import { withSameCause } from './with-same-cause.ts';

export interface Judged {
  /** One for each series, in their order. */
  readonly findings: readonly Finding[];
  /** As given, without runs of the baseline that were set aside. */
  readonly series: readonly ComparedSeries[];
  /** Of the baselines, and of what the branch is heading for; none of them changes a verdict. */
  readonly notes: readonly Masked[];
}

/**
 * All that is said of the figures of a change: baseline without bad runs, comparison with the noise that history shows, correction over
 * all figures, then of each regression whether the branch had it before, how hard it hits, and which findings are of one cause.
 * @param policy with the error rates of this look (errorRates)
 */
export function judgeSeries(
  given: readonly ComparedSeries[],
  history: History,
  about: BaselineAbout & { readonly policy: Plan['policy']; readonly budgets: readonly Budget[] },
): Judged {
  const { baselineCommit, budgets, policy } = about;
  const { series, history: earlier, notes } = baselineRuns(given, history, about);
  const compared = compareSeries(series, earlier, policy);
  const placed = withEarlierChanges(compared, series, history, { baselineCommit, policy });
  const findings = withSameCause(withImpact(placed, series, budgets), series);
  return {
    findings,
    series,
    notes: [
      ...notes,
      ...historyNotes(findings, series, history),
      ...crossingNotes(findings, series, history, budgets),
      ...spreadNotes(findings, series, history),
    ],
  };
}
