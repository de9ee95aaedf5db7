import type { Decision, Excused, Observed, Reason, Verdict } from '../contracts/decision.ts';
import type { Analysis, BudgetResult, Finding } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Plan, PlannedFreeze } from '../contracts/plan.ts';
import { activeFreezes } from './active-freezes.ts';
import { budgetReason, describeBudget } from './budget-reason.ts';
import { describeEffect, describeFigure, worstFirst } from './describe-effect.ts';
import { type Now, weighEvidence } from './weigh-evidence.ts';

/**
 * The gate: statistics have answered, the policy's rules say what that means. No model is asked. A regression that the branch had before
 * this change, or that was measured in another environment than the baseline, warns and never fails: neither shows what the change did.
 * @param now when it decides, and what people have acknowledged by then
 */
export function decideVerdict(analysis: Analysis, plan: Plan, now: Now): Decision {
  const weighed = weighEvidence(analysis, plan, now);
  const { worse, earlier, open, breached, observed, excused, remarks } = weighed;
  const freezes = activeFreezes(plan.policy.freezes ?? [], now.at);
  const frozen = freezes.filter(({ mode }) => mode !== 'observe');
  const elsewhere = analysis.environments.differences.length > 0;
  const reasons: Reason[] = [
    ...frozen.map(freezeReason),
    ...worse.map((finding) => weighed.reasonOf(finding)),
    ...breached.map(budgetReason),
    ...open.map((finding) => weighed.reasonOf(finding)),
    ...earlier.map(({ rule, before, reason, id }) => ({
      rule,
      text: before?.reason ?? reason,
      evidence: [id],
    })),
  ].slice(0, MOST_REASONS);
  const verdict = verdictOf();
  const watched: Observed[] = [
    ...freezes
      .filter(({ mode }) => mode === 'observe')
      .map((freeze) => ({ ...freezeReason(freeze), would: freeze.onChange })),
    ...observed,
  ];
  return {
    verdict,
    headline: headlineOf(verdict, analysis, { worse, earlier, open, breached, elsewhere, frozen, excused }),
    reasons,
    ...(watched.length === 0 ? {} : { observed: watched.slice(0, MOST_REASONS) }),
    ...(excused.length === 0 ? {} : { excused: excused.slice(0, MOST_REASONS) }),
    ...(remarks.length === 0 ? {} : { remarks: [...remarks] }),
    policy: { id: plan.policy.id, version: plan.policy.version },
  };

  function verdictOf(): Verdict {
    if (frozen.some(({ onChange }) => onChange === 'fail')) return 'fail';
    if (!elsewhere && worse.some((finding) => weighed.consequenceOf(finding) === 'fail')) return 'fail';
    if (breached.some((budget) => budget.onBreach === 'fail')) return 'fail';
    if (analysis.runs.candidate === 0) return 'no-data';
    if (worse.length > 0 || breached.length > 0) return 'warn';
    if (analysis.answer === 'no-baseline') return 'no-baseline';
    if (judgesNothing(analysis)) return 'no-data';
    if (open.length > 0) return 'undecided';
    return earlier.length > 0 || frozen.length > 0 ? 'warn' : 'pass';
  }
}

const MOST_REASONS = 500;

function freezeReason({ id, reason, until, timeZone, origin }: PlannedFreeze): Reason {
  return {
    rule: `freeze ${id}`,
    text: maskedText`Nothing goes out until ${maskedName(until.replace('T', ' '))} (${maskedName(timeZone)}): ${reason} (${origin})`,
    evidence: [],
  };
}

/** "No regression in 0 figures" would be a pass that nothing stands behind. */
function judgesNothing({ findings, budgets }: Analysis): boolean {
  return findings.length === 0 && budgets.every(({ value }) => value === null);
}

/** Nobody makes more runs than this for one verdict: then the noise is the thing to mend. */
const MANY_RUNS = 50;

interface Sorted {
  readonly worse: readonly Finding[];
  readonly earlier: readonly Finding[];
  readonly open: readonly Finding[];
  readonly breached: readonly BudgetResult[];
  readonly elsewhere: boolean;
  readonly frozen: readonly PlannedFreeze[];
  readonly excused: readonly Excused[];
}

function headlineOf(
  verdict: Verdict,
  analysis: Analysis,
  { worse, earlier, open, breached, elsewhere, frozen, excused }: Sorted,
): Masked {
  const [first] = worstFirst(worse);
  const judged = analysis.findings.length;
  if (first !== undefined) {
    const where = elsewhere ? maskedText` in a different environment` : maskedText``;
    return maskedText`Performance regression${where}: ${describeFigure(first)} ${describeEffect(first)}${others(worse, judged)}.`;
  }
  const [budget] = breached;
  if (budget !== undefined) return maskedText`Performance budget breached: ${describeBudget(budget)}`;
  const [freeze] = frozen;
  if (freeze !== undefined) return maskedText`Change freeze: ${freezeReason(freeze).text}`;
  const [before] = worstFirst(earlier);
  if (verdict === 'warn' && before !== undefined) {
    return maskedText`No performance regression by this change: ${describeFigure(before)} was worse before it; ${figuresThat(earlier.length, judged, IS)} worse than the baseline, as the target branch is.`;
  }
  switch (verdict) {
    case 'no-data':
      if (analysis.runs.candidate > 0) {
        return maskedText`No verdict: no rule of the policy judges any figure that was measured on both sides.`;
      }
      return maskedText`No verdict: no measurement of this change arrived in time.`;
    case 'no-baseline':
      return maskedText`No verdict yet: this service has no baseline; this measurement becomes the first one.`;
    case 'undecided':
      return maskedText`Undecided: ${figuresThat(open.length, judged, NEEDS)} more runs${runsNeeded(open)}; none is shown to be worse.`;
    case 'fail':
    case 'warn':
    case 'pass':
      return passHeadline(analysis, excused);
  }
}

function passHeadline({ findings }: Analysis, [accepted, ...others]: readonly Excused[]): Masked {
  if (accepted !== undefined) {
    const more = others.length === 0 ? maskedText`` : maskedText` (and ${others.length} more)`;
    return maskedText`No regression that nobody answers for: ${accepted.text}${more}`;
  }
  const better = findings.filter(({ answer }) => answer === 'improvement').length;
  if (better === 0)
    return maskedText`No performance regression in ${findings.length} ${findings.length === 1 ? maskedText`figure` : maskedText`figures`}.`;
  const rest = findings.length === 1 ? maskedText`` : maskedText`, none is worse`;
  return maskedText`No performance regression: ${figuresThat(better, findings.length, IS)} better${rest}.`;
}

interface Verb {
  readonly one: Masked;
  readonly several: Masked;
}
const IS: Verb = { one: maskedText`is`, several: maskedText`are` };
const NEEDS: Verb = { one: maskedText`needs`, several: maskedText`need` };

/** `2 of 3 figures are`, `1 of 3 figures is`, `the one figure is`. */
function figuresThat(count: number, of: number, { one, several }: Verb): Masked {
  if (of === 1) return maskedText`the one figure ${one}`;
  return maskedText`${count} of ${of} figures ${count === 1 ? one : several}`;
}

/** `; 2 of 3 figures are worse`; of one figure everything is said before. */
function others(worse: readonly Finding[], judged: number): Masked {
  return judged === 1
    ? maskedText``
    : maskedText`; ${figuresThat(worse.length, judged, IS)} worse${distinct(worse)}`;
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
