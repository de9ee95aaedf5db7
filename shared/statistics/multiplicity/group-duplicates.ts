/** One discovered change, as far as grouping needs to know it. */
export interface DiscoveredChange {
  readonly id: string;
  readonly service: string;
  readonly metric: string;
  readonly percentile?: string;
  /** When it began: index or time, in one unit for all. */
  readonly at: number;
  /** Uncertainty of `at`, same unit; 0 when exact. */
  readonly atError?: number;
  readonly pValue: number;
  /** Values on a common grid around the change, when at hand. */
  readonly series?: readonly number[];
}

export interface ChangeGroup {
  /** The member with the smallest p value: the one to show. */
  readonly representative: string;
  /** All members, the representative first, then by p value. */
  readonly members: readonly string[];
}

export interface GroupingOptions {
  /** Changes this far apart or closer (plus their own errors) may be one; same unit as `at`. Default 2. */
  readonly tolerance?: number;
}

/** Series of different metrics are taken for one cause from this rank correlation on. */
const ALIKE = 0.8;

/**
 * Groups duplicates of one cause: changes that began together and belong to one metric (its percentiles), or whose
 * series rise and fall together (Spearman's |rho| at least .8). Changes of one service that began together and have
 * no series are held to be one. Linked changes form a group (single linkage). Groups by the representative's p value.
 */
export function groupDuplicates(
  changes: readonly DiscoveredChange[],
  { tolerance = 2 }: GroupingOptions = {},
): readonly ChangeGroup[] {
  const order = [...changes].sort((a, b) => a.pValue - b.pValue || compareText(a.id, b.id));
  const leader = order.map((_, index) => index);
  const find = (index: number): number => (leader[index] === index ? index : find(leader[index]!));
  const ranks = order.map(({ series }) => (series === undefined ? null : ranksOf(series)));
  for (let later = 1; later < order.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      const a = find(earlier);
      const b = find(later);
      if (a === b || !together(order[earlier]!, order[later]!, tolerance)) continue;
      if (alike(order[earlier]!, order[later]!, ranks[earlier]!, ranks[later]!))
        leader[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const groups = new Map<number, string[]>();
  order.forEach((change, index) => {
    const root = find(index);
    groups.set(root, [...(groups.get(root) ?? []), change.id]);
  });
  return [...groups].map(([root, members]) => ({ representative: order[root]!.id, members }));
}

function together(a: DiscoveredChange, b: DiscoveredChange, tolerance: number): boolean {
  return Math.abs(a.at - b.at) <= tolerance + (a.atError ?? 0) + (b.atError ?? 0);
}

function alike(
  a: DiscoveredChange,
  b: DiscoveredChange,
  ranksA: Float64Array | null,
  ranksB: Float64Array | null,
): boolean {
  if (a.service === b.service && a.metric === b.metric) return true;
  if (ranksA === null || ranksB === null || ranksA.length !== ranksB.length) return a.service === b.service;
  return Math.abs(correlation(ranksA, ranksB)) >= ALIKE;
}

/** Mid-ranks. */
export function ranksOf(values: readonly number[]): Float64Array {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]!] === values[order[start]!]) end++;
    for (let index = start; index <= end; index++) ranks[order[index]!] = (start + end) / 2;
    start = end + 1;
  }
  return ranks;
}

/** Pearson's correlation; 0 when a side is constant. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  let meanA = 0;
  let meanB = 0;
  for (let index = 0; index < n; index++) {
    meanA += a[index]! / n;
    meanB += b[index]! / n;
  }
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let index = 0; index < n; index++) {
    product += (a[index]! - meanA) * (b[index]! - meanB);
    squareA += (a[index]! - meanA) ** 2;
    squareB += (b[index]! - meanB) ** 2;
  }
  return squareA === 0 || squareB === 0 ? 0 : product / Math.sqrt(squareA * squareB);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
