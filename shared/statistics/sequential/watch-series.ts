import { PermanentError } from '../../errors/pipeline-error.ts';
import { scaleToUnit } from '../change-points/read-series.ts';
import { clampToFinite } from '../distributions/clamp-to-finite.ts';
import {
  type ChangeWatch,
  reportWatch,
  startWatch,
  type WatchOptions,
  type WatchReport,
  watchRun,
} from './watch-change.ts';

/** A live series that is watched against what it was before; plain data for JSON. */
export interface SeriesWatch {
  /** In units of `unit`. */
  readonly watch: ChangeWatch;
  /** The largest sample of the baseline, as a power of two: so that squares neither overflow nor vanish whatever the samples are. */
  readonly unit: number;
  /** Samples of one block; block means are what is compared. */
  readonly blockLength: number;
  /** Estimated correlation of neighbouring samples of the baseline. */
  readonly correlation: number;
  /** Whether blocks are long enough for their means to be nearly independent; false: the baseline is too short for that. */
  readonly isLongEnough: boolean;
  /** Sum, in units, and number of samples of the block that is not full yet. */
  readonly pending: { readonly sum: number; readonly count: number };
  readonly samples: number;
}

/** Fewer samples do not show how neighbours depend on each other. */
export const FEWEST_BASELINE_SAMPLES = 16;
const FEWEST_BLOCKS = 8;
/** Correlation of neighbouring block means that the test bears (bench/statistics/watch-false-alarms.ts). */
const MOST_CORRELATION = 0.1;
/** Differences below this, in units of the baseline, are none. */
const ROUNDING = 1e-12;
/** In units of the baseline; its square is finite. */
const LARGEST = 2 ** 500;

/**
 * A watch that knows the samples before a deployment. Adjacent samples of monitoring depend on each other, which would make a test on them
 * alarm at will; means of blocks hardly do. The block is the shortest whose means correlate by at most .1 for an autoregression of first
 * order with the baseline's lag-one correlation, taken one standard error high and corrected for its bias (Marriott and Pope 1954). At
 * least eight blocks of baseline remain.
 * @throws PermanentError SAMPLE_INVALID for fewer than 16 samples, or values that are not finite (ratio scale: not above 0)
 */
export function startSeriesWatch(baseline: readonly number[], options: WatchOptions): SeriesWatch {
  const n = baseline.length;
  if (n < FEWEST_BASELINE_SAMPLES) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      `The baseline has ${n} samples; it takes ${FEWEST_BASELINE_SAMPLES} to know how they vary.`,
    );
  }
  baseline.forEach((value) => checkSample(value, options));
  const { scaled, unit } = scaleToUnit(Float64Array.from(baseline));
  const correlation = lagOne(scaled);
  const corrected = correlation + (1 + 4 * correlation) / n;
  const high = Math.min(0.99, Math.max(0, corrected) + Math.sqrt(Math.max(0, 1 - corrected ** 2) / n));
  // Lag-one correlation of means of b samples is about rho / (b (1 - rho²) - 2 rho).
  const wanted = Math.max(1, Math.ceil((high / MOST_CORRELATION + 2 * high) / (1 - high ** 2)));
  const blockLength = Math.min(wanted, Math.floor(n / FEWEST_BLOCKS));
  // What does not fill a block is left out at the beginning: the newest samples tell most about what comes.
  const blocks = Math.floor(n / blockLength);
  let watch = startWatch();
  for (let block = 0; block < blocks; block++) {
    const from = n - (blocks - block) * blockLength;
    let sum = 0;
    for (let at = from; at < from + blockLength; at++) sum += inUnits(baseline[at]!, unit, options);
    watch = watchRun(watch, { side: 'baseline', value: sum / blockLength }, optionsInUnits(options, unit));
  }
  return {
    watch,
    unit,
    blockLength,
    correlation,
    isLongEnough: blockLength >= wanted,
    pending: { sum: 0, count: 0 },
    samples: 0,
  };
}

/**
 * The watch after one more sample. Its answer changes only when a block is full, so that each look is one of an always-valid test.
 * @throws PermanentError SAMPLE_INVALID for a value that is not finite (ratio scale: not above 0)
 */
export function watchSample(state: SeriesWatch, value: number, options: WatchOptions): SeriesWatch {
  checkSample(value, options);
  const sum = state.pending.sum + inUnits(value, state.unit, options);
  const count = state.pending.count + 1;
  const samples = state.samples + 1;
  if (count < state.blockLength) return { ...state, samples, pending: { sum, count } };
  const run = { side: 'candidate', value: sum / count } as const;
  const watch = watchRun(state.watch, run, optionsInUnits(options, state.unit));
  return { ...state, samples, watch, pending: { sum: 0, count: 0 } };
}

/** The watch in the metric's own terms; `looks` are blocks of both sides. */
export function reportSeriesWatch(state: SeriesWatch, options: Pick<WatchOptions, 'scale'>): WatchReport {
  const report = reportWatch(state.watch, options);
  const { effect, interval } = report;
  const back = (value: number): number =>
    clampToFinite(options.scale === 'additive' ? value * state.unit : value);
  return {
    ...report,
    effect: back(effect),
    interval: interval === null ? null : { low: back(interval.low), high: back(interval.high) },
  };
}

/** A sample in units; one that is enormously larger or smaller than the baseline counts as no more than that. */
function inUnits(value: number, unit: number, { scale }: WatchOptions): number {
  const least = scale === 'ratio-scale' ? 1 / LARGEST : -LARGEST;
  return Math.min(LARGEST, Math.max(least, value / unit));
}

function optionsInUnits(options: WatchOptions, unit: number): WatchOptions {
  return options.scale === 'additive' ? { ...options, margin: options.margin / unit } : options;
}

function lagOne(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let products = 0;
  let squares = 0;
  for (let at = 0; at < values.length; at++) {
    const left = values[at]! - mean;
    squares += left * left;
    if (at > 0) products += left * (values[at - 1]! - mean);
  }
  // Equal samples differ from their mean by its rounding, which would look like the strongest dependence there is.
  return squares > values.length * ROUNDING ** 2 ? products / squares : 0;
}

function checkSample(value: number, { scale }: Pick<WatchOptions, 'scale'>): void {
  if (Number.isFinite(value) && (scale === 'additive' || value > 0)) return;
  throw new PermanentError(
    'SAMPLE_INVALID',
    Number.isFinite(value)
      ? `A watched sample is ${value}; a ratio scale needs values above 0 (differences: scale additive).`
      : `A watched sample is ${value}; leave it out.`,
  );
}
