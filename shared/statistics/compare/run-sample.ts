import { PermanentError } from '../../errors/pipeline-error.ts';
import { type RunSample } from './comparison.ts';
import { quantileOfSorted, withinRunVariance } from './within-run-variance.ts';

/** What of a run is compared: a quantile (.95), its mean, its standard deviation, or its tail (p99 over p50). */
export type RunStatistic = number | 'mean' | 'standard-deviation' | 'tail';

/**
 * A run's raw samples, in time order, as one `RunSample` for `compareRuns` with its noise within the run. Standard
 * deviation and tail make changes of variance and of the tail comparable like any other figure (ratio scale).
 * @throws PermanentError SAMPLE_INVALID for no sample, NaN, infinities, a quantile outside (0, 1), or a tail over a median of 0
 */
export function runSample(samples: readonly number[] | Float64Array, statistic: RunStatistic): RunSample {
  if (statistic === 'standard-deviation') return standardDeviation(samples);
  if (statistic === 'tail') return tail(samples);
  const withinVariance = withinRunVariance(samples, statistic);
  if (statistic === 'mean') return { value: meanOf(samples), withinVariance };
  return { value: quantileOfSorted(Float64Array.from(samples).sort(), statistic), withinVariance };
}

/** Variance of s by the delta method: var(mean of squared deviations) / (4 s²). */
function standardDeviation(samples: readonly number[] | Float64Array): RunSample {
  // Checks the samples as well.
  withinRunVariance(samples, 'mean');
  const mean = meanOf(samples);
  const squares = Float64Array.from(samples, (value) => (value - mean) ** 2);
  if (samples.length < 2) return { value: 0 };
  const variance = (meanOf(squares) * samples.length) / (samples.length - 1);
  if (!Number.isFinite(variance))
    throw invalid('The samples are too large for their squares; use a larger unit.');
  return {
    value: Math.sqrt(variance),
    withinVariance: variance === 0 ? 0 : withinRunVariance(squares, 'mean') / (4 * variance),
  };
}

/** p99 / p50; relative variances add, which counts their common part twice and so errs on the careful side. */
function tail(samples: readonly number[] | Float64Array): RunSample {
  const far = runSample(samples, 0.99);
  const middle = runSample(samples, 0.5);
  if (!(middle.value > 0)) throw invalid(`The median is ${middle.value}; a tail ratio needs one above 0.`);
  const value = far.value / middle.value;
  const relative = ({ value: at, withinVariance = 0 }: RunSample): number =>
    at === 0 ? 0 : withinVariance / at / at;
  return { value, withinVariance: value * value * (relative(far) + relative(middle)) };
}

function meanOf(values: readonly number[] | Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  return mean;
}

function invalid(message: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', message);
}
