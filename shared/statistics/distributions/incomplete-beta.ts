import { logBinomialTerm } from './log-binomial-term.ts';
import { logGamma } from './log-gamma.ts';

const EPSILON = 4e-16;
const TINY = 1e-300;

/**
 * Regularised incomplete beta I_x(a, b), a and b > 0, x in [0, 1]; modified Lentz continued fraction.
 * `y` is 1 - x: pass it when it is known more precisely than the subtraction gives. NaN outside the domain.
 */
export function incompleteBeta(x: number, a: number, b: number, y = 1 - x): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) return Number.NaN;
  if (x === 0) return 0;
  if (y === 0) return 1;
  const front = Math.exp(logFront(x, a, b, y));
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(y, b, a)) / b;
}

/** From here on differences of ln gamma lose digits. */
const LARGE = 1e6;

/** ln of x^a y^b / B(a, b). */
function logFront(x: number, a: number, b: number, y: number): number {
  if (Math.min(a, b) >= LARGE) return logBinomialTerm(a, a + b, x) + Math.log(a) + Math.log(b / (a + b));
  return logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y);
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = awayFromZero(1 - ((a + b) * x) / (a + 1));
  d = 1 / d;
  let h = d;
  const limit = 300 + Math.ceil(20 * Math.sqrt(a + b));
  for (let m = 1; m < limit; m++) {
    const twice = 2 * m;
    const even = (m * (b - m) * x) / ((a + twice - 1) * (a + twice));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + twice) * (a + twice + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < EPSILON) break;
  }
  return h;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
