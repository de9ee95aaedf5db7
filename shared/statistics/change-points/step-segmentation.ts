import { type Ranks, stretchOf } from './normal-scores.ts';
import { bestRankSplit, type ChangeTest, testForChange } from './change-test.ts';

/** Decides whether the splits that a test proposes for a part are taken. */
export type AcceptSplits = (start: number, end: number, test: ChangeTest) => boolean;

/**
 * Splits ranks[start, end) where the test finds changes at level `alpha`, and tests each part again at its share of
 * the level, until nothing more is evident. `test` is the one of the whole, when it was done already. Returns the first indices of the parts after the first.
 */
export function splitByTest(
  ranks: Ranks,
  start: number,
  end: number,
  alpha: number,
  accept: AcceptSplits = () => true,
  test: ChangeTest = testForChange(stretchOf(ranks, start, end), alpha),
): number[] {
  if (!(test.pValue <= alpha) || test.splits.length === 0 || !accept(start, end, test)) return [];
  const share = alpha / (test.splits.length + 1);
  const found: number[] = [];
  let from = start;
  for (const split of [...test.splits, end - start]) {
    const to = start + split;
    found.push(...splitByTest(ranks, from, to, share, accept));
    if (to < end) found.push(to);
    from = to;
  }
  return found;
}

/** Moves each change to the best split between its neighbours, now that all are known. */
export function relocate(ranks: Ranks, changes: readonly number[]): number[] {
  const moved = [...changes];
  for (let index = 0; index < moved.length; index++) {
    const from = moved[index - 1] ?? 0;
    const to = moved[index + 1] ?? ranks.shared.length;
    moved[index] = bestRankSplit(ranks, from, to) ?? moved[index]!;
  }
  return moved;
}

export interface TestedChange {
  readonly at: number;
  /** P value of "no change between the neighbouring changes". */
  readonly pValue: number;
}

/**
 * Tests each change between its neighbours and removes, least evident first, those that fail `alpha` where
 * `mayDrop(before, at, after)` allows it.
 */
export function dropDoubtful(
  ranks: Ranks,
  changes: readonly number[],
  alpha: number,
  mayDrop: (before: number, at: number, after: number) => boolean = () => true,
): TestedChange[] {
  const kept = [...changes];
  const test = (index: number): number => {
    const between = stretchOf(ranks, kept[index - 1] ?? 0, kept[index + 1] ?? ranks.shared.length);
    return testForChange(between, alpha, true).pValue;
  };
  const pValues = kept.map((_, index) => test(index));
  for (;;) {
    let worst = -1;
    for (let index = 0; index < kept.length; index++) {
      if (!(pValues[index]! > Math.max(alpha, worst < 0 ? 0 : pValues[worst]!))) continue;
      if (mayDrop(kept[index - 1] ?? 0, kept[index]!, kept[index + 1] ?? ranks.shared.length)) worst = index;
    }
    if (worst < 0) return kept.map((at, index) => ({ at, pValue: pValues[index]! }));
    kept.splice(worst, 1);
    pValues.splice(worst, 1);
    if (worst > 0) pValues[worst - 1] = test(worst - 1);
    if (worst < kept.length) pValues[worst] = test(worst);
  }
}
