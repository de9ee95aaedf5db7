import { type Finding, type Severity } from '../contracts/finding.ts';
import { type MetricRule } from '../contracts/plan.ts';

export type Consequence = MetricRule['onRegression'];

const ANSWER_RANK: Record<Finding['answer'], number> = {
  regression: 0,
  undecided: 1,
  improvement: 2,
  'no-baseline': 3,
  'no-change': 4,
};
const CONSEQUENCE_RANK: Record<Consequence, number> = { fail: 0, warn: 1, ignore: 2 };
const SEVERITY_RANK: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3, none: 4 };

/**
 * Findings in the order a reader needs them: what the policy ignores last; regressions before undecided, improvements
 * and the rest; then by consequence, severity and size of the change in margins; last by evidence id, so that the
 * order is the same for the same findings.
 */
export function orderFindings(
  findings: readonly Finding[],
  consequenceOf: (finding: Finding) => Consequence,
): readonly Finding[] {
  const ranked = findings.map((finding) => ({ finding, rank: rankOf(finding, consequenceOf(finding)) }));
  ranked.sort((first, second) => compareRanks(first.rank, second.rank));
  return ranked.map(({ finding }) => finding);
}

function rankOf(finding: Finding, consequence: Consequence): readonly number[] {
  return [
    consequence === 'ignore' ? 1 : 0,
    ANSWER_RANK[finding.answer],
    // What the branch had before comes after what the change did; what only says the same again, last.
    finding.before === null ? 0 : 1,
    CONSEQUENCE_RANK[consequence],
    SEVERITY_RANK[finding.severity],
    finding.sameCauseAs === null ? 0 : 1,
    -Math.abs(finding.effect ?? 0) / Math.max(finding.margin, Number.MIN_VALUE),
    Number(finding.id.slice(1)),
  ];
}

function compareRanks(first: readonly number[], second: readonly number[]): number {
  for (const [index, value] of first.entries()) {
    const other = second[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
