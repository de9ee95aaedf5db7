/**
 * Lag-one autocorrelation of the noise around at most one level shift, for scores with mean square about 1.
 *
 * Estimated from the residuals around the best split, with the small-sample bias taken out ((5 + 11 phi) / n, by
 * simulation of white and AR(1) noise). Many level shifts look like autocorrelation to that estimate, not to one from
 * differences; when the two disagree beyond their sampling error the latter is taken. Values within noise of zero
 * count as zero: white noise is by far the commonest case, and power there is worth more than a trace of correlation.
 */
export function lagOneCorrelation(scores: Float64Array, split: number): number {
  const n = scores.length;
  if (n < 8) return 0;
  const error = 1 / Math.sqrt(n);
  const corrected = (residualCorrelation(scores, split) + 5 / n) / (1 - 11 / n);
  const byDifferences = differenceCorrelation(scores);
  const phi = corrected > byDifferences + 3.6 * error ? byDifferences : corrected;
  return phi < 1.5 * error ? 0 : Math.min(phi + 0.25 * error, MOST);
}

/** Beyond this the noise is as good as a random walk. */
const MOST = 0.8;

function residualCorrelation(scores: Float64Array, split: number): number {
  const n = scores.length;
  let left = 0;
  let right = 0;
  for (let index = 0; index < split; index++) left += scores[index]!;
  for (let index = Math.max(0, split); index < n; index++) right += scores[index]!;
  const before = split > 0 ? left / split : 0;
  const after = right / (n - Math.max(0, split));
  let products = 0;
  let squares = 0;
  let previous = 0;
  for (let index = 0; index < n; index++) {
    const residual = scores[index]! - (index < split ? before : after);
    products += residual * previous;
    squares += residual * residual;
    previous = residual;
  }
  return squares > 0 ? products / squares : 0;
}

/** E(x[i+2] - x[i])² / E(x[i+1] - x[i])² - 1, which is phi for AR(1) and hardly moved by a few level shifts. */
function differenceCorrelation(scores: Float64Array): number {
  const n = scores.length;
  let one = 0;
  let two = 0;
  for (let index = 1; index < n; index++) one += (scores[index]! - scores[index - 1]!) ** 2;
  for (let index = 2; index < n; index++) two += (scores[index]! - scores[index - 2]!) ** 2;
  return one > 0 ? (two * (n - 1)) / (one * (n - 2)) - 1 : 0;
}
