import { fSurvival } from '../distributions/f-cdf.ts';

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

/** Below this p value of the F test the two sides, or history and today, are held to differ in noise. */
const CLEARLY_DIFFERENT = 0.01;
/** For want of any repeated run: a cautious spread between runs (15 % on the log scale) that counts as 3 df. */
const PRIOR_DF = 3;

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
 * today is clearly noisier than history. Sides that clearly differ in spread keep their own variance where that is the
 * more careful choice (Welch-Satterthwaite df; with equal numbers only df fall). `floor` is a variance below which no estimate falls; `prior` is used when nothing was repeated, null when there is none.
 */
export function noiseOfRuns(
  baseline: Side,
  candidate: Side,
  history: readonly Side[],
  floor: number,
  prior: number | null,
): PooledNoise {
  const dfToday = baseline.n + candidate.n - 2;
  const today = baseline.squares + candidate.squares;
  const dfHistory = history.reduce((sum, group) => sum + group.n - 1, 0);
  const past = history.reduce((sum, group) => sum + group.squares, 0);
  const usesHistory = dfHistory > 0 && !(dfToday > 0 && isLarger(today, dfToday, past, dfHistory));
  const df = dfToday + (usesHistory ? dfHistory : 0);
  if (df === 0) {
    const variance = Math.max(prior ?? Number.POSITIVE_INFINITY, floor);
    return { baselineVariance: variance, candidateVariance: variance, df: PRIOR_DF, source: 'prior' };
  }
  const source = usesHistory ? 'history' : 'runs';
  const dfOther = df - (candidate.n - 1);
  const other = baseline.squares + (usesHistory ? past : 0);
  const variance = Math.max((today + (usesHistory ? past : 0)) / df, floor);
  const pooled = { baselineVariance: variance, candidateVariance: variance, df, source } as const;
  if (candidate.n < 3 || dfOther < 2 || !differs(candidate.squares, candidate.n - 1, other, dfOther))
    return pooled;
  const baselineVariance = Math.max(other / dfOther, floor);
  const candidateVariance = Math.max(candidate.squares / (candidate.n - 1), floor);
  const b = baselineVariance / baseline.n;
  const c = candidateVariance / candidate.n;
  // Only where it makes the comparison more careful: a variance that came out small by luck must not sharpen it.
  if (b + c <= variance / baseline.n + variance / candidate.n) return pooled;
  const welch = (b + c) ** 2 / (b ** 2 / dfOther + c ** 2 / (candidate.n - 1));
  return { baselineVariance, candidateVariance, df: welch, source };
}

function isLarger(squares: number, df: number, otherSquares: number, otherDf: number): boolean {
  if (otherSquares === 0) return squares > 0;
  return fSurvival(squares / df / (otherSquares / otherDf), df, otherDf) < CLEARLY_DIFFERENT;
}

function differs(squares: number, df: number, otherSquares: number, otherDf: number): boolean {
  if (squares === 0 || otherSquares === 0) return false;
  return isLarger(squares, df, otherSquares, otherDf) || isLarger(otherSquares, otherDf, squares, df);
}
