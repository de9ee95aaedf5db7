import type { Decision, Verdict } from '../contracts/decision.ts';
import type { Analysis, BudgetResult, Finding } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { MetricRule, Plan } from '../contracts/plan.ts';
import { describeEffect, describeFigure, worstFirst } from './describe-effect.ts';

type Reason = Decision['reasons'][number];

/**
 * The gate: statistics have answered, the policy's rules say what that means. No model is asked. A regression that the branch had before
 * this change, or that was measured in another environment than the baseline, warns and never fails: neither shows what the change did.
 */
export function decideVerdict(analysis: Analysis, plan: Plan): Decision {
  const rules = new Map(plan.policy.rules.map((rule) => [rule.id, rule]));
  const regressed = analysis.findings.filter(
    (finding) => finding.answer === 'regression' && weight(finding, rules) > 0,
  );
  const worse = regressed.filter(({ before }) => before === null);
  const earlier = regressed.filter(({ before }) => before !== null);
  const elsewhere = analysis.environments.differences.length > 0;
  const breached = analysis.budgets.filter((budget) => budget.result === 'breached');
  const open = analysis.findings.filter(
    (finding) => finding.answer === 'undecided' && weight(finding, rules) === 2,
  );
  const reasons: Reason[] = [
    ...worse.map((finding) => ({ rule: finding.rule, text: finding.reason, evidence: [finding.id] })),
    ...breached.map((budget) => ({
      rule: budget.rolling === null ? `budget ${budget.source}` : budget.source,
      text: describeBudget(budget),
      evidence: [budget.id],
    })),
    ...open.map((finding) => ({ rule: finding.rule, text: finding.reason, evidence: [finding.id] })),
    ...earlier.map(({ rule, before, reason, id }) => ({
      rule,
      text: before?.reason ?? reason,
      evidence: [id],
    })),
  ].slice(0, 500);
  const verdict = verdictOf();
  return {
    verdict,
    headline: headlineOf(verdict, analysis, { worse, earlier, open, breached, elsewhere }),
    reasons,
    policy: { id: plan.policy.id, version: plan.policy.version },
  };

  function verdictOf(): Verdict {
    if (!elsewhere && worse.some((finding) => weight(finding, rules) === 2)) return 'fail';
    if (breached.some((budget) => budget.onBreach === 'fail')) return 'fail';
    if (analysis.runs.candidate === 0) return 'no-data';
    if (worse.length > 0 || breached.length > 0) return 'warn';
    if (analysis.answer === 'no-baseline') return 'no-baseline';
    if (judgesNothing(analysis)) return 'no-data';
    if (open.length > 0) return 'undecided';
    return earlier.length > 0 ? 'warn' : 'pass';
  }
}

/** "No regression in 0 figures" would be a pass that nothing stands behind. */
function judgesNothing({ findings, budgets }: Analysis): boolean {
  return findings.length === 0 && budgets.every(({ value }) => value === null);
}

/** 2: the rule fails the change, 1: it warns, 0: it is only reported. */
function weight(finding: Finding, rules: ReadonlyMap<string, MetricRule>): number {
  const rule = rules.get(finding.rule);
  if (rule === undefined || rule.onRegression === 'ignore') return 0;
  return rule.onRegression === 'fail' ? 2 : 1;
}

/** Nobody makes more runs than this for one verdict: then the noise is the thing to mend. */
const MANY_RUNS = 50;

interface Sorted {
  readonly worse: readonly Finding[];
  readonly earlier: readonly Finding[];
  readonly open: readonly Finding[];
  readonly breached: readonly BudgetResult[];
  readonly elsewhere: boolean;
}

function headlineOf(
  verdict: Verdict,
  analysis: Analysis,
  { worse, earlier, open, breached, elsewhere }: Sorted,
): Masked {
  const [first] = worstFirst(worse);
  const judged = analysis.findings.length;
  if (first !== undefined) {
    const where = elsewhere ? maskedText` in a different environment` : maskedText``;
    return maskedText`Performance regression${where}: ${describeFigure(first)} ${describeEffect(first)}; ${worse.length} of ${judged} figures are worse${distinct(worse)}.`;
  }
  const [budget] = breached;
  if (budget !== undefined) return maskedText`Performance budget breached: ${describeBudget(budget)}`;
  const [before] = worstFirst(earlier);
  if (verdict === 'warn' && before !== undefined) {
    return maskedText`No performance regression by this change: ${describeFigure(before)} was worse before it; ${earlier.length} of ${judged} figures are worse than the baseline, as the target branch is.`;
  }
  const better = analysis.findings.filter((finding) => finding.answer === 'improvement').length;
  switch (verdict) {
    case 'no-data':
      if (analysis.runs.candidate > 0) {
        return maskedText`No verdict: no rule of the policy judges any figure that was measured on both sides.`;
      }
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

/** ` (2 distinct)` when some findings only repeat others. */
function distinct(worse: readonly Finding[]): Masked {
  const apart = worse.filter(({ sameCauseAs }) => sameCauseAs === null).length;
  return apart === worse.length ? maskedText`` : maskedText` (${apart} distinct)`;
}

function runsNeeded(open: readonly Finding[]): Masked {
  const needed = open.map((finding) => finding.furtherRuns).filter((runs) => runs !== null);
  if (needed.length === 0) return maskedText``;
  const most = Math.max(...needed);
  return most > MANY_RUNS
    ? maskedText` (about ${most} more on each side if they are as noisy as these; a quieter machine needs fewer)`
    : maskedText` (about ${most} more on each side)`;
}

function describeBudget(budget: BudgetResult): Masked {
  const limit =
    budget.max === null
      ? maskedText`at least ${short(budget.min ?? 0)}`
      : maskedText`at most ${short(budget.max)}`;
  const of = budget.rolling === null ? maskedText`budget` : maskedText`gate`;
  const value = budget.value === null ? maskedText`not measured` : maskedText`${short(budget.value)}`;
  return maskedText`${budget.metric} ${maskedName(budget.statistic)} is ${value}, the ${of} allows ${limit}${rolling(budget)}.`;
}

/** ` (median 81.2 of the last 10 commits)` behind a bound that rolls. */
function rolling({ rolling: from }: BudgetResult): Masked {
  if (from === null || from.median === null) return maskedText``;
  return maskedText` (median ${short(from.median)} of the last ${from.values} commits)`;
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}
