import { type Side } from './noise-of-runs.ts';

export interface Level {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Scatter between groups is believed once it is this many times what chance gives (two standard errors): at 1 a third of
 * all unchanged histories would lose weight by bad luck, and just where today's baseline came out odd. Chosen by simulation (bench/statistics/compare-power.ts).
 */
const DOUBT = 4;

/**
 * The baseline's level, sharpened by earlier groups as far as they agree with it. Random effects: group levels
 * scatter with variance omega² around a common one; omega² is the larger of DerSimonian and Laird's (1986) moment
 * estimate over all groups and of what baseline against history alone shows (each less DOUBT times what chance explains), so history that contradicts today's
 * baseline loses its weight (commensurate prior, Hobbs et al. 2011).
 */
export function borrowLevel(baseline: Side, history: readonly Side[], variance: number): Level {
  const own: Level = { mean: baseline.mean, variance: variance / baseline.n };
  if (history.length === 0 || variance === 0) return own;
  const spread = scatterOfLevels([baseline, ...history], variance);
  const first = commonLevel(history, variance, spread);
  const conflict = (baseline.mean - first.mean) ** 2 - DOUBT * (own.variance + first.variance);
  const omega2 = Math.max(spread, conflict, 0);
  const common = commonLevel(history, variance, omega2);
  const borrowed = omega2 + common.variance;
  const weight = own.variance / (own.variance + borrowed);
  return {
    mean: baseline.mean + weight * (common.mean - baseline.mean),
    variance: (own.variance * borrowed) / (own.variance + borrowed),
  };
}

function commonLevel(groups: readonly Side[], variance: number, omega2: number): Level {
  let weights = 0;
  let mean = 0;
  for (const group of groups) {
    const weight = 1 / (omega2 + variance / group.n);
    weights += weight;
    mean += ((group.mean - mean) * weight) / weights;
  }
  return { mean, variance: 1 / weights };
}

function scatterOfLevels(groups: readonly Side[], variance: number): number {
  const common = commonLevel(groups, variance, 0);
  let q = 0;
  let weights = 0;
  let squaredWeights = 0;
  for (const group of groups) {
    const weight = group.n / variance;
    q += weight * (group.mean - common.mean) ** 2;
    weights += weight;
    squaredWeights += weight ** 2;
  }
  const divisor = weights - squaredWeights / weights;
  return divisor > 0 ? Math.max(0, (q - DOUBT * (groups.length - 1)) / divisor) : 0;
}
