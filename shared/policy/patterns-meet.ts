/** Whether some name fits both patterns, `*` standing for any run of characters in either. */
export function patternsMeet(a: string, b: string): boolean {
  // meets[j]: the rest of `a` from here and the rest of `b` from j have a name in common; filled from the ends.
  let below: boolean[] = [];
  for (let i = a.length; i >= 0; i -= 1) {
    const row: boolean[] = [];
    for (let j = b.length; j >= 0; j -= 1) {
      if (i === a.length && j === b.length) row[j] = true;
      else if (a[i] === '*') row[j] = (below[j] ?? false) || (j < b.length && (row[j + 1] ?? false));
      else if (b[j] === '*') row[j] = (row[j + 1] ?? false) || (i < a.length && (below[j] ?? false));
      else row[j] = i < a.length && j < b.length && a[i] === b[j] && (below[j + 1] ?? false);
    }
    below = row;
  }
  return below[0] ?? false;
}
