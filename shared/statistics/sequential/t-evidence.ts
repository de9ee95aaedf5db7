/**
 * Variance of the effect size (in standard deviations of a run) expected when something changed; the test is valid
 * whatever it is and strongest for changes of about this size.
 */
export const EXPECTED_EFFECT_VARIANCE = 1;

/**
 * ln of the e-value of Student's t: the Bayes factor with a normal prior on the effect size and the right Haar prior on
 * level and scale (Gönen et al. 2005, equation 2). Along growing samples it is a test martingale whatever level and
 * scale are (Pérez-Ortiz et al. 2022), so by Ville's inequality it ever reaches 1 / alpha with probability at most alpha.
 * `size` is the effective sample size: n for one sample, 1 / (1/a + 1/b) for two. t may be infinite (no scatter).
 */
export function logTEvidence(t: number, df: number, size: number, g = EXPECTED_EFFECT_VARIANCE): number {
  const spread = 1 + size * g;
  const square = (t * t) / df;
  const growth =
    square === Number.POSITIVE_INFINITY ? Math.log(spread) : Math.log1p(square) - Math.log1p(square / spread);
  return ((df + 1) / 2) * growth - 0.5 * Math.log(spread);
}

/** The |t| at which `logTEvidence` equals ln(1 / alpha); Infinity when no t is evidence enough yet. */
export function criticalT(alpha: number, df: number, size: number, g = EXPECTED_EFFECT_VARIANCE): number {
  const spread = 1 + size * g;
  // (1 + q) / (1 + q / spread) = bound, q = t² / df.
  const bound = Math.exp((2 * (0.5 * Math.log(spread) - Math.log(alpha))) / (df + 1));
  if (bound >= spread) return Number.POSITIVE_INFINITY;
  return Math.sqrt((df * (bound - 1)) / (1 - bound / spread));
}
