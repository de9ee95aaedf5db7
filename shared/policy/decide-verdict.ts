import type { Decision, Verdict } from '../contracts/decision.ts';
import type { Analysis, BudgetResult, Finding } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { MetricRule, Plan } from '../contracts/plan.ts';
import { describeEffect, describeFigure, worstFirst } from './describe-effect.ts';

type Reason = Decision['reasons'][number];

/** The gate: statistics have answered, the policy's rules say what that means. No model is asked. */
export function decideVerdict(analysis: Analysis, plan: Plan): Decision {
  const rules = new Map(plan.policy.rules.map((rule) => [rule.id, rule]));
  const worse = analysis.findings.filter(
    (finding) => finding.answer === 'regression' && weight(finding, rules) > 0,
  );
  const breached = analysis.budgets.filter((budget) => budget.result === 'breached');
  const open = analysis.findings.filter(
    (finding) => finding.answer === 'undecided' && weight(finding, rules) === 2,
  );
  const reasons: Reason[] = [
    ...worse.map((finding) => ({ rule: finding.rule, text: finding.reason, evidence: [finding.id] })),
    ...breached.map((budget) => ({
      rule: `budget ${budget.source}`,
      text: describeBudget(budget),
      evidence: [budget.id],
    })),
    ...open.map((finding) => ({ rule: finding.rule, text: finding.reason, evidence: [finding.id] })),
  ].slice(0, 500);
  const verdict = verdictOf();
  return {
    verdict,
    headline: headlineOf(verdict, analysis, worse, breached, open),
    reasons,
    policy: { id: plan.policy.id, version: plan.policy.version },
  };

  function verdictOf(): Verdict {
    if (worse.some((finding) => weight(finding, rules) === 2)) return 'fail';
    if (breached.some((budget) => budget.onBreach === 'fail')) return 'fail';
    if (analysis.runs.candidate === 0) return 'no-data';
    if (worse.length > 0 || breached.length > 0) return 'warn';
    if (analysis.answer === 'no-baseline') return 'no-baseline';
    return open.length > 0 ? 'undecided' : 'pass';
  }
}

/** 2: the rule fails the change, 1: it warns, 0: it is only reported. */
function weight(finding: Finding, rules: ReadonlyMap<string, MetricRule>): number {
  const rule = rules.get(finding.rule);
  if (rule === undefined || rule.onRegression === 'ignore') return 0;
  return rule.onRegression === 'fail' ? 2 : 1;
}

function headlineOf(
  verdict: Verdict,
  analysis: Analysis,
  worse: readonly Finding[],
  breached: readonly BudgetResult[],
  open: readonly Finding[],
): Masked {
  const [first] = worstFirst(worse);
  const judged = analysis.findings.length;
  if (first !== undefined) {
    return maskedText`Performance regression: ${describeFigure(first)} ${describeEffect(first)}; ${worse.length} of ${judged} figures are worse.`;
  }
  const [budget] = breached;
  if (budget !== undefined) return maskedText`Performance budget breached: ${describeBudget(budget)}`;
  const better = analysis.findings.filter((finding) => finding.answer === 'improvement').length;
  switch (verdict) {
    case 'no-data':
      return maskedText`No verdict: no measurement of this change arrived in time.`;
    case 'no-baseline':
      return maskedText`No verdict yet: this service has no baseline; this measurement becomes the first one.`;
    case 'undecided':
      return maskedText`Undecided: ${open.length} of ${judged} figures need more runs${runsNeeded(open)}; none is shown to be worse.`;
    case 'fail':
    case 'warn':
    case 'pass':
      return better > 0
        ? maskedText`No performance regression: ${better} of ${judged} figures are better, none is worse.`
        : maskedText`No performance regression in ${judged} figures.`;
  }
}

function runsNeeded(open: readonly Finding[]): Masked {
  const needed = open.map((finding) => finding.furtherRuns).filter((runs) => runs !== null);
  return needed.length === 0 ? maskedText`` : maskedText` (about ${Math.max(...needed)} more on each side)`;
}

function describeBudget(budget: BudgetResult): Masked {
  const limit =
    budget.max === null ? maskedText`at least ${budget.min ?? 0}` : maskedText`at most ${budget.max}`;
  const value =
    budget.value === null ? maskedText`not measured` : maskedText`${Number(budget.value.toPrecision(4))}`;
  return maskedText`${budget.metric} ${maskedName(budget.statistic)} is ${value}, the budget allows ${limit}.`;
}
