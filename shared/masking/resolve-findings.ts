import { type Finding } from './finding.ts';

export interface ResolvedFindings {
  /** Sorted by start, without overlap. */
  readonly kept: readonly Finding[];
  /** Those of them that beat a finding which reached further: what is left of that one has to be looked at again. */
  readonly contested: ReadonlySet<Finding>;
}

/**
 * Chooses among findings that overlap: the longer one wins, then the stronger one, then the earlier one. What a
 * pseudonym covers is never touched: findings that reach into one are dropped.
 */
export function resolveFindings(findings: readonly Finding[]): ResolvedFindings {
  if (findings.length < 2) return { kept: findings.filter(isReal), contested: new Set() };
  const sorted = [...findings].sort((a, b) => a.start - b.start || b.end - a.end || b.strength - a.strength);
  const kept: Finding[] = [];
  const contested = new Set<Finding>();
  for (const finding of sorted) {
    const last = kept[kept.length - 1];
    if (last === undefined || last.end <= finding.start) {
      kept.push(finding);
      continue;
    }
    const winner = outranks(finding, last) ? finding : last;
    const loser = winner === finding ? last : finding;
    kept[kept.length - 1] = winner;
    if (loser.start < winner.start || loser.end > winner.end || contested.has(loser)) contested.add(winner);
  }
  return { kept: kept.filter(isReal), contested };
}

function isReal(finding: Finding): boolean {
  return finding.type !== 'pseudonym';
}

function outranks(a: Finding, b: Finding): boolean {
  if (a.type === 'pseudonym' || b.type === 'pseudonym') return a.type === 'pseudonym';
  const lengthDifference = a.end - a.start - (b.end - b.start);
  return lengthDifference > 0 || (lengthDifference === 0 && a.strength > b.strength);
}
