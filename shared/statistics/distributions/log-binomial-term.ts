import { logGamma } from './log-gamma.ts';

/**
 * ln of C(n, x) p^x (1 - p)^(n - x), 0 <= x <= n; x and n need not be whole. By Loader's saddle point expansion (2000, "Fast and
 * accurate computation of binomial probabilities"), so that no digits are lost between logarithms of factorials of large n.
 */
export function logBinomialTerm(x: number, n: number, p: number): number {
  if (x === 0) return n === 0 ? 0 : n * Math.log1p(-p);
  if (x === n) return n * Math.log(p);
  const rest = n - x;
  const exponent =
    stirlingError(n) -
    stirlingError(x) -
    stirlingError(rest) -
    deviance(x, n * p) -
    deviance(rest, n * (1 - p));
  return exponent + 0.5 * (Math.log(n / x) - Math.log(2 * Math.PI * rest));
}

/** From here on five terms of Stirling's series are exact to the last digit. */
const LARGE = 16;

/** ln n! less Stirling's approximation of it. */
function stirlingError(n: number): number {
  if (n < LARGE) return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI);
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x ln(x / mean) + mean - x, by its series where the two are near. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (!(Math.abs(difference) < 0.1 * (x + mean))) return x * Math.log(x / mean) + mean - x;
  const ratio = difference / (x + mean);
  let sum = difference * ratio;
  let term = 2 * x * ratio;
  for (let power = 3; power < 1000; power += 2) {
    term *= ratio * ratio;
    const next = sum + term / power;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
