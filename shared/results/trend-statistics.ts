import { LogCollapsingLowestDenseDDSketch } from '@datadog/sketches-js';
import type { Statistic } from '../contracts/measurement.ts';
import { quantileOfSorted, withinRunVariance } from '../statistics/compare/within-run-variance.ts';
import { createBlockHistograms } from './block-histograms.ts';
import { createOnlineBlocking } from './online-blocking.ts';

/** Up to so many samples are kept and judged exactly; beyond, a sketch takes over. */
const EXACT_SAMPLES = 2_048;
const BLOCKS_AT_START = 32;
/** Relative error of a quantile from the sketch: far below any margin worth judging. */
const SKETCH_ACCURACY = 0.001;
/** Enough bins for 28 powers of ten, so that small values are not thrown together with larger ones. */
const SKETCH_BINS = 32_768;
const ROUNDING = 1e-12;

const QUANTILES = [
  { name: 'p50', at: 0.5 },
  { name: 'p90', at: 0.9 },
  { name: 'p95', at: 0.95 },
  { name: 'p99', at: 0.99 },
] as const;

export interface TrendStatistics {
  add(value: number): void;
  readonly points: number;
  readonly min: number;
  /** mean, min, max and percentiles, those with the variance that noise within the run gives them. */
  statistics(): Statistic[];
}

/**
 * Statistics of a stream of samples in time order, in bounded memory. Short streams are judged by `withinRunVariance` itself; long
 * ones by the same methods in their streaming form: blocking for the mean, Woodruff's interval (1952) with the rank's
 * error from block means for percentiles, and a mergeable quantile sketch (DDSketch, Masson et al. 2019) for the values.
 */
export function createTrendStatistics(): TrendStatistics {
  let exact: number[] | null = [];
  let sketched: ReturnType<typeof createSketched> | null = null;
  let count = 0;
  let mean = 0;
  let min = Infinity;
  let max = -Infinity;

  return {
    add(value) {
      count += 1;
      mean += (value - mean) / count;
      min = Math.min(min, value);
      max = Math.max(max, value);
      if (sketched !== null) {
        sketched.add(value);
        return;
      }
      exact?.push(value);
      if (exact === null || exact.length < EXACT_SAMPLES) return;
      sketched = createSketched();
      for (const sample of exact) sketched.add(sample);
      exact = null;
    },
    get points() {
      return count;
    },
    get min() {
      return min;
    },
    statistics() {
      if (count === 0) return [];
      const from = sketched ?? exactFigures(exact ?? []);
      return [
        { name: 'mean', value: mean, count, ...known(from.varianceOfMean(), mean) },
        { name: 'min', value: min, count },
        ...QUANTILES.map(({ name, at }) => {
          const { value, variance } = from.quantile(at);
          return { name, value, count, ...known(variance, value) };
        }),
        { name: 'max', value: max, count },
      ];
    },
  };
}

interface Figures {
  varianceOfMean(): number;
  quantile(at: number): { readonly value: number; readonly variance: number };
}

function exactFigures(samples: readonly number[]): Figures {
  const sorted = Float64Array.from(samples).sort();
  return {
    varianceOfMean: () => withinRunVariance(samples, 'mean'),
    quantile: (at) => ({ value: quantileOfSorted(sorted, at), variance: withinRunVariance(samples, at) }),
  };
}

function createSketched(): Figures & { add(value: number): void } {
  const sketch = new LogCollapsingLowestDenseDDSketch({
    relativeAccuracy: SKETCH_ACCURACY,
    binLimit: SKETCH_BINS,
  });
  const blocking = createOnlineBlocking();
  const blocks = createBlockHistograms(EXACT_SAMPLES / BLOCKS_AT_START);
  let count = 0;

  return {
    add(value) {
      count += 1;
      sketch.accept(value);
      blocking.add(value);
      blocks.add(value);
    },
    varianceOfMean: () => blocking.longRunVariance() / count,
    quantile(at) {
      const value = sketch.getValueAtQuantile(at);
      const chance = at * (1 - at);
      const rankError = Math.sqrt(Math.max(chance, blocks.rankVariance(value) ?? chance) / count);
      const low = sketch.getValueAtQuantile(Math.max(0, at - rankError));
      const high = sketch.getValueAtQuantile(Math.min(1, at + rankError));
      // The sketch itself rounds evenly within its accuracy, which is noise of its own.
      const rounding = (SKETCH_ACCURACY * value) ** 2 / 3;
      return { value, variance: ((high - low) / 2) ** 2 + rounding };
    },
  };
}

/** A variance of zero means "not known" to compareRuns, so it is left out; so is one that is rounding of equal values. */
function known(variance: number, value: number): { withinVariance?: number } {
  const rounding = (ROUNDING * value) ** 2;
  return variance > rounding && Number.isFinite(variance) ? { withinVariance: variance } : {};
}
