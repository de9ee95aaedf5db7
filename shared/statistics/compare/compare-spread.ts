import { studentTSurvival } from '../distributions/student-t-cdf.ts';

export interface SpreadComparison {
  /** Mean distance of the candidate's runs from their median over that of the others. */
  readonly ratio: number;
  /** One-sided p value of "the candidate's runs scatter no more than the others". */
  readonly pValue: number;
}

const FEWEST_RUNS = 5;

/**
 * Whether the runs of one side scatter more than those of others do: Brown and Forsythe (1974), the t test (Welch) of the distances
 * from each group's median, which holds for heavy tails where the F test does not. Distances are of logarithms when all values are
 * above 0, so a side that is twice as slow is not taken for noisier. In a group of odd size one distance is 0 by construction and
 * is left out (Hines and O'Hara Hines 2000); the others of a group of n are made as large as n independent ones.
 * @param others groups measured alike, each of one commit: the baseline and earlier commits
 * @returns null with fewer than five runs on either side, or when nothing scatters
 */
export function compareSpread(
  candidate: readonly number[],
  others: readonly (readonly number[])[],
): SpreadComparison | null {
  const isRatio = [candidate, ...others].every((group) => group.every((value) => value > 0));
  const distances = (group: readonly number[]): readonly number[] =>
    distancesOf(isRatio ? group.map(Math.log) : group);
  const mine = distances(candidate);
  const theirs = others.filter(({ length }) => length > 1).flatMap(distances);
  if (candidate.length < FEWEST_RUNS || theirs.length < FEWEST_RUNS) return null;
  const [a, b] = [momentsOf(mine), momentsOf(theirs)];
  const [errorA, errorB] = [a.variance / mine.length, b.variance / theirs.length];
  const error = errorA + errorB;
  if (!(error > 0) || !(b.mean > 0)) return null;
  const df = error ** 2 / (errorA ** 2 / (mine.length - 1) + errorB ** 2 / (theirs.length - 1));
  const pValue = studentTSurvival((a.mean - b.mean) / Math.sqrt(error), df);
  return { ratio: a.mean / b.mean, pValue };
}

function distancesOf(group: readonly number[]): readonly number[] {
  const sorted = group.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const above = sorted[half] ?? 0;
  const median = sorted.length % 2 === 1 ? above : ((sorted[half - 1] ?? above) + above) / 2;
  const scale = Math.sqrt(sorted.length / (sorted.length - 1));
  return sorted
    .filter((_, index) => sorted.length % 2 === 0 || index !== half)
    .map((value) => Math.abs(value - median) * scale);
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}
