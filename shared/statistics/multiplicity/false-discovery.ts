import { PermanentError } from '../../errors/pipeline-error.ts';

export const FALSE_DISCOVERY_RATE = 0.05;

export interface AdjustedFamily {
  /** Smallest false discovery rate at which each hypothesis would be a discovery; same order as the input. */
  readonly adjusted: readonly number[];
  /** Discoveries at the level. */
  readonly discovered: readonly boolean[];
}

/**
 * Benjamini and Hochberg (1995): the expected share of false ones among the discoveries is at most `level`, under
 * independence and the positive dependence that metrics of one system show. 'any' adds the factor of Benjamini and
 * Yekutieli (2001), valid whatever the dependence.
 * @throws PermanentError SAMPLE_INVALID for a p value outside [0, 1]
 */
export function adjustFamily(
  pValues: readonly number[],
  level = FALSE_DISCOVERY_RATE,
  dependence: 'positive' | 'any' = 'positive',
): AdjustedFamily {
  pValues.forEach(checkPValue);
  const count = pValues.length;
  let factor = count;
  if (dependence === 'any') {
    let harmonic = 0;
    for (let rank = 1; rank <= count; rank++) harmonic += 1 / rank;
    factor *= harmonic;
  }
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(count).fill(1);
  let smallest = 1;
  for (let rank = count; rank >= 1; rank--) {
    const index = order[rank - 1]!;
    smallest = Math.min(smallest, (pValues[index]! * factor) / rank);
    adjusted[index] = smallest;
  }
  return { adjusted, discovered: adjusted.map((value) => value <= level) };
}

/** One p value of "nothing in this family changed" (Simes 1986): the smallest Benjamini-Hochberg adjusted one. */
export function familyPValue(pValues: readonly number[]): number {
  return adjustFamily(pValues).adjusted.reduce((least, value) => Math.min(least, value), 1);
}

function checkPValue(value: number, index: number): void {
  if (value >= 0 && value <= 1) return;
  throw new PermanentError('SAMPLE_INVALID', `p value ${index} is ${value}; p values lie between 0 and 1.`);
}
