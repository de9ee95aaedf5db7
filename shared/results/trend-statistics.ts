import type { Statistic } from '../contracts/measurement.ts';
import { quantileOfSorted, withinRunVariance } from '../statistics/compare/within-run-variance.ts';
import {
  mergeSketches,
  type QuantileSketch,
  sketchOf,
  sketchQuantile,
} from '../statistics/sketch/quantile-sketch.ts';
import { createBlockHistograms } from './block-histograms.ts';
import { createOnlineBlocking } from './online-blocking.ts';

/** Up to so many samples are kept and judged exactly; beyond, a sketch takes over. */
const EXACT_SAMPLES = 2_048;
const BLOCKS_AT_START = 32;
/** Relative error of a quantile from the sketch: far below any margin worth judging, and its buckets span 9 powers of ten. */
const SKETCH_ERROR = 0.0025;
/** Samples gathered before they go into the sketch at once. */
const CHUNK = 1_024;
const ROUNDING = 1e-12;

const QUANTILES = [
  { name: 'p50', at: 0.5 },
  { name: 'p90', at: 0.9 },
  { name: 'p95', at: 0.95 },
  { name: 'p99', at: 0.99 },
] as const;

interface TrendStatistics {
  add(value: number): void;
  readonly points: number;
  readonly min: number;
  /** mean, min, max and percentiles, those with the variance that noise within the run gives them. */
  statistics(): Statistic[];
}

/**
 * Statistics of a stream of samples in time order, in bounded memory. Short streams are judged by `withinRunVariance` itself; long
 * ones by the same methods in their streaming form: blocking for the mean, Woodruff's interval (1952) with the rank's
 * error from block means for percentiles, and the mergeable quantile sketch of statistics/sketch for the values.
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
  const blocking = createOnlineBlocking();
  const blocks = createBlockHistograms(EXACT_SAMPLES / BLOCKS_AT_START);
  let sketch: QuantileSketch = sketchOf([], SKETCH_ERROR);
  let chunk: number[] = [];
  let count = 0;

  function flush(): QuantileSketch {
    if (chunk.length > 0) sketch = mergeSketches([sketch, sketchOf(chunk, SKETCH_ERROR)]);
    chunk = [];
    return sketch;
  }

  return {
    add(value) {
      count += 1;
      chunk.push(value);
      if (chunk.length === CHUNK) flush();
      blocking.add(value);
      blocks.add(value);
    },
    varianceOfMean: () => blocking.longRunVariance() / count,
    quantile(at) {
      const all = flush();
      const valueAt = (share: number) => sketchQuantile(all, Math.min(1, Math.max(0, share))) ?? 0;
      const value = valueAt(at);
      const chance = at * (1 - at);
      const rankError = Math.sqrt(Math.max(chance, blocks.rankVariance(value) ?? chance) / count);
      // The sketch itself rounds evenly within its error, which is noise of its own.
      const rounding = (SKETCH_ERROR * value) ** 2 / 3;
      return { value, variance: ((valueAt(at + rankError) - valueAt(at - rankError)) / 2) ** 2 + rounding };
    },
  };
}

/** A variance of zero means "not known" to compareRuns, so it is left out; so is one that is rounding of equal values. */
function known(variance: number, value: number): { withinVariance?: number } {
  const rounding = (ROUNDING * value) ** 2;
  return variance > rounding && Number.isFinite(variance) ? { withinVariance: variance } : {};
}
