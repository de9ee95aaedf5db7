/** Places of a longest strictly increasing run of numbers, in order (patience sorting, n·log n). */
export function longestIncreasing(values: readonly number[]): readonly number[] {
  /** Place of the smallest end of a run of each length. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  values.forEach((value, at) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const end = values[ends[middle] ?? 0] ?? Number.POSITIVE_INFINITY;
      if (end < value) low = middle + 1;
      else high = middle;
    }
    before.push(ends[low - 1]);
    ends[low] = at;
  });
  const run: number[] = [];
  for (let at = ends.at(-1); at !== undefined; at = before[at]) run.push(at);
  return run.reverse();
}
