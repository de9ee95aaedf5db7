import { incompleteBeta } from './incomplete-beta.ts';

/** P(F <= x) of Snedecor's F with df1, df2 > 0 degrees of freedom. 0 for x <= 0. */
export function fCdf(x: number, df1: number, df2: number): number {
  const at = Math.max(0, x);
  const total = df1 * at + df2;
  return at === Infinity ? 1 : incompleteBeta((df1 * at) / total, df1 / 2, df2 / 2, df2 / total);
}

/** P(F > x), accurate in the upper tail. */
export function fSurvival(x: number, df1: number, df2: number): number {
  const at = Math.max(0, x);
  const total = df1 * at + df2;
  return at === Infinity ? 0 : incompleteBeta(df2 / total, df2 / 2, df1 / 2, (df1 * at) / total);
}
