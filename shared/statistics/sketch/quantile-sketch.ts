import { PermanentError } from '../../errors/pipeline-error.ts';

/**
 * A mergeable quantile sketch as plain data for JSON (DDSketch; Masson, Rim and Lee 2019): value v is counted in bucket
 * ceil(log_gamma |v|), gamma = (1 + e) / (1 - e), so every quantile it gives is within the relative error `e` of the
 * sample's. Merging adds counts and keeps the bound; percentiles merge this way, they do not average.
 */
export interface QuantileSketch {
  readonly relativeError: number;
  readonly count: number;
  /** Exact; null when nothing was counted. */
  readonly min: number | null;
  readonly max: number | null;
  readonly zeros: number;
  /** [bucket, count], ascending bucket. */
  readonly positive: readonly Bucket[];
  /** The same for the sizes of negative values. */
  readonly negative: readonly Bucket[];
}

export type Bucket = readonly [key: number, count: number];

export const RELATIVE_ERROR = 0.01;
/**
 * Most buckets a side keeps; at an error of .01 they span all doubles (72,703 buckets), so nothing ever loses the bound. With a
 * smaller error the smallest sizes beyond share one bucket and lose it; those above keep it.
 */
export const MOST_BUCKETS = 75_000;

/**
 * Sketch of values.
 * @throws PermanentError SAMPLE_INVALID for NaN, infinities or a relative error outside (0, 1)
 */
export function sketchOf(values: Iterable<number>, relativeError = RELATIVE_ERROR): QuantileSketch {
  if (!(relativeError > 0 && relativeError < 1))
    throw invalid(`The relative error is ${relativeError}; it must lie between 0 and 1.`);
  const logGamma = Math.log((1 + relativeError) / (1 - relativeError));
  const positive = new Map<number, number>();
  const negative = new Map<number, number>();
  let count = 0;
  let zeros = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) throw invalid(`Value ${count} is ${value}; a sketch counts finite numbers.`);
    count++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (value === 0) zeros++;
    else add(value > 0 ? positive : negative, Math.ceil(Math.log(Math.abs(value)) / logGamma), 1);
  }
  return {
    relativeError,
    count,
    min: count === 0 ? null : min,
    max: count === 0 ? null : max,
    zeros,
    positive: bucketsOf(positive),
    negative: bucketsOf(negative),
  };
}

/**
 * One sketch of all that the given ones counted.
 * @throws PermanentError SAMPLE_INVALID when their relative errors differ or none is given
 */
export function mergeSketches(sketches: readonly QuantileSketch[]): QuantileSketch {
  const [first] = sketches;
  if (first === undefined) throw invalid('There is no sketch to merge; give at least one.');
  const odd = sketches.find((sketch) => sketch.relativeError !== first.relativeError);
  if (odd !== undefined) {
    throw invalid(
      `Sketches of relative error ${first.relativeError} and ${odd.relativeError} do not merge; make both with one.`,
    );
  }
  const counted = sketches.filter((sketch) => sketch.count > 0);
  const extreme = (pick: (a: number, b: number) => number, of: 'min' | 'max'): number | null =>
    counted.reduce<number | null>(
      (seen, sketch) => (seen === null ? sketch[of] : pick(seen, sketch[of] ?? seen)),
      null,
    );
  return {
    relativeError: first.relativeError,
    count: counted.reduce((sum, sketch) => sum + sketch.count, 0),
    min: extreme(Math.min, 'min'),
    max: extreme(Math.max, 'max'),
    zeros: counted.reduce((sum, sketch) => sum + sketch.zeros, 0),
    positive: mergeBuckets(counted.map((sketch) => sketch.positive)),
    negative: mergeBuckets(counted.map((sketch) => sketch.negative)),
  };
}

/**
 * The value at rank quantile × (count - 1), within the sketch's relative error; null for an empty sketch.
 * @throws PermanentError SAMPLE_INVALID for a quantile outside [0, 1]
 */
export function sketchQuantile(sketch: QuantileSketch, quantile: number): number | null {
  if (!(quantile >= 0 && quantile <= 1))
    throw invalid(`The quantile is ${quantile}; it must lie between 0 and 1.`);
  if (sketch.count === 0 || sketch.min === null || sketch.max === null) return null;
  let rank = Math.floor(quantile * (sketch.count - 1));
  const value = ((): number => {
    for (let index = sketch.negative.length - 1; index >= 0; index--) {
      const [key, count] = sketch.negative[index]!;
      if (rank < count) return -centreOf(key, sketch.relativeError);
      rank -= count;
    }
    if (rank < sketch.zeros) return 0;
    rank -= sketch.zeros;
    for (const [key, count] of sketch.positive) {
      if (rank < count) return centreOf(key, sketch.relativeError);
      rank -= count;
    }
    return sketch.max;
  })();
  return Math.min(sketch.max, Math.max(sketch.min, value));
}

/** Point of the bucket (gamma^(key-1), gamma^key] whose relative error to both ends is the same. */
function centreOf(key: number, relativeError: number): number {
  const logGamma = Math.log((1 + relativeError) / (1 - relativeError));
  return Math.exp(key * logGamma) * (1 - relativeError);
}

function mergeBuckets(lists: readonly (readonly Bucket[])[]): readonly Bucket[] {
  const total = new Map<number, number>();
  for (const list of lists) for (const [key, count] of list) add(total, key, count);
  return bucketsOf(total);
}

function bucketsOf(counts: ReadonlyMap<number, number>): readonly Bucket[] {
  const buckets = [...counts].sort(([a], [b]) => a - b);
  const surplus = buckets.length - MOST_BUCKETS;
  if (surplus <= 0) return buckets;
  const collapsed = buckets.slice(0, surplus + 1).reduce((sum, [, count]) => sum + count, 0);
  return [[buckets[surplus]![0], collapsed], ...buckets.slice(surplus + 1)];
}

function add(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function invalid(message: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', message);
}
