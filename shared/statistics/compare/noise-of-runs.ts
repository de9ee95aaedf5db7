import { fSurvival } from '../distributions/f-cdf.ts';
import { studentTQuantile } from '../distributions/student-t-quantile.ts';

/** A side of the comparison on its working scale (logarithms or plain values). */
export interface Side {
  readonly n: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

export interface PooledNoise {
  /** Variance of one run's value: baseline, candidate. Equal unless the two sides clearly differ. */
  readonly baselineVariance: number;
  readonly candidateVariance: number;
  readonly df: number;
  readonly source: 'runs' | 'history' | 'prior';
}

/** Below this p value of the F test today is held to be noisier than history. */
const CLEARLY_DIFFERENT = 0.01;
/**
 * The same for the two sides. For the alarm, "nothing changed" means that they do not differ, so only a clear difference
 * counts. The interval must hold when something did change, the noise among it, so no difference has to be shown: the wider
 * of both counts (measured: a candidate twice as noisy, bench/statistics/compare-coverage.ts).
 */
export const DIFFERENT = { alarm: 0.01, interval: 1 } as const;
/** For want of any repeated run: a cautious spread between runs (15 % on the log scale) that counts as 3 df. */
const PRIOR_DF = 3;

/** Number, mean and sum of squared deviations (two passes) of a side's values. */
export function sideOf(values: readonly number[]): Side {
  const n = values.length;
  let mean = 0;
  for (const value of values) mean += value / n;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { n, mean, squares };
}

/**
 * Variance of a run's value, pooled over both sides and over deviations within each group of history, unless
 * today is clearly noisier than history. Sides that differ in spread (F test below `different`) keep their own variance
 * where that is the more careful choice (Welch-Satterthwaite df). `floor` is a variance below which no estimate falls;
 * `prior` is the variance taken when nothing was repeated.
 */
export function noiseOfRuns(
  baseline: Side,
  candidate: Side,
  history: readonly Side[],
  floor: number,
  prior: number,
  different: number,
): PooledNoise {
  const dfToday = baseline.n + candidate.n - 2;
  const today = baseline.squares + candidate.squares;
  const dfHistory = history.reduce((sum, group) => sum + group.n - 1, 0);
  const past = history.reduce((sum, group) => sum + group.squares, 0);
  const usesHistory = dfHistory > 0 && !(dfToday > 0 && isLarger(today, dfToday, past, dfHistory));
  const df = dfToday + (usesHistory ? dfHistory : 0);
  if (df === 0) {
    const variance = Math.max(prior, floor);
    return { baselineVariance: variance, candidateVariance: variance, df: PRIOR_DF, source: 'prior' };
  }
  const source = usesHistory ? 'history' : 'runs';
  const dfOther = df - (candidate.n - 1);
  const other = baseline.squares + (usesHistory ? past : 0);
  const variance = Math.max((today + (usesHistory ? past : 0)) / df, floor);
  const pooled = { baselineVariance: variance, candidateVariance: variance, df, source } as const;
  const differ =
    candidate.n >= 3 &&
    dfOther >= 2 &&
    differs(candidate.squares, candidate.n - 1, other, dfOther, different);
  if (!differ) return pooled;
  const baselineVariance = Math.max(other / dfOther, floor);
  const candidateVariance = Math.max(candidate.squares / (candidate.n - 1), floor);
  const b = baselineVariance / baseline.n;
  const c = candidateVariance / candidate.n;
  // Only where it makes the comparison more careful: a variance that came out small by luck must not sharpen it.
  const welch = (b + c) ** 2 / (b ** 2 / dfOther + c ** 2 / (candidate.n - 1));
  const own = { baselineVariance, candidateVariance, df: welch, source } as const;
  return reach(own, baseline, candidate) > reach(pooled, baseline, candidate) ? own : pooled;
}

/** Half the width of a 99.5 % interval: what makes one noise more careful than another. */
function reach(noise: PooledNoise, baseline: Side, candidate: Side): number {
  const variance = noise.baselineVariance / baseline.n + noise.candidateVariance / candidate.n;
  return Math.sqrt(variance) * studentTQuantile(0.9975, noise.df);
}

function isLarger(
  squares: number,
  df: number,
  otherSquares: number,
  otherDf: number,
  level = CLEARLY_DIFFERENT,
): boolean {
  if (otherSquares === 0) return squares > 0;
  return fSurvival(squares / df / (otherSquares / otherDf), df, otherDf) < level;
}

function differs(squares: number, df: number, otherSquares: number, otherDf: number, level: number): boolean {
  if (squares === 0 || otherSquares === 0) return false;
  return (
    isLarger(squares, df, otherSquares, otherDf, level) || isLarger(otherSquares, otherDf, squares, df, level)
  );
}
