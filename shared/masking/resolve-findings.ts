import { type Finding } from './finding.ts';
import { LONGEST_PSEUDONYM, pseudonymEnd } from './pseudonyms.ts';

/**
 * Chooses among findings that overlap: the longer one wins, then the stronger one, then the earlier one. What a
 * pseudonym covers is never touched: findings that reach into one are dropped. Sorted by start, without overlap.
 */
export function resolveFindings(findings: readonly Finding[], text: string): readonly Finding[] {
  if (findings.length === 0) return findings;
  const sorted = areInOrder(findings) ? findings : findings.toSorted(compare);
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

/** Most rules report from left to right; only what overlaps comes out of order. */
function areInOrder(findings: readonly Finding[]): boolean {
  for (let each = 1; each < findings.length; each++) {
    if (compare(findings[each - 1]!, findings[each]!) > 0) return false;
  }
  return true;
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
