import { PermanentError } from '../../errors/pipeline-error.ts';
import { readSeries } from '../change-points/read-series.ts';
import { excursions } from './excursions.ts';
import { onlyRecords } from './only-records.ts';
import { instantsOf, type Timestamp } from './parse-timestamps.ts';
import { rollingMean } from './rolling-mean.ts';
import { predictionErrors } from './prediction-errors.ts';
import { scaleByFirst } from './scale-by-first.ts';
import { commonResidual, seasonalResidual } from './seasonal-residual.ts';

export interface AnomalyInput {
  /**
   * Times of the values in the order in which they came; they tell what was seen at the same time of earlier days and weeks. Numbers
   * are milliseconds since 1970, or seconds if the first of all is of that size. A clock that was set back does no harm.
   */
  readonly timestamps: ArrayLike<Timestamp>;
  /** null or NaN where there is none. */
  readonly values: ArrayLike<number | null | undefined>;
  /** How many values to learn from before the first score that matters; left out: 50, whatever comes later. */
  readonly probation?: number;
}

/** The score from which a point is worth telling: found on half of a public corpus (docs/statistics-history.md). */
export const ANOMALY_THRESHOLD = 0.51;

const DAY_MS = 86_400_000;

/** Widths, in points, over which a view is averaged: a spike, a burst, a lasting shift. */
const WIDTHS = [1, 6, 30] as const;

/** One view alone counts at most this much, so that it takes several to be loud. */
const LOUDEST = 2;

/** A prediction from one precedent is as noisy as two values, and its view is not averaged. */
const PREDICTION_WEIGHT = 0.5;

/** Values before the first score, at least. */
export const FEWEST_LEARNT = 50;

/** A score is given only to what exceeds everything within this many points before it. */
const REACH = 300;

/**
 * How anomalous each point is given those before it, in [0, 1]; 0.5 is about as unusual as one point in 200. Causal:
 * a score depends on no later point. Points that others before them already outdid score 0, so that one anomaly is
 * told once.
 *
 * The value, and what neither the same time of earlier days nor of earlier weeks explains of it, are each averaged
 * over 1, 6 and 30 points; a seventh view is what the most similar earlier course does not explain. Each is measured
 * by its own past (`excursions`) and their mean is the score. Takes about 1,000 steps a point.
 * Throws PermanentError SAMPLE_INVALID for input that is not of this shape.
 */
export function anomalyScores(input: AnomalyInput): Float64Array {
  const { values, positions } = readSeries(input.values);
  if (input.timestamps.length !== input.values.length) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      `There are ${input.timestamps.length} timestamps for ${input.values.length} values; each value needs one.`,
    );
  }
  const times = instantsOf(input.timestamps);
  const timesOfValues = Float64Array.from(positions, (position) => times[position]!);
  const quiet = Math.max(FEWEST_LEARNT, checkedProbation(input) >> 1);
  const scaled = scaleByFirst(values, FEWEST_LEARNT);
  const mean = new Float64Array(scaled.length);
  let weights = 0;
  for (const { view, weight } of viewsOf(scaled, timesOfValues)) {
    const unusual = excursions(view, quiet);
    for (let index = 0; index < mean.length; index++) {
      mean[index]! += weight * Math.min(LOUDEST, unusual[index]!);
    }
    weights += weight;
  }
  const records = onlyRecords(mean, REACH);
  const scores = new Float64Array(input.values.length);
  for (let index = 0; index < records.length; index++) {
    scores[positions[index]!] = records[index]! / (weights + records[index]!);
  }
  return scores;
}

interface WeightedView {
  readonly view: Float64Array;
  readonly weight: number;
}

function* viewsOf(values: Float64Array, times: Float64Array): Generator<WeightedView> {
  const daily = seasonalResidual(values, times, DAY_MS);
  const weekly = seasonalResidual(values, times, 7 * DAY_MS);
  for (const course of [values, commonResidual(daily, weekly)]) {
    for (const width of WIDTHS) yield { view: width === 1 ? course : rollingMean(course, width), weight: 1 };
  }
  yield { view: predictionErrors(values), weight: PREDICTION_WEIGHT };
}

function checkedProbation({ probation = 0 }: AnomalyInput): number {
  if (Number.isInteger(probation) && probation >= 0) return probation;
  throw new PermanentError(
    'SAMPLE_INVALID',
    `probation is ${probation}; it must be a whole number of values, 0 or more.`,
  );
}
