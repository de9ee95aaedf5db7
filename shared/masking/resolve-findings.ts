import { type Finding } from './finding.ts';

/**
 * Chooses among findings that overlap: the longer one wins, then the stronger one, then the earlier one. What a
 * pseudonym covers is never touched: findings that reach into one are dropped. Sorted by start, without overlap.
 */
export function resolveFindings(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings.filter(isReal);
  const sorted = [...findings].sort((a, b) => a.start - b.start || b.end - a.end || b.strength - a.strength);
  const kept: Finding[] = [];
  for (const finding of sorted) {
    const last = kept[kept.length - 1];
    if (last === undefined || last.end <= finding.start) kept.push(finding);
    else if (outranks(finding, last)) kept[kept.length - 1] = finding;
  }
  return kept.filter(isReal);
}

function isReal(finding: Finding): boolean {
  return finding.type !== 'pseudonym';
}

function outranks(a: Finding, b: Finding): boolean {
  if (a.type === 'pseudonym' || b.type === 'pseudonym') return a.type === 'pseudonym';
  const lengthDifference = a.end - a.start - (b.end - b.start);
  return lengthDifference > 0 || (lengthDifference === 0 && a.strength > b.strength);
}
