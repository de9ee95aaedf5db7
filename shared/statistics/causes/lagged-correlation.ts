import { PermanentError } from '../../errors/pipeline-error.ts';
import { correlation, ranksOf } from '../multiplicity/group-duplicates.ts';

export interface LaggedCorrelation {
  /** Steps by which the second series follows the first; negative: it leads. */
  readonly lag: number;
  /** Spearman's rank correlation at that lag. */
  readonly correlation: number;
  /** Values that overlap at that lag. */
  readonly overlap: number;
}

const FEWEST = 8;

/**
 * The lag within ±maxLag at which two series on one grid correlate most (in size), by ranks, so that outliers and units
 * do not matter. Pairs with a missing value are left out. Ties go to the smallest lag. Null: fewer than 8 pairs.
 * @throws PermanentError SAMPLE_INVALID when lengths differ
 */
export function laggedCorrelation(
  first: readonly (number | null)[],
  second: readonly (number | null)[],
  maxLag: number,
): LaggedCorrelation | null {
  if (first.length !== second.length) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      `The series have ${first.length} and ${second.length} values; they must share one time grid.`,
    );
  }
  let best: LaggedCorrelation | null = null;
  for (let size = 0; size <= maxLag; size++) {
    for (const lag of size === 0 ? [0] : [size, -size]) {
      const found = correlationAt(first, second, lag);
      if (
        found !== null &&
        (best === null || Math.abs(found.correlation) > Math.abs(best.correlation) + 1e-12)
      )
        best = found;
    }
  }
  return best;
}

function correlationAt(
  first: readonly (number | null)[],
  second: readonly (number | null)[],
  lag: number,
): LaggedCorrelation | null {
  const a: number[] = [];
  const b: number[] = [];
  for (let index = Math.max(0, -lag); index < first.length - Math.max(0, lag); index++) {
    const x = first[index] ?? null;
    const y = second[index + lag] ?? null;
    if (x === null || y === null || !Number.isFinite(x) || !Number.isFinite(y)) continue;
    a.push(x);
    b.push(y);
  }
  if (a.length < FEWEST) return null;
  return { lag, correlation: correlation(ranksOf(a), ranksOf(b)), overlap: a.length };
}
