import type { Acknowledgement } from '../contracts/acknowledgement.ts';
import type { Excused, Observed, Reason } from '../contracts/decision.ts';
import type { Analysis, BudgetResult, Finding } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { MetricRule, Plan } from '../contracts/plan.ts';
import { budgetReason } from './budget-reason.ts';
import { excuseOf, expiredNotes } from './excuses.ts';
import { countsIn } from './match-rule.ts';
import { overThreshold } from './over-threshold.ts';

/** What the policy makes of the evidence: what counts, what is only observed, and what a person answers for. */
export interface Weighed {
  /** Worse by this change, with the rule's consequence. */
  readonly worse: readonly Finding[];
  /** Worse, but the branch was so before. */
  readonly earlier: readonly Finding[];
  /** Undecided figures whose regression would fail the change. */
  readonly open: readonly Finding[];
  readonly breached: readonly BudgetResult[];
  readonly observed: readonly Observed[];
  readonly excused: readonly Excused[];
  readonly remarks: readonly Masked[];
  consequenceOf(finding: Finding): MetricRule['onRegression'];
  /** Why a figure is among the worse ones. */
  reasonOf(finding: Finding): Reason;
}

/** What holds when the gate decides. */
export interface Now {
  readonly at: Date;
  readonly acknowledgements: readonly Acknowledgement[];
}

const MOST_REMARKS = 100;

/** Sorts findings and budgets by what their rules say. A rule in observation counts for nothing and says what it would have done. */
export function weighEvidence(analysis: Analysis, plan: Plan, now: Now): Weighed {
  const otherEnvironment = analysis.environments.differences.length > 0;
  const rules = new Map(plan.policy.rules.map((rule) => [rule.id, rule]));
  const elsewhere = new Set<MetricRule>();
  const observed: Observed[] = [];
  const excused: Excused[] = [];
  const worse: Finding[] = [];
  const over = new Map<string, Masked>();

  for (const finding of analysis.findings.filter(({ before }) => before === null)) {
    const rule = ruleFor(finding);
    if (rule === null || rule.onRegression === 'ignore') continue;
    const beyond = overThreshold(finding, rule);
    if (finding.answer !== 'regression' && beyond === null) continue;
    if (finding.answer !== 'regression' && beyond !== null) over.set(finding.id, beyond);
    const reason = reasonOf(finding);
    const excuse = excuseOf(finding, plan, now);
    if (rule.mode === 'observe')
      observed.push({ ...reason, would: otherEnvironment ? 'warn' : rule.onRegression });
    else if (excuse !== null) excused.push({ ...reason, ...excuse });
    else worse.push(finding);
  }
  const breached = analysis.budgets.filter((budget) => {
    if (budget.result !== 'breached') return false;
    const reason = budgetReason(budget);
    const excuse = excuseOf(budget, plan, now);
    if (budget.mode === 'observe') observed.push({ ...reason, would: budget.onBreach });
    else if (excuse !== null) excused.push({ ...reason, ...excuse });
    else return true;
    return false;
  });
  const counts = (finding: Finding): boolean => {
    const rule = ruleFor(finding);
    return rule !== null && rule.mode !== 'observe' && excuseOf(finding, plan, now) === null;
  };
  return {
    worse,
    breached,
    observed,
    excused,
    earlier: analysis.findings.filter(
      (finding) =>
        finding.answer === 'regression' &&
        finding.before !== null &&
        counts(finding) &&
        consequenceOf(finding) !== 'ignore',
    ),
    open: analysis.findings.filter(
      (finding) =>
        finding.answer === 'undecided' &&
        !over.has(finding.id) &&
        counts(finding) &&
        consequenceOf(finding) === 'fail',
    ),
    remarks: [...expiredNotes(analysis, plan, now), ...[...elsewhere].map(outsideNote)].slice(
      0,
      MOST_REMARKS,
    ),
    consequenceOf,
    reasonOf,
  };

  function ruleFor(finding: Finding): MetricRule | null {
    const rule = rules.get(finding.rule);
    if (rule === undefined) return null;
    if (countsHere(rule, analysis)) return rule;
    elsewhere.add(rule);
    return null;
  }

  function consequenceOf(finding: Finding): MetricRule['onRegression'] {
    return ruleFor(finding)?.onRegression ?? 'ignore';
  }

  function reasonOf({ id, rule, reason }: Finding): Reason {
    return { rule, text: over.get(id) ?? reason, evidence: [id] };
  }
}

/** A rule for certain environments counts when the change was measured in one of them. */
function countsHere(rule: MetricRule, { environments }: Analysis): boolean {
  return countsIn(
    rule,
    environments.candidate.map(({ name }) => name),
  );
}

function outsideNote({ id, environments = [] }: MetricRule): Masked {
  return maskedText`Rule ${maskedName(id)} counts in ${maskedName(environments.join(', '))} only; this change was measured elsewhere.`;
}
