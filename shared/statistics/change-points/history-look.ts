import { lagOneOfScores, wholeChangePValue } from './change-test.ts';
import { denseRanks, lowerBound, hasManyTies, normalScores } from './normal-scores.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { type Penalties } from './course-segmentation.ts';
import { scaleToUnit } from './read-series.ts';
import { CALM_CORRELATION, segmentHistory } from './segment-history.ts';
import { bestSplit, meanVariance, MIN_SEGMENT, prefixSums } from './shift-scan.ts';
import { orderOfValues } from './sort-order.ts';
import { type TestedChange } from './step-segmentation.ts';

/** Up to this length every new point has the whole history looked at again. */
const ALWAYS_UP_TO = 128;

/** Share of the error rate for the points since a look, in addition to what the look itself may use. */
const WATCH_SHARE = 0.05;

/**
 * How many of the first n points the last whole look covered. Looks are taken at fixed lengths, 16 to 32 while the
 * history doubles, so that appending is cheap; the few points since are watched by `changeSinceLook`.
 */
export function lastLook(n: number): number {
  if (n < ALWAYS_UP_TO) return n;
  const step = 2 ** Math.floor(Math.log2(n / 16));
  return n - (n % step);
}

export interface HistoryLook {
  /** Points the look covered. */
  readonly length: number;
  readonly changes: readonly TestedChange[];
  readonly watch: Watch;
}

/** What is needed to judge the points after a look by the segment that was the last one then. */
export interface Watch {
  readonly start: number;
  /** Values of the segment at the look less its course, in order of size. */
  readonly sorted: Float64Array;
  /** Prefix sums of the scores of the segment and of the points since; `count` scores are in. */
  readonly sums: Float64Array;
  count: number;
  readonly variance: Float64Array;
  readonly course: Course;
  /** False when the noise of the segment is too correlated or too tied to judge single points by. */
  readonly trusted: boolean;
}

/** The line that is taken off: slope * (index - start), on values divided by `unit`. */
interface Course {
  readonly unit: number;
  readonly slope: number;
}

/** Segments `values` (no gaps) and prepares to watch the points that follow. */
export function takeLook(values: Float64Array, alpha: number, penalties?: Penalties): HistoryLook {
  const { scaled, unit } = scaleToUnit(values);
  const { changes, followsCourse } = segmentHistory(scaled, alpha, penalties);
  const start = changes.at(-1)?.at ?? 0;
  const segment = scaled.subarray(start);
  const slope = followsCourse ? lineSlope(segment) : 0;
  const residuals = segment.map((value, index) => value - slope * index);
  const order = orderOfValues(residuals);
  const ranks = denseRanks(residuals, order);
  const tied = hasManyTies(ranks);
  const scores = normalScores(ranks);
  const correlation = lagOneOfScores(scores);
  // Room for the points until the next look, which is at most an eighth away.
  const room = segment.length + (values.length >> 3) + MIN_SEGMENT;
  const sums = new Float64Array(room + 1);
  sums.set(prefixSums(scores));
  return {
    length: values.length,
    changes,
    watch: {
      start,
      sorted: inOrder(residuals, order),
      sums,
      count: scores.length,
      variance: meanVariance(room, correlation),
      // What is left around a course may be course too, and ties need the whole test: then the next look must tell.
      trusted: !tied && (!followsCourse || correlation <= CALM_CORRELATION),
      course: { unit, slope },
    },
  };
}

function inOrder(values: Float64Array, order: Int32Array): Float64Array {
  const sorted = new Float64Array(order.length);
  for (let index = 0; index < order.length; index++) sorted[index] = values[order[index]!]!;
  return sorted;
}

/** Takes in the next point: its score is the normal quantile of its rank among the points of the last segment. */
export function watchPoint(watch: Watch, value: number): void {
  const { unit, slope } = watch.course;
  const residual = value / unit - slope * watch.count;
  const below = lowerBound(watch.sorted, residual);
  let notAbove = below;
  while (notAbove < watch.sorted.length && watch.sorted[notAbove] === residual) notAbove++;
  const score = normalQuantile(((below + notAbove) / 2 + 0.5) / (watch.sorted.length + 1));
  watch.sums[watch.count + 1] = watch.sums[watch.count]! + score;
  watch.count++;
}

/**
 * The change since a look, if one is evident: the best split of its last segment and the points since, among the
 * splits that the look could not judge with as many points after them.
 */
export function changeSinceLook(watch: Watch, alpha: number): TestedChange | null {
  const { start, sorted, sums, count, variance, trusted } = watch;
  const since = count - sorted.length;
  if (!trusted || since === 0 || sorted.length < MIN_SEGMENT) return null;
  const split = bestSplit(sums, 0, count, variance, sorted.length - since - 2 * MIN_SEGMENT);
  if (split.at < 0) return null;
  const pValue = Math.min(1, wholeChangePValue(split.statistic, count) / WATCH_SHARE);
  return pValue <= alpha ? { at: start + split.at, pValue } : null;
}

function lineSlope(values: Float64Array): number {
  const n = values.length;
  let product = 0;
  for (let index = 0; index < n; index++) product += (index - (n - 1) / 2) * values[index]!;
  return n < 2 ? 0 : (12 * product) / (n * (n * n - 1));
}
