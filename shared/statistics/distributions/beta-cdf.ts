import { incompleteBeta } from './incomplete-beta.ts';

/** P(X <= x) for X beta(a, b), a and b > 0; 0 below 0 and 1 above 1. */
export function betaCdf(x: number, a: number, b: number): number {
  return incompleteBeta(clampToUnit(x), a, b);
}

/** P(X > x), accurate in the upper tail. */
export function betaSurvival(x: number, a: number, b: number): number {
  const inside = clampToUnit(x);
  return incompleteBeta(1 - inside, b, a, inside);
}

function clampToUnit(x: number): number {
  return Math.min(1, Math.max(0, x));
}
