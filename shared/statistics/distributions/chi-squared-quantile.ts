import { lowerIncompleteGamma, upperIncompleteGamma } from './incomplete-gamma.ts';
import { logGamma } from './log-gamma.ts';
import { solveIncreasing } from './solve-increasing.ts';

/** The x with P(X <= x) = probability, X chi-squared with `df` > 0. NaN outside [0, 1] or for df <= 0. */
export function chiSquaredQuantile(probability: number, df: number): number {
  if (!(probability >= 0 && probability <= 1) || !(df > 0)) return Number.NaN;
  if (probability === 0) return 0;
  if (probability === 1) return Infinity;
  const a = df / 2;
  const constant = logGamma(a);
  // Solved in u = ln x: the density in u is smooth even for df < 1; the smaller tail is matched on a log scale.
  const lowerTail = probability < 0.5;
  const target = Math.log(lowerTail ? probability : 1 - probability);
  const density = (u: number): number => Math.exp(a * u - Math.exp(u) - constant);
  const tail = (u: number): number =>
    lowerTail ? lowerIncompleteGamma(a, Math.exp(u)) : upperIncompleteGamma(a, Math.exp(u));
  const sign = lowerTail ? 1 : -1;
  const u = solveIncreasing(
    (at) => sign * (Math.log(tail(at)) - target),
    (at) => density(at) / tail(at),
    -740 / Math.min(1, a),
    Math.log(a + 40 * Math.sqrt(a) + 800),
  );
  return 2 * Math.exp(u);
}
