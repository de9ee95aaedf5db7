import { betaQuantileLogit } from './beta-quantile.ts';
import { normalQuantile } from './normal-quantile.ts';

/** The t with P(T <= t) = probability for Student's t with `df` > 0. NaN outside [0, 1] or for df <= 0. */
export function studentTQuantile(probability: number, df: number): number {
  if (!(probability >= 0 && probability <= 1) || !(df > 0)) return Number.NaN;
  if (df === Infinity) return normalQuantile(probability);
  if (probability === 0.5) return 0;
  // T² / (df + T²) is beta(1/2, df/2); its logit is ln(T² / df).
  const tail = Math.min(probability, 1 - probability);
  const size = Math.sqrt(df * Math.exp(betaQuantileLogit(2 * tail, 0.5, df / 2, true)));
  return probability < 0.5 ? -size : size;
}
