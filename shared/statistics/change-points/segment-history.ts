import { testForChange } from './change-test.ts';
import { asCourse, asLevels, bitsOf, leavesWhiteNoise, partsOf, withoutNeedless } from './course-bits.ts';
import { PENALTIES, type Penalties, segmentCourse } from './course-segmentation.ts';
import { despike } from './despike.ts';
import { isLine, levelCost, segmentSums, type SegmentSums, slopeGain } from './segment-costs.ts';
import { rankForTests, type Ranks } from './normal-scores.ts';
import {
  type AcceptSplits,
  dropDoubtful,
  relocate,
  splitByTest,
  type TestedChange,
} from './step-segmentation.ts';

/** Noise around a fitted part that is more correlated than this is course that the fit left, not noise. */
export const CALM_CORRELATION = 0.5;

export interface Segmentation {
  readonly changes: readonly TestedChange[];
  /** True when segments may be lines, false when all are levels. */
  readonly followsCourse: boolean;
}

/**
 * The segments after the first, of values without gaps scaled to order one.
 *
 * 1. A test of level `alpha` asks whether anything changed at all; if not, there is nothing to place.
 * 2. The series is split where the test says, and each part is tested again: steps in noise.
 * 3. If the course wanders further than stationary noise can, levels and lines are fitted as well, by optimal
 *    partitioning under a penalty relative to the spread of the whole: a change must be visible in a plot of it.
 *    The steps of 2 are kept when they describe the series in fewer bits. Otherwise each fitted part is searched
 *    again as in 2, so that a small step is not hidden by a large course.
 * 4. A change between two levels must pass the test in its own neighbourhood.
 */
export function segmentHistory(values: Float64Array, alpha: number, penalties = PENALTIES): Segmentation {
  const ranks = rankForTests(values);
  const test = testForChange(ranks, alpha);
  if (!(test.pValue <= alpha)) return { changes: [], followsCourse: false };
  const placed = relocate(ranks, splitByTest(ranks, 0, values.length, alpha, undefined, test));
  const steps = placed.map(({ at }) => at);
  const inSteps = (): Segmentation => ({
    changes: dropDoubtful(ranks, steps, alpha, undefined, placed),
    followsCourse: false,
  });
  if (!test.wanders) return inSteps();
  const calm = standardise(despike(values));
  const sums = segmentSums(calm);
  const slopePenalty = penalties.slope * Math.log(values.length);
  const course = shortestCourse(calm, sums, steps, penalties, slopePenalty);
  if (course === null) return inSteps();
  const isLevel = (start: number, end: number): boolean => !isLine(sums, start, end, slopePenalty);
  const changes = dropDoubtful(
    ranks,
    splitParts(ranks, sums, course, alpha),
    alpha,
    (before, at, after) => isLevel(before, at) && isLevel(at, after),
  );
  return { changes, followsCourse: true };
}

/**
 * Minimum description length: steps in white noise against a course that wanders as a random walk does, and against
 * courses of levels and lines in white noise: the fitted one, and the steps less those that only follow a slope, which
 * tells smaller changes than the penalty of the fit lets pass, but only where it leaves white noise: bends of a smooth
 * curve are none. Null when steps are the shortest.
 */
function shortestCourse(
  calm: Float64Array,
  sums: SegmentSums,
  steps: readonly number[],
  penalties: Penalties,
  slopePenalty: number,
): readonly number[] | null {
  const n = calm.length;
  let walk = 0;
  for (let index = 1; index < n; index++) walk += (calm[index]! - calm[index - 1]!) ** 2;
  const walkBits = bitsOf(n, walk, 0);
  const levels = asLevels(sums, steps);
  const fitted = asCourse(sums, segmentCourse(sums, steps, penalties), slopePenalty);
  const lean = withoutNeedless(sums, steps, slopePenalty);
  if (levels.bits < Math.min(fitted.bits, walkBits)) {
    return lean.bits < levels.bits && lean.lines > 0 ? lean.changes : null;
  }
  const isLean =
    lean.bits < Math.min(fitted.bits, walkBits) && leavesWhiteNoise(calm, sums, lean.changes, slopePenalty);
  return isLean ? lean.changes : fitted.changes;
}

/** Searches each fitted part again for steps that its own noise, not the spread of the whole, makes evident. */
function splitParts(ranks: Ranks, sums: SegmentSums, changes: readonly number[], alpha: number): number[] {
  const found: number[] = [];
  for (const [start, end] of partsOf(changes, ranks.shared.length)) {
    found.push(...splitByTest(ranks, start, end, alpha / (changes.length + 1), calmSteps(sums)));
    if (end < ranks.shared.length) found.push(end);
  }
  return found;
}

/** Accepts steps that explain a part better than a line does, and leave noise rather than more course. */
function calmSteps(sums: SegmentSums): AcceptSplits {
  return (start, end, { splits, correlation }) => {
    if (correlation > CALM_CORRELATION) return false;
    let cost = 0;
    for (const [from, to] of partsOf(splits, end - start)) cost += levelCost(sums, start + from, start + to);
    return cost < levelCost(sums, start, end) - slopeGain(sums, start, end);
  };
}

/** Mean 0 and variance 1; all 0 when constant. */
function standardise(values: Float64Array): Float64Array {
  const n = values.length;
  let mean = 0;
  for (let index = 0; index < n; index++) mean += values[index]!;
  mean /= n;
  let squares = 0;
  for (let index = 0; index < n; index++) squares += (values[index]! - mean) ** 2;
  const scale = squares > 0 ? 1 / Math.sqrt(squares / n) : 0;
  const standard = new Float64Array(n);
  for (let index = 0; index < n; index++) standard[index] = (values[index]! - mean) * scale;
  return standard;
}
