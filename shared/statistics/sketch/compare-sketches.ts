import { PermanentError } from '../../errors/pipeline-error.ts';
import { type CompareInput, type Comparison, type RunSample } from '../compare/comparison.ts';
import { compareRuns } from '../compare/compare-runs.ts';
import { type QuantileSketch, sketchQuantile } from './quantile-sketch.ts';

export interface SketchComparisonInput extends Pick<CompareInput, 'direction' | 'margin' | 'alpha'> {
  /** One sketch for each run. */
  readonly baseline: readonly QuantileSketch[];
  readonly candidate: readonly QuantileSketch[];
  readonly history?: readonly (readonly QuantileSketch[])[];
  /** .95 for p95. */
  readonly quantile: number;
}

/**
 * compareRuns on one quantile of the runs' sketches, by ratio. Noise within a run is taken from the ranks one binomial
 * standard error below and above the quantile (Woodruff 1952), plus the sketch's own rounding; a sketch has forgotten
 * the order of its values, so dependence between neighbours shows only in the noise between runs.
 * @throws PermanentError SAMPLE_INVALID for an empty sketch or side, or negative values
 */
export function compareSketches(input: SketchComparisonInput): Comparison {
  const { baseline, candidate, history = [], quantile, direction, margin, alpha } = input;
  const sample = (sketch: QuantileSketch): RunSample => sampleOf(sketch, quantile);
  return compareRuns({
    baseline: baseline.map(sample),
    candidate: candidate.map(sample),
    history: history.map((group) => group.map(sample)),
    scale: 'ratio-scale',
    direction,
    margin,
    ...(alpha === undefined ? {} : { alpha }),
  });
}

/**
 * A run's quantile with its within-run variance (Woodruff 1952, as if samples were independent, and the bucket's width), for `compareRuns`.
 * @throws PermanentError SAMPLE_INVALID for an empty sketch or a quantile outside [0, 1]
 */
export function sampleOf(sketch: QuantileSketch, quantile: number): RunSample {
  const value = sketchQuantile(sketch, quantile);
  if (value === null)
    throw new PermanentError('SAMPLE_INVALID', 'A run has an empty sketch; leave the run out.');
  const error = Math.sqrt((quantile * (1 - quantile)) / sketch.count);
  const low = sketchQuantile(sketch, Math.max(0, quantile - error)) ?? value;
  const high = sketchQuantile(sketch, Math.min(1, quantile + error)) ?? value;
  // Rounding to a bucket is uniform over ±e: variance (e v)² / 3.
  const withinVariance = (high / 2 - low / 2) ** 2 + (sketch.relativeError * value) ** 2 / 3;
  return Number.isFinite(withinVariance) ? { value, withinVariance } : { value };
}
