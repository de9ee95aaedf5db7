import { type Masked } from '../contracts/masked.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Scale } from '../contracts/measurement.ts';
import type { Plan } from '../contracts/plan.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import { compareRuns } from '../statistics/compare/compare-runs.ts';
import type { Comparison, RunSample } from '../statistics/compare/comparison.ts';
import type { ComparedSeries } from './group-series.ts';
import { sampleOf } from './sample-of.ts';

/**
 * One series, compared. Figures come from outside: one that cannot be (a negative latency) is told and leaves the others to be judged; earlier values that
 * cannot be are left out.
 */
export function compareOneSeries(
  series: ComparedSeries,
  history: readonly (readonly RunSample[])[],
  policy: Plan['policy'],
): Comparison | { readonly refused: Masked } {
  const { rule, metric } = series;
  const input = {
    baseline: series.baseline.map(sampleOf),
    candidate: series.candidate.map(sampleOf),
    direction: rule.direction ?? metric.direction,
    scale: comparedOn(series, rule.scale ?? metric.scale),
    margin: rule.margin,
    alpha: policy.alpha,
  };
  const withHistory = compared({ ...input, history });
  return 'refused' in withHistory && history.length > 0 ? compared({ ...input, history: [] }) : withHistory;
}

/**
 * Rates are compared as events of trials where both are known. Monitoring gives the level of a rate alone: its samples are not trials, and it is compared
 * by difference.
 */
function comparedOn({ baseline, candidate }: ComparedSeries, scale: Scale): Scale {
  const isRate = scale === 'proportion' || scale === 'count';
  const areCounted = [...baseline, ...candidate].every(
    ({ count, events }) => count !== undefined && events !== undefined,
  );
  return isRate && !areCounted ? 'additive' : scale;
}

function compared(input: Parameters<typeof compareRuns>[0]): Comparison | { readonly refused: Masked } {
  try {
    return compareRuns(input);
  } catch (error) {
    if (!PipelineError.is(error) || error.code !== 'SAMPLE_INVALID') throw error;
    return { refused: maskedName(error.message) };
  }
}
