import { studentTSurvival } from '../distributions/student-t-cdf.ts';
import { MIN_SEGMENT } from '../change-points/shift-scan.ts';
import { type GrowthFit } from './fit-growth.ts';

/**
 * Two-sided p value of "no trend", for a rise (1 for a fall): what the line explains beyond a level that may have a step
 * anywhere, each step at its `price` in squares. `squares` is of the line, its own step's price included. Likelihood
 * ratio, its root referred to Student's t.
 */
export function trendPValue(
  y: Float64Array,
  { slope, noise, freedom }: GrowthFit,
  squares: number,
  price: number,
): number {
  if (!(slope > 0)) return 1;
  const gain = Math.max(0, squaresOfLevels(y, price) - squares);
  return Math.min(1, 2 * studentTSurvival(Math.sqrt(gain / noise), freedom));
}

/** Squares around one level, or around two and the price of the step between them. */
function squaresOfLevels(y: Float64Array, price: number): number {
  const n = y.length;
  let mean = 0;
  for (const value of y) mean += value / n;
  let total = 0;
  for (const value of y) total += (value - mean) ** 2;
  let explained = 0;
  let sum = 0;
  for (let index = 1; index < n; index++) {
    sum += y[index - 1]! - mean;
    if (index < 2 * MIN_SEGMENT || index > n - 2 * MIN_SEGMENT) continue;
    explained = Math.max(explained, (sum * sum * n) / (index * (n - index)));
  }
  return Math.min(total, total - explained + price);
}
