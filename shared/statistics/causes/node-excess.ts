import { PermanentError } from '../../errors/pipeline-error.ts';
import { quantileOf, sortedFinite, upperSpread } from './robust-spread.ts';

/** Harm per request at one node, on the same time grid for all nodes; null where a value is missing. */
export interface FlowSeries {
  readonly node: string;
  /** Mean latency, or share of failed requests (0 to 1), at each time. */
  readonly normal: readonly (number | null)[];
  readonly abnormal: readonly (number | null)[];
  /** Requests at each time; not given: one. */
  readonly normalRequests?: readonly (number | null)[];
  readonly abnormalRequests?: readonly (number | null)[];
}

export interface NodeExcess {
  /** Harm above normal in a window of the incident (the median window when it is long). */
  readonly total: number;
  /** `total` in spreads. */
  readonly strength: number;
  /** The same for every window of the normal time, oldest first. */
  readonly normalWindows: Float64Array;
  /** Standard deviation of normal windows, upper tail counted; never 0. */
  readonly spread: number;
}

const FEWEST_NORMAL = 20;
/** Windows are at most this share of the normal time, so that there are windows enough to compare with. */
const LONGEST_WINDOW = 1 / 20;
/** Waiting is never believed to vary by less than this share of the usual waiting. */
const LEAST_SPREAD = 0.02;

/**
 * Excess harm of a node over its normal level (median) in windows as long as the incident, a long incident being judged
 * by its median window: a healthy stretch with one odd window is healthy. Null: too little data.
 * @throws PermanentError SAMPLE_INVALID when requests are given for another number of times than values
 */
export function excessOf(series: FlowSeries, amount: 'time' | 'failures'): NodeExcess | null {
  const known = sortedFinite(series.normal);
  const during = sortedFinite(series.abnormal);
  if (known.length < FEWEST_NORMAL || during.length === 0) return null;
  const level = quantileOf(known, 0.5);
  const normal = excessAt(series.node, series.normal, series.normalRequests, level);
  const abnormal = excessAt(series.node, series.abnormal, series.abnormalRequests, level);
  const length = Math.max(1, Math.min(abnormal.length, Math.floor(normal.length * LONGEST_WINDOW)));
  const windows = slidingSums(normal, length);
  const centre = quantileOf(Float64Array.from(windows).sort(), 0.5);
  const normalWindows = windows.map((sum) => sum - centre);
  const requests = usualRequests(series) * length;
  // One failure more or less is chance.
  const floor = amount === 'failures' ? 1 : LEAST_SPREAD * Math.abs(level) * requests;
  const spread = Math.max(upperSpread(Float64Array.from(normalWindows).sort()), floor, Number.MIN_VALUE);
  const total = medianOfChunks(abnormal, length) - centre;
  return { total, strength: Math.max(0, total / spread), normalWindows, spread };
}

function excessAt(
  node: string,
  values: readonly (number | null)[],
  requests: readonly (number | null)[] | undefined,
  level: number,
): Float64Array {
  if (requests !== undefined && requests.length !== values.length) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      `Node "${node}" has ${values.length} values but ${requests.length} request counts.`,
    );
  }
  return Float64Array.from(values, (value, index) => {
    const count = requests === undefined ? 1 : (requests[index] ?? 0);
    return value === null || !Number.isFinite(value) || !Number.isFinite(count) ? 0 : (value - level) * count;
  });
}

function slidingSums(values: Float64Array, length: number): Float64Array {
  const sums = new Float64Array(values.length - length + 1);
  for (let start = 0; start < sums.length; start++) {
    let sum = 0;
    for (let index = start; index < start + length; index++) sum += values[index]!;
    sums[start] = sum;
  }
  return sums;
}

function medianOfChunks(values: Float64Array, length: number): number {
  const chunks = Math.max(1, Math.floor(values.length / length));
  const sums = new Float64Array(chunks);
  for (let chunk = 0; chunk < chunks; chunk++) {
    for (let index = chunk * length; index < (chunk + 1) * length; index++)
      sums[chunk]! += values[index] ?? 0;
  }
  return quantileOf(sums.sort(), 0.5);
}

function usualRequests({ normalRequests }: FlowSeries): number {
  if (normalRequests === undefined) return 1;
  const sorted = sortedFinite(normalRequests);
  return sorted.length === 0 ? 1 : quantileOf(sorted, 0.5);
}
