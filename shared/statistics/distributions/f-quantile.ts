import { betaQuantileLogit } from './beta-quantile.ts';

/** The x with P(F <= x) = probability for Snedecor's F with df1, df2 > 0. NaN outside [0, 1] or for df <= 0. */
export function fQuantile(probability: number, df1: number, df2: number): number {
  // df1 F / (df1 F + df2) is beta(df1/2, df2/2); its logit is ln(df1 F / df2).
  return (df2 / df1) * Math.exp(betaQuantileLogit(probability, df1 / 2, df2 / 2));
}
