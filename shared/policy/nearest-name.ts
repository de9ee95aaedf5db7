/** More edits than a third of a name are no slip of the keyboard. */
const MOST_EDITS_SHARE = 1 / 3;
const LONGEST = 80;

/** What somebody probably meant: the known name with the fewest edits, or null when none is near. */
export function nearestName(wrong: string, known: readonly string[]): string | null {
  const nearest = known
    .map((name) => ({ name, edits: editsBetween(wrong.toLowerCase(), name.toLowerCase()) }))
    .reduce<{ readonly name: string; readonly edits: number } | null>(
      (best, one) => (best === null || one.edits < best.edits ? one : best),
      null,
    );
  if (nearest === null) return null;
  const most = Math.max(1, Math.ceil(Math.max(wrong.length, nearest.name.length) * MOST_EDITS_SHARE));
  return nearest.edits <= most ? nearest.name : null;
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, each one edit. */
export function editsBetween(a: string, b: string): number {
  if (a.length > LONGEST || b.length > LONGEST) return a === b ? 0 : Math.max(a.length, b.length);
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = nextRow(a, b, i, before, row);
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}

/** Edits from the first i characters of `a` to each beginning of `b`, from the two rows before. */
function nextRow(
  a: string,
  b: string,
  i: number,
  before: readonly number[],
  row: readonly number[],
): number[] {
  const at = (list: readonly number[], index: number): number => list[index] ?? Infinity;
  const next = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const substituted = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
    const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    next.push(
      Math.min(substituted, isSwap ? at(before, j - 2) + 1 : Infinity, at(row, j) + 1, at(next, j - 1) + 1),
    );
  }
  return next;
}
