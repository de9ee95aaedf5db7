import { type Ranks, stretchOf } from './normal-scores.ts';
import { type ChangeTest, type RankScan, scanRanks, testForChange } from './change-test.ts';

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

/** A change and the stretch between its neighbours in which it was placed. */
export interface PlacedChange {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly scan: RankScan;
}

/** Moves each change to the best split between its neighbours, now that all are known. */
export function relocate(ranks: Ranks, changes: readonly number[]): readonly PlacedChange[] {
  const placed: PlacedChange[] = [];
  for (const [index, before] of changes.entries()) {
    const from = placed.at(-1)?.at ?? 0;
    const to = changes[index + 1] ?? ranks.shared.length;
    const scan = scanRanks(ranks.shared.subarray(from, to));
    placed.push({ at: scan.white.at < 0 ? before : from + scan.white.at, from, to, scan });
  }
  return placed;
}

export interface TestedChange {
  readonly at: number;
  /** P value of "no change between the neighbouring changes". */
  readonly pValue: number;
}

/**
 * Tests each change between its neighbours and removes, least evident first, those that fail `alpha` where
 * `mayDrop(before, at, after)` allows it. `placed`, when the changes come from `relocate`, spares scanning a second time
 * what lies between neighbours that were not moved since.
 */
export function dropDoubtful(
  ranks: Ranks,
  changes: readonly number[],
  alpha: number,
  mayDrop: (before: number, at: number, after: number) => boolean = () => true,
  placed: readonly PlacedChange[] = [],
): TestedChange[] {
  const kept = [...changes];
  const test = (index: number): number => {
    const from = kept[index - 1] ?? 0;
    const to = kept[index + 1] ?? ranks.shared.length;
    const known = kept.length === placed.length ? placed[index] : undefined;
    const scan = known?.from === from && known.to === to ? known.scan : undefined;
    return testForChange(stretchOf(ranks, from, to), alpha, true, scan).pValue;
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
