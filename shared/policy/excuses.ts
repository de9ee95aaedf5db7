import type { Acknowledgement } from '../contracts/acknowledgement.ts';
import type { Excused } from '../contracts/decision.ts';
import type { Analysis, BudgetResult, Finding } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Plan, PlannedExemption } from '../contracts/plan.ts';
import { fits } from './match-rule.ts';

const DAY_MS = 86_400_000;

/** First moment after a day, in UTC. */
export function endOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS);
}

/**
 * Who answers for a figure that got worse, if anybody does now. An acknowledgement is for regressions and, unlike an exemption, not for
 * budgets: those are promises to others, and their owners exempt them in the policy.
 */
export function excuseOf(
  evidence: Finding | BudgetResult,
  plan: Plan,
  { at, acknowledgements }: { readonly at: Date; readonly acknowledgements: readonly Acknowledgement[] },
): Pick<Excused, 'kind' | 'by' | 'until' | 'text'> | null {
  const word =
    'answer' in evidence
      ? acknowledgements.find((one) => new Date(one.until) > at && covers(one, evidence))
      : undefined;
  if (word !== undefined) {
    return {
      kind: 'acknowledged',
      by: word.owner,
      until: word.until,
      text: maskedText`${figureOf(evidence)} is worse and acknowledged by ${word.owner} until ${lastDay(word.until)}: ${word.reason}`,
    };
  }
  const exemption = (plan.policy.exemptions ?? []).find(
    (one) => endOfDay(one.until) > at && isFor(one, evidence),
  );
  if (exemption === undefined) return null;
  const { id, owner, until, reason } = exemption;
  return {
    kind: 'exempted',
    by: owner,
    until: endOfDay(until).toISOString(),
    text: maskedText`${figureOf(evidence)} is exempted by ${maskedName(id)} of ${owner} until ${maskedName(until)}: ${reason}`,
  };
}

/** Exemptions and acknowledgements that would have excused something and no longer do: they are said, so that nobody wonders. */
export function expiredNotes(
  { findings, budgets }: Analysis,
  plan: Plan,
  { at, acknowledgements }: { readonly at: Date; readonly acknowledgements: readonly Acknowledgement[] },
): readonly Masked[] {
  const worse = findings.filter(({ answer }) => answer === 'regression');
  const breached = budgets.filter(({ result }) => result === 'breached');
  const exempted = (plan.policy.exemptions ?? [])
    .filter((one) => endOfDay(one.until) <= at)
    .filter((one) => [...worse, ...breached].some((evidence) => isFor(one, evidence)))
    .map(
      ({ id, owner, until, origin }) =>
        maskedText`The exemption ${maskedName(id)} of ${owner} (${origin}) expired on ${maskedName(until)} and is not applied.`,
    );
  const acknowledged = acknowledgements
    // One that ends where it begins was taken back, which is no news.
    .filter((one) => new Date(one.until) <= at && one.until > one.at)
    .filter((one) => worse.some((finding) => covers(one, finding)))
    .map(
      ({ metric, owner, until }) =>
        maskedText`The acknowledgement of ${maskedName(metric)} by ${owner} ended on ${lastDay(until)} and is not applied.`,
    );
  const tooFar = worse.flatMap((finding) =>
    acknowledgements
      .filter((one) => new Date(one.until) > at && isNamed(one, finding) && !covers(one, finding))
      .map(
        ({ owner, upTo }) =>
          maskedText`${figureOf(finding)} is worse than what ${owner} acknowledged (up to ${Number((upTo ?? 0).toPrecision(3))}), so that does not cover it.`,
      ),
  );
  return [...exempted, ...acknowledged, ...tooFar];
}

function isFor({ metric, statistic }: PlannedExemption, evidence: Finding | BudgetResult): boolean {
  return fits(evidence.metric, metric) && (statistic === undefined || statistic === evidence.statistic);
}

function isNamed({ metric, statistic }: Acknowledgement, finding: Finding): boolean {
  return fits(finding.metric, metric) && (statistic === null || statistic === finding.statistic);
}

/** A word on a small step does not cover a large one: further than the acknowledged size and a margin is news. */
function covers(word: Acknowledgement, finding: Finding): boolean {
  if (!isNamed(word, finding)) return false;
  return word.upTo === null || harmOf(finding) <= word.upTo + finding.margin;
}

/** The size of the change for the worse; what has no effect estimate is covered by a word without a bound only. */
export function harmOf({ effect, direction }: Finding): number {
  if (effect === null) return Infinity;
  return direction === 'lower-is-better' ? effect : -effect;
}

function figureOf({ metric, statistic }: Finding | BudgetResult): Masked {
  return joinMasked([metric, maskedName(statistic)], maskedText` `);
}

/** The last day that ends before that moment, for people. */
function lastDay(until: string): Masked {
  return maskedName(new Date(Date.parse(until) - 1).toISOString().slice(0, 10));
}
