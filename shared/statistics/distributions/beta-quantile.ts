import { incompleteBeta } from './incomplete-beta.ts';
import { logGamma } from './log-gamma.ts';
import { solveIncreasing } from './solve-increasing.ts';

/** The x with P(X <= x) = probability, X beta(a, b). NaN outside [0, 1] or for a, b <= 0. */
export function betaQuantile(probability: number, a: number, b: number): number {
  return 1 / (1 + Math.exp(-betaQuantileLogit(probability, a, b)));
}

/**
 * ln(x / (1 - x)) of the beta quantile x. The logit keeps both x and 1 - x exact near the ends, which the t and F
 * quantiles need. `upper` asks for P(X > x) = probability instead, without forming 1 - probability.
 */
export function betaQuantileLogit(probability: number, a: number, b: number, upper = false): number {
  if (!(probability >= 0 && probability <= 1) || !(a > 0) || !(b > 0)) return Number.NaN;
  if (upper) return -betaQuantileLogit(probability, b, a);
  if (probability === 0) return -Infinity;
  if (probability === 1) return Infinity;
  if (probability > 0.5) return -betaQuantileLogit(1 - probability, b, a);
  const target = Math.log(probability);
  const constant = logGamma(a + b) - logGamma(a) - logGamma(b);
  const lower = (u: number): number => {
    const x = 1 / (1 + Math.exp(-u));
    return incompleteBeta(x, a, b, 1 / (1 + Math.exp(u)));
  };
  return solveIncreasing(
    (u) => Math.log(lower(u)) - target,
    (u) => Math.exp(constant + a * logSigmoid(u) + b * logSigmoid(-u)) / lower(u),
    -700 / Math.min(1, a),
    700 / Math.min(1, b),
  );
}

function logSigmoid(u: number): number {
  return u < 0 ? u - Math.log1p(Math.exp(u)) : -Math.log1p(Math.exp(-u));
}
