import { lowerIncompleteGamma, upperIncompleteGamma } from './incomplete-gamma.ts';

/** P(X <= x) for X chi-squared with `df` > 0 degrees of freedom (not necessarily whole). 0 for x <= 0. */
export function chiSquaredCdf(x: number, df: number): number {
  return x <= 0 && df > 0 ? 0 : lowerIncompleteGamma(df / 2, x / 2);
}

/** P(X > x), accurate in the upper tail. */
export function chiSquaredSurvival(x: number, df: number): number {
  return x <= 0 && df > 0 ? 1 : upperIncompleteGamma(df / 2, x / 2);
}
