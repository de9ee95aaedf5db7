import { PermanentError } from '../../errors/pipeline-error.ts';
import { readSeries, scaleToUnit } from '../change-points/read-series.ts';
import { clampToFinite } from '../distributions/clamp-to-finite.ts';
import { crossingConfidence } from './crossing-confidence.ts';

export interface CrossingInput {
  readonly values: ArrayLike<number | null | undefined>;
  /** Time of each value in any unit, increasing; their indices when left out. The answer is in the same unit. */
  readonly times?: ArrayLike<number>;
  /** The value that must not be passed. */
  readonly limit: number;
  /** Passing means to rise above the limit, or to fall below it. Default 'above'. */
  readonly direction?: 'above' | 'below';
  /** Coverage of the interval. Default 0.9. */
  readonly confidence?: number;
  /** How far ahead to look, in the unit of `times`, above 0. Default: as long as the history. */
  readonly horizon?: number;
}

export type CrossingForecast =
  | { readonly status: 'crossed'; readonly level: number }
  | { readonly status: 'no-trend'; readonly level: number; readonly pValue: number }
  | {
      readonly status: 'not-within-horizon';
      readonly level: number;
      /** Lower end of the interval: the crossing, if there is one, comes later. Null when that is beyond the horizon. */
      readonly notBefore: number | null;
      readonly probability: number;
      readonly pValue: number;
    }
  | {
      readonly status: 'crossing';
      readonly level: number;
      /** The time by which the limit is passed as likely as not. */
      readonly at: number;
      /** Ends of the interval, the last time of the values at the earliest; the later one is null when it lies beyond the horizon. */
      readonly interval: readonly [number, number | null];
      /** Confidence that the limit is passed within the horizon. */
      readonly probability: number;
      /** P value of "there is no trend towards the limit". */
      readonly pValue: number;
    };

/** No crossing is claimed from a trend less evident than this (two-sided). */
const TREND_LEVEL = 0.05;

const FEWEST_VALUES = 10;

/** Longer series are read as the means of this many blocks or less: a trend has lost nothing by then, and time is bounded. */
const MOST_BLOCKS = 2000;

/**
 * When the expected value of a metric will pass a limit. Growths that are straight, steepen or level off, with a step
 * or without, are compared by their likelihood; the interval is of the time of passing, allows for autocorrelated noise
 * and for not knowing the shape (crossingConfidence). Without an evident trend towards the limit no crossing is claimed,
 * and none is held to have happened ('crossed') but with the confidence of one end of the interval.
 * Throws PermanentError SAMPLE_INVALID for input that is not of this shape; fewer than ten values are 'no-trend'.
 */
export function forecastCrossing(input: CrossingInput): CrossingForecast {
  const { confidence = 0.9, limit } = input;
  if (!Number.isFinite(limit)) throw invalid(`limit is ${limit}; it must be a finite number.`);
  if (!(confidence > 0 && confidence < 1))
    throw invalid(`confidence is ${confidence}; it must be between 0 and 1.`);
  if (input.horizon !== undefined && !(input.horizon > 0 && Number.isFinite(input.horizon)))
    throw invalid(`horizon is ${input.horizon}; it must be a finite number above 0.`);
  const { values, positions } = readSeries(input.values);
  const times = timesOf(input, positions);
  const n = values.length;
  // Falling below is rising above with the signs turned; scaling keeps the squares finite, the origin keeps their digits.
  const { scaled, unit } = scaleToUnit(values);
  const origin = scaled[0] ?? 0;
  const sign = (input.direction ?? 'above') === 'above' ? 1 : -1;
  const y = scaled.map((value) => sign * (value - origin));
  const goal = sign * (limit / unit - origin);
  const first = times[0] ?? 0;
  const span = (times[n - 1] ?? 0) - first;
  const level = n === 0 ? 0 : values[n - 1]!;
  if (n < FEWEST_VALUES || !(span > 0)) return { status: 'no-trend', level, pValue: 1 };
  const x = times.map((time) => (time - first) / span);
  const [meanX, meanY] = [inBlocks(x), inBlocks(y)];
  const growth = crossingConfidence(meanX, meanY, goal);
  if (growth === null) return { status: 'no-trend', level, pValue: 1 };
  const { passedBy, pValue } = growth;
  const tail = (1 - confidence) / 2;
  const expected = clampToFinite(unit * (origin + sign * growth.expected(1)));
  if (passedBy(1) >= 1 - tail) return { status: 'crossed', level: expected };
  if (!(pValue <= TREND_LEVEL)) return { status: 'no-trend', level: expected, pValue };
  const horizon = 1 + (input.horizon ?? span) / span;
  const probability = passedBy(horizon);
  const placeOf = (share: number): Between | null =>
    probability < share ? null : earliest(passedBy, share, horizon);
  const toTime = (at: number): number => clampToFinite(first + span * at);
  const from = placeOf(tail);
  const at = placeOf(0.5);
  if (at === null || from === null) {
    const notBefore = from === null ? null : toTime(from.low);
    return { status: 'not-within-horizon', level: expected, notBefore, probability, pValue };
  }
  const to = placeOf(1 - tail);
  return {
    status: 'crossing',
    level: expected,
    at: toTime((at.low + at.high) / 2),
    interval: [toTime(from.low), to === null ? null : toTime(to.high)],
    probability,
    pValue,
  };
}

/** Two x so close that what lies between them is one time. */
interface Between {
  readonly low: number;
  readonly high: number;
}

/** Share of the history that is one time. */
const ONE_TIME = 1e-6;

/** Where in [1, horizon] the chance first reaches `share`. */
function earliest(passed: (x: number) => number, share: number, horizon: number): Between {
  let low = 1;
  let high = horizon;
  if (passed(low) >= share) return { low, high: low };
  while (high - low > ONE_TIME) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (passed(middle) >= share) high = middle;
    else low = middle;
  }
  return { low, high };
}

/** Means of neighbours; the last block has the rest. */
function inBlocks(values: Float64Array): Float64Array {
  const size = Math.ceil(values.length / MOST_BLOCKS);
  if (size === 1) return values;
  const count = Math.floor(values.length / size);
  return Float64Array.from({ length: count }, (_, index) => {
    const block = values.subarray(index * size, index === count - 1 ? values.length : (index + 1) * size);
    return block.reduce((sum, value) => sum + value, 0) / block.length;
  });
}

function timesOf(input: CrossingInput, positions: Int32Array): Float64Array {
  const { times } = input;
  if (times === undefined) return Float64Array.from(positions);
  if (times.length !== input.values.length) {
    throw invalid(`There are ${times.length} times for ${input.values.length} values; each value needs one.`);
  }
  const taken = Float64Array.from(positions, (position) => times[position]!);
  for (let index = 0; index < taken.length; index++) {
    if (!Number.isFinite(taken[index]!))
      throw invalid(`times[${positions[index]!}] is ${taken[index]!}; every time must be a finite number.`);
    if (index > 0 && !(taken[index]! > taken[index - 1]!)) {
      throw invalid(
        `times[${positions[index]!}] is ${taken[index]!}, which is not after the time before it.`,
      );
    }
  }
  return taken;
}

function invalid(message: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', message);
}
