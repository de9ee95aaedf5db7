import { formatPercent } from '../format/format-number.ts';
import { PermanentError } from '../../errors/pipeline-error.ts';

export type Severity = 'Critical' | 'High' | 'Medium' | 'Low';

export interface Impact {
  /** Share of the service's requests that take the changed path, 0 to 1; null when not known (taken as all). */
  readonly requestShare: number | null;
  /** Relative change for the worse (.5: half as slow again). 0 or less: no harm. */
  readonly relativeChange: number;
  /** The value after the change over its budget (1: exactly at it); null without a budget. */
  readonly budgetUse: number | null;
  /** Rise of the share of failed requests, 0 to 1; 0 when errors did not rise. */
  readonly errorRise?: number;
}

export interface JudgedSeverity {
  readonly severity: Severity;
  /** 0 to 100, for ranking; monotone in each part of the impact. */
  readonly score: number;
  readonly reason: string;
}

/** A change of 5 % of all requests' time is just worth a look; a doubling for everybody is severe by itself. */
const DOUBLING_SCORE = 60;
/** One request in twenty failing for everybody is critical by itself. */
const ERROR_FULL_SCORE = 0.05;
const CRITICAL_FROM = 75;
const HIGH_FROM = 45;
const MEDIUM_FROM = 15;

/**
 * Severity by what users feel: how many requests are hit, by how much, and how near the budget is. Score: share times
 * log2 of the slow-down (60 for a doubling of all) plus errors (75 at a rise of 5 points for all) plus distance to
 * the budget (0 below 80 % of it, 15 at it, up to 40 at twice it). Over budget is never below Medium.
 * @throws PermanentError SAMPLE_INVALID for NaN or a share outside [0, 1]
 */
export function severityOf(impact: Impact): JudgedSeverity {
  const { requestShare, relativeChange, budgetUse, errorRise = 0 } = impact;
  checkImpact(impact);
  const share = requestShare ?? 1;
  const slower = share * DOUBLING_SCORE * Math.log2(1 + Math.max(0, relativeChange));
  const errors = share * CRITICAL_FROM * Math.min(1.3, Math.max(0, errorRise) / ERROR_FULL_SCORE);
  const harmed = relativeChange > 0 || errorRise > 0;
  const budget = harmed && budgetUse !== null ? budgetScore(budgetUse) : 0;
  const overBudget = harmed && budgetUse !== null && budgetUse > 1;
  const score = Math.min(100, Math.max(slower + errors + budget, overBudget ? MEDIUM_FROM : 0));
  return { severity: severityFrom(score), score, reason: reasonFor(impact, overBudget) };
}

function budgetScore(use: number): number {
  if (use <= 0.8) return 0;
  return use <= 1 ? 15 * ((use - 0.8) / 0.2) : Math.min(40, 15 + 25 * (use - 1));
}

function severityFrom(score: number): Severity {
  if (score >= CRITICAL_FROM) return 'Critical';
  if (score >= HIGH_FROM) return 'High';
  return score >= MEDIUM_FROM ? 'Medium' : 'Low';
}

function reasonFor(
  { requestShare, relativeChange, budgetUse, errorRise = 0 }: Impact,
  overBudget: boolean,
): string {
  const parts = [
    requestShare === null
      ? 'share of requests unknown, taken as all'
      : `${formatPercent(requestShare)} of requests hit`,
    relativeChange > 0 ? `${formatPercent(relativeChange)} worse` : 'not worse',
  ];
  if (errorRise > 0) parts.push(`errors up by ${formatPercent(errorRise)} of requests`);
  if (budgetUse !== null)
    parts.push(
      overBudget
        ? `over budget (${formatPercent(budgetUse)} of it)`
        : `${formatPercent(budgetUse)} of the budget used`,
    );
  return `${parts.join(', ')}.`;
}

function checkImpact({ requestShare, relativeChange, budgetUse, errorRise = 0 }: Impact): void {
  const shares = [requestShare ?? 0, errorRise];
  const fits =
    shares.every((share) => share >= -1 && share <= 1) &&
    (requestShare ?? 0) >= 0 &&
    Number.isFinite(relativeChange) &&
    relativeChange >= -1 &&
    (budgetUse === null || (Number.isFinite(budgetUse) && budgetUse >= 0));
  if (fits) return;
  throw new PermanentError(
    'SAMPLE_INVALID',
    `An impact of share ${requestShare}, change ${relativeChange}, budget use ${budgetUse}, error rise ${errorRise} cannot be: shares lie between 0 and 1, the change is -1 or more, budget use 0 or more.`,
  );
}
