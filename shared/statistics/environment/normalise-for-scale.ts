import { PermanentError } from '../../errors/pipeline-error.ts';
import type { Interval } from '../compare/comparison.ts';
import { studentTCdf } from '../distributions/student-t-cdf.ts';
import { studentTQuantile } from '../distributions/student-t-quantile.ts';
import { type AdjustedRatio, adjustForLoad, type ScaledRun } from './adjust-for-load.ts';

/** One figure in both environments; values and covariates above 0. */
export interface ScaledFigure {
  readonly figure: string;
  /** Figures that a difference of scale moves by one factor (all times); null: none is taken out of this one. */
  readonly group: string | null;
  /** Whether it has a vote on its group's factor: one percentile of each metric, or they would outvote the others. */
  readonly votes: boolean;
  readonly reference: readonly ScaledRun[];
  readonly other: readonly ScaledRun[];
}

export interface ScaledDifference {
  readonly figure: string;
  /** other / reference as measured (geometric means of the runs). */
  readonly ratio: number;
  /** What is left of the ratio at equal covariates and without the group's common factor. */
  readonly normalised: number;
  /** 95 % interval of `normalised`; null when one run a side tells no noise. */
  readonly interval: Interval | null;
  /** Two-sided p value of "the figure strays no further than its group's figures and its runs do"; null as above. */
  readonly pValue: number | null;
  readonly takenOut: readonly string[];
  /** Whether its group's common factor was taken out. */
  readonly withoutFactor: boolean;
}

export interface CommonFactor {
  readonly group: string;
  /** How much larger the group's figures are in the other environment on the whole. */
  readonly factor: number;
  /** Typical factor by which single figures stray from it (1.2: ± 20 %). */
  readonly scatter: number;
  readonly figures: number;
}

/** Fewer voting figures than this do not tell scale from change. */
export const FEWEST_VOTES = 4;
/** Asymptotic standard error of a median over that of a mean, for normal scatter: sqrt(pi / 2). */
const MEDIAN_ERROR = 1.2533;
const SCALED_MAD = 1.4826;
/** Smaller errors and effects are rounding of equal values. */
const LEAST_ERROR = 1e-9;

/**
 * Differences of two environments with their difference of scale accounted for: first what runs under different load (or any other
 * covariate) show of its effect (`adjustForLoad`), then the median of the group's log ratios as the common factor. The interval holds the
 * noise of the figure's runs and the error of the factor; the p value holds also what figures stray by anyway (median absolute
 * deviation), with the degrees of freedom of Welch and Satterthwaite (1946).
 * @throws PermanentError SAMPLE_INVALID for an empty side or a value that is not finite and above 0, naming figure and side
 */
export function normaliseForScale(figures: readonly ScaledFigure[]): {
  readonly differences: readonly ScaledDifference[];
  readonly factors: readonly CommonFactor[];
} {
  for (const { figure, reference, other } of figures) {
    checkSide(figure, 'reference', reference);
    checkSide(figure, 'other', other);
  }
  const rows = figures.map((figure) => ({ figure, adjusted: adjustForLoad(figure.reference, figure.other) }));
  const groups = Map.groupBy(
    rows.filter(({ figure }) => figure.group !== null && figure.votes),
    ({ figure }) => figure.group,
  );
  const centres = new Map<string, Centre>();
  for (const [group, voting] of groups) {
    if (group !== null && voting.length >= FEWEST_VOTES)
      centres.set(group, centreOf(voting.map(({ adjusted }) => adjusted.logRatio)));
  }
  return {
    differences: rows.map(({ figure, adjusted }) =>
      differenceOf(figure, adjusted, centres.get(figure.group ?? '') ?? null),
    ),
    factors: [...centres].map(([group, { at, scatter, count }]) => ({
      group,
      factor: Math.exp(at),
      scatter: Math.exp(scatter),
      figures: count,
    })),
  };
}

interface Centre {
  readonly at: number;
  readonly scatter: number;
  readonly count: number;
}

function centreOf(logRatios: readonly number[]): Centre {
  const at = median(logRatios);
  const scatter = SCALED_MAD * median(logRatios.map((ratio) => Math.abs(ratio - at)));
  return { at, scatter, count: logRatios.length };
}

function differenceOf(
  { figure, reference, other }: ScaledFigure,
  { logRatio, error, df, takenOut }: AdjustedRatio,
  centre: Centre | null,
): ScaledDifference {
  const left = logRatio - (centre?.at ?? 0);
  const raw = meanLog(other) - meanLog(reference);
  const said = { figure, ratio: Math.exp(raw), normalised: Math.exp(left), takenOut };
  if (error === null) return { ...said, interval: null, pValue: null, withoutFactor: centre !== null };
  const own = { error, df };
  const votes = (centre?.count ?? 2) - 1;
  const factor = { error: (MEDIAN_ERROR * (centre?.scatter ?? 0)) / Math.sqrt(votes + 1), df: votes };
  const known = combined([own, factor]);
  const judged = combined([own, factor, { error: centre?.scatter ?? 0, df: votes }]);
  const half = known.error < LEAST_ERROR ? 0 : studentTQuantile(0.975, known.df) * known.error;
  const t = Math.abs(left) / Math.max(judged.error, LEAST_ERROR);
  return {
    ...said,
    interval: { low: Math.exp(left - half), high: Math.exp(left + half) },
    pValue: Math.min(1, 2 * studentTCdf(-t, judged.df)),
    withoutFactor: centre !== null,
  };
}

interface Part {
  readonly error: number;
  readonly df: number;
}

/** Standard error of a sum and its degrees of freedom (Satterthwaite 1946). */
function combined(parts: readonly Part[]): Part {
  const variance = parts.reduce((sum, { error }) => sum + error ** 2, 0);
  const spread = parts.reduce((sum, { error, df }) => sum + error ** 4 / df, 0);
  const df = spread === 0 ? (parts[0]?.df ?? 1) : variance ** 2 / spread;
  return { error: Math.sqrt(variance), df: Math.max(1, df) };
}

function meanLog(runs: readonly ScaledRun[]): number {
  return runs.reduce((sum, { value }) => sum + Math.log(value), 0) / runs.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function checkSide(figure: string, side: string, runs: readonly ScaledRun[]): void {
  const bad = runs.find(({ value }) => !(value > 0 && Number.isFinite(value)));
  if (runs.length > 0 && bad === undefined) return;
  throw new PermanentError(
    'SAMPLE_INVALID',
    `Figure "${figure}" has ${bad?.value ?? 'no value'} in the ${side} environment; values must be finite and above 0.`,
  );
}
