/** Whether some name fits both patterns, `*` standing for any run of characters in either. */
export function patternsMeet(a: string, b: string): boolean {
  // meets[j]: the rest of `a` from here and the rest of `b` from j have a name in common; filled from the ends.
  let below: readonly boolean[] = [];
  for (let i = a.length; i >= 0; i -= 1) below = rowAt(a[i], b, below, i === a.length);
  return below[0] ?? false;
}

/** @param here character of the other pattern, undefined at its end @param below the row of the character behind it */
function rowAt(
  here: string | undefined,
  b: string,
  below: readonly boolean[],
  isEnd: boolean,
): readonly boolean[] {
  const row: boolean[] = [];
  const has = (list: readonly boolean[], at: number): boolean => list[at] ?? false;
  for (let j = b.length; j >= 0; j -= 1) {
    const there = b[j];
    if (isEnd && there === undefined) row[j] = true;
    else if (here === '*' || there === '*') row[j] = (!isEnd && has(below, j)) || has(row, j + 1);
    else row[j] = here !== undefined && here === there && has(below, j + 1);
  }
  return row;
}
