import { type Anchor, type Detector } from './scan.ts';

const CODE_UNITS = 0x10000;
/** What a keyword holds in place of every letter beyond ASCII. */
const BEYOND_ASCII = '\u0080';

/**
 * The anchors with `initials` joined, one for each keyword: to the automaton all letters beyond ASCII are alike, so that a text of
 * nothing else would call all of them at every letter. The first letter says whom to call. Where a keyword begins with a letter of
 * ASCII it has told the initial already.
 */
export function byInitial(anchors: readonly Anchor[]): readonly Anchor[] {
  const groups = new Map<string, Anchor[]>();
  const joined: Anchor[] = [];
  anchors.forEach((anchor) => {
    const { keyword, initials } = anchor;
    if (initials === undefined || !keyword.startsWith(BEYOND_ASCII)) {
      joined.push(anchor);
      return;
    }
    const group = groups.get(keyword);
    if (group === undefined) {
      const first = [anchor];
      groups.set(keyword, first);
      joined.push({ keyword, detect: detectorOf(first) });
    } else group.push(anchor);
  });
  return joined;
}

/** Calls those of a group whose initials hold the first letter; made when the first text asks. */
function detectorOf(group: readonly Anchor[]): Detector {
  let tables: { readonly listOf: Uint8Array; readonly lists: readonly (readonly Detector[])[] } | null = null;
  return (scan, start, end) => {
    tables ??= tablesOf(group);
    const list = tables.listOf[scan.text.charCodeAt(start)]!;
    if (list === 0) return;
    for (const detect of tables.lists[list]!) detect(scan, start, end);
  };
}

function tablesOf(group: readonly Anchor[]): {
  readonly listOf: Uint8Array;
  readonly lists: readonly (readonly Detector[])[];
} {
  const listOf = new Uint8Array(CODE_UNITS);
  const lists: Detector[][] = [[]];
  for (const initial of new Set(group.map(({ initials = '' }) => initials).join(''))) {
    listOf[initial.charCodeAt(0)] = lists.length;
    lists.push(group.filter(({ initials = '' }) => initials.includes(initial)).map(({ detect }) => detect));
  }
  return { listOf, lists };
}
