/**
 * Solves f(u) = 0 for an increasing f on [low, high]: bisection, sped up by Newton steps that stay in the bracket.
 * `slope(u)` is f'(u). Stops at about 1e-15 relative width; deterministic, at most 200 evaluations.
 */
export function solveIncreasing(
  f: (u: number) => number,
  slope: (u: number) => number,
  low: number,
  high: number,
): number {
  let left = low;
  let right = high;
  let u = (left + right) / 2;
  for (let step = 0; step < 200; step++) {
    const value = f(u);
    if (value === 0) return u;
    if (value < 0) left = u;
    else right = u;
    const newton = u - value / slope(u);
    const next = newton > left && newton < right ? newton : (left + right) / 2;
    if (Math.abs(next - u) <= 1e-15 * Math.max(1e-3, Math.abs(next)) || next === left || next === right)
      return next;
    u = next;
  }
  return u;
}
