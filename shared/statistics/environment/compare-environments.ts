import { PermanentError } from '../../errors/pipeline-error.ts';
import { type Interval } from '../compare/comparison.ts';
import { studentTQuantile } from '../distributions/student-t-quantile.ts';

/** One metric of ratio scale in both environments; runs' values above 0. */
export interface EnvironmentMetric {
  readonly metric: string;
  readonly reference: readonly number[];
  readonly other: readonly number[];
}

export interface NormalisedMetric {
  readonly metric: string;
  /** other / reference. */
  readonly ratio: number;
  /** The ratio over the common factor: what difference of scale does not explain. */
  readonly normalised: number;
  readonly interval: Interval;
  /** Whether the normalised ratio stands out of what metrics scatter by and runs are noisy by. */
  readonly standsOut: boolean;
}

export interface EnvironmentComparison {
  /** How much larger metrics are in the other environment on the whole: its difference of scale. */
  readonly commonFactor: number;
  /** Typical factor by which single metrics stray from the common one (1.2: ± 20 %). */
  readonly scatterFactor: number;
  readonly metrics: readonly NormalisedMetric[];
  readonly reason: string;
}

/** Fewer metrics than this do not tell scale from change. */
const FEWEST_METRICS = 4;
/** Chance that a metric of an environment that differs in scale only stands out. */
const ALPHA = 0.005;

/**
 * Compares environments (staging, production) with difference of scale accounted for: the median of the metrics' log
 * ratios is the scale, each metric is judged by what is left, against both its runs' noise and the scatter of the other
 * metrics (median absolute deviation, which one odd metric cannot move).
 * @throws PermanentError SAMPLE_INVALID for fewer than 4 metrics, empty sides or values that are not above 0
 */
export function compareEnvironments(metrics: readonly EnvironmentMetric[]): EnvironmentComparison {
  if (metrics.length < FEWEST_METRICS) {
    throw invalid(
      `Environments are compared over ${metrics.length} metrics; at least ${FEWEST_METRICS} tell scale from change.`,
    );
  }
  const rows = metrics.map(logRatio);
  const centre = median(rows.map((row) => row.ratio));
  const scatter = 1.4826 * median(rows.map((row) => Math.abs(row.ratio - centre)));
  const judged = rows.map((row, index): NormalisedMetric => {
    const left = row.ratio - centre;
    const df = Math.max(1, Math.min(row.df, metrics.length - 1));
    const error = Math.hypot(row.error, scatter);
    const half = studentTQuantile(0.975, df) * row.error;
    return {
      metric: metrics[index]!.metric,
      ratio: Math.exp(row.ratio),
      normalised: Math.exp(left),
      interval: { low: Math.exp(left - half), high: Math.exp(left + half) },
      standsOut: Math.abs(left) > studentTQuantile(1 - ALPHA / 2, df) * error + ROUNDING,
    };
  });
  const odd = judged.filter((metric) => metric.standsOut).map((metric) => metric.metric);
  const factor = Math.exp(centre);
  const scale = `The other environment is ${factor.toPrecision(3)} times the reference on the whole`;
  return {
    commonFactor: factor,
    scatterFactor: Math.exp(scatter),
    metrics: judged,
    reason:
      odd.length === 0
        ? `${scale}; no metric strays from that.`
        : `${scale}; ${odd.join(', ')} differ beyond that.`,
  };
}

const ROUNDING = 1e-9;

interface LogRatio {
  readonly ratio: number;
  readonly error: number;
  readonly df: number;
}

function logRatio({ metric, reference, other }: EnvironmentMetric): LogRatio {
  const a = logMoments(metric, 'reference', reference);
  const b = logMoments(metric, 'other', other);
  const df = reference.length + other.length - 2;
  const variance = df === 0 ? 0 : (a.squares + b.squares) / df;
  return {
    ratio: b.mean - a.mean,
    error: Math.sqrt(variance * (1 / reference.length + 1 / other.length)),
    df,
  };
}

function logMoments(
  metric: string,
  side: string,
  values: readonly number[],
): { mean: number; squares: number } {
  const bad = values.find((value) => !(value > 0 && Number.isFinite(value)));
  if (values.length === 0 || bad !== undefined) {
    throw invalid(
      `Metric "${metric}" has ${bad ?? 'no value'} in the ${side} environment; values must be finite and above 0.`,
    );
  }
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  return { mean, squares: logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function invalid(message: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', message);
}
