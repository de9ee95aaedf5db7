import { PermanentError } from '../../errors/pipeline-error.ts';
import { longRunVariance } from './long-run-variance.ts';

/** Fewer samples than this say nothing about noise within a run. */
const FEWEST_SAMPLES = 8;

/**
 * Variance of a run's quantile (0 < quantile < 1) or mean from its raw samples, unit squared, for samples in time order
 * that may depend on their neighbours. Mean: blocking (`longRunVariance`) / n. Quantile: Woodruff (1952): the
 * indicator "at or below the quantile" has a mean whose error is known by blocking; the quantiles one such error below
 * and above span two standard errors. Fewer than 8 samples: 0, which `compareRuns` reads as "not known".
 * @throws PermanentError SAMPLE_INVALID for no sample, NaN, infinities or a quantile outside (0, 1)
 */
export function withinRunVariance(
  samples: readonly number[] | Float64Array,
  quantile: number | 'mean',
): number {
  if (samples.length === 0) throw invalid('A run without samples has no within-run variance; leave it out.');
  for (let index = 0; index < samples.length; index++) {
    if (!Number.isFinite(samples[index]))
      throw invalid(`Sample ${index} is ${samples[index]}; samples must be finite.`);
  }
  if (quantile !== 'mean' && !(quantile > 0 && quantile < 1)) {
    throw invalid(`The quantile is ${quantile}; it must lie between 0 and 1 (p95 is .95).`);
  }
  const n = samples.length;
  if (n < FEWEST_SAMPLES) return 0;
  if (quantile === 'mean') return varianceOfMean(samples);
  const sorted = Float64Array.from(samples).sort();
  const at = quantileOfSorted(sorted, quantile);
  const below = Float64Array.from(samples, (value) => (value <= at ? 1 : 0));
  const chance = (quantile * (1 - quantile)) / n;
  const rankError = Math.sqrt(Math.max(chance, longRunVariance(below) / n));
  const low = quantileOfSorted(sorted, Math.max(0, quantile - rankError));
  const high = quantileOfSorted(sorted, Math.min(1, quantile + rankError));
  return (high / 2 - low / 2) ** 2;
}

/** Quantile of ascending values by linear interpolation (Hyndman and Fan 1996, type 7). */
export function quantileOfSorted(sorted: Float64Array, quantile: number): number {
  const position = (sorted.length - 1) * quantile;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  const share = position - below;
  return sorted[below]! * (1 - share) + sorted[above]! * share;
}

function varianceOfMean(samples: readonly number[] | Float64Array): number {
  let unit = 0;
  for (let index = 0; index < samples.length; index++) unit = Math.max(unit, Math.abs(samples[index]!));
  if (unit === 0) return 0;
  // Squares of values near the largest double must not overflow before the division by n.
  const scaled = Float64Array.from(samples, (value) => value / unit);
  return (longRunVariance(scaled) / samples.length) * unit * unit;
}

function invalid(message: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', message);
}
