import { incompleteBeta } from './incomplete-beta.ts';
import { normalCdf } from './normal-cdf.ts';

/** P(T <= t) of Student's t with `df` > 0 (not necessarily whole; Infinity is the normal). Exact in the lower tail. */
export function studentTCdf(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN;
  if (df === Infinity) return normalCdf(t);
  const square = t * t;
  if (square === Infinity) return t < 0 ? 0 : 1;
  const half = 0.5 * incompleteBeta(df / (df + square), df / 2, 0.5, square / (df + square));
  return t < 0 ? half : 1 - half;
}

/** P(T > t), exact in the upper tail. */
export function studentTSurvival(t: number, df: number): number {
  return studentTCdf(-t, df);
}
