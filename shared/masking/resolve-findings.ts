import { type Finding } from './finding.ts';
import { LONGEST_PSEUDONYM, pseudonymEnd } from './pseudonyms.ts';

/**
 * Chooses among findings that overlap: the longer one wins, then the stronger one, then the earlier one. What a
 * pseudonym covers is never touched: findings that reach into one are dropped. Sorted by start, without overlap.
 */
export function resolveFindings(findings: readonly Finding[], text: string): readonly Finding[] {
  if (findings.length === 0) return findings;
  const sorted = inOrder(findings);
  const reachesPseudonym = pseudonymsOf(text);
  const kept: Finding[] = [];
  for (const finding of sorted) {
    if (reachesPseudonym(finding)) continue;
    const last = kept[kept.length - 1];
    if (last === undefined || last.end <= finding.start) kept.push(finding);
    else if (outranks(finding, last)) kept[kept.length - 1] = finding;
  }
  return kept;
}

function compare(a: Finding, b: Finding): number {
  return a.start - b.start || b.end - a.end || b.strength - a.strength;
}

/** A finding that is out of order stands by a few places too far behind; where more have to be moved, they are sorted. */
const MOST_MOVES = 4;

/** Most rules report from left to right; only what overlaps comes out of order. Equal ones stay in theirs. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const sorted = findings.slice();
  let moves = MOST_MOVES * sorted.length;
  for (let each = 1; each < sorted.length; each++) {
    const finding = sorted[each]!;
    let place = each;
    for (; place > 0 && compare(sorted[place - 1]!, finding) > 0; place--) {
      if (moves-- === 0) return findings.toSorted(compare);
      sorted[place] = sorted[place - 1]!;
    }
    sorted[place] = finding;
  }
  return sorted;
}

/** Tells of findings, asked in order of their start, whether a pseudonym of the text overlaps them. */
function pseudonymsOf(text: string): (finding: Finding) => boolean {
  // Each place where one might begin is looked at once: those of the pseudonyms that may reach into what is asked next are kept.
  const places: number[] = [];
  let first = 0;
  let next = -1;
  return ({ start, end }) => {
    const lowest = Math.max(0, start - LONGEST_PSEUDONYM);
    if (next < lowest) next = openAt(text, lowest);
    while (next < end) {
      const behind = pseudonymEnd(text, next);
      if (behind > 0) places.push(next, behind);
      next = openAt(text, behind > 0 ? behind : next + 1);
    }
    while (first < places.length && places[first + 1]! <= start) first += 2;
    return first < places.length && places[first]! < end;
  };
}

/** Where a pseudonym might begin. */
function openAt(text: string, from: number): number {
  const at = text.indexOf('<', from);
  return at < 0 ? Infinity : at;
}

function outranks(a: Finding, b: Finding): boolean {
  const lengthDifference = a.end - a.start - (b.end - b.start);
  return lengthDifference > 0 || (lengthDifference === 0 && a.strength > b.strength);
}
