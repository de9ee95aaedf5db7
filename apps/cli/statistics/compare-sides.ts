import { randomBytes } from 'node:crypto';
import type { Decision } from '../../../shared/contracts/decision.ts';
import type { Analysis, BudgetResult, Finding } from '../../../shared/contracts/finding.ts';
import { maskedText } from '../../../shared/contracts/masked-text.ts';
import type { Measured } from '../../../shared/contracts/measured.ts';
import type { Measurement } from '../../../shared/contracts/measurement.ts';
import { DEFAULT_BASELINE_AGES, type MetricRule, type Plan } from '../../../shared/contracts/plan.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { createMasker } from '../../../shared/masking/create-masker.ts';
import { decideVerdict } from '../../../shared/policy/decide-verdict.ts';
import type { LoadedPolicy } from '../../../shared/policy/policy.ts';
import { maskMeasurement } from '../../../shared/results/mask-measurement.ts';
import type { RawMeasurement } from '../../../shared/results/raw-measurement.ts';
import { checkBudgets } from '../../../shared/stages/check-budgets.ts';
import { compareSeries } from '../../../shared/stages/compare-series.ts';
import { groupSeries } from '../../../shared/stages/group-series.ts';
import { withImpact } from '../../../shared/stages/with-impact.ts';

export interface Compared {
  readonly decision: Decision;
  readonly findings: readonly Finding[];
  readonly budgets: readonly BudgetResult[];
  readonly rules: readonly MetricRule[];
  readonly runs: { readonly baseline: number; readonly candidate: number };
  readonly notes: readonly string[];
}

/**
 * The verdict on two sides' runs: the same stage code, rules and correction over all figures as in the pipeline, without history.
 * Names and labels are masked as there.
 * @param rules judged before those of the policy
 * @throws PermanentError(`INPUT_INVALID`) when no figure is on both sides and judged by a rule
 */
export function compareSides(
  sides: { readonly baseline: readonly RawMeasurement[]; readonly candidate: readonly RawMeasurement[] },
  { policy, version }: LoadedPolicy,
  rules: readonly MetricRule[],
): Compared {
  const masker = createMasker({ runKey: randomBytes(32) });
  const measured: Measured = {
    source: RESULTS,
    baseline: sides.baseline.map((raw) => maskMeasurement(raw, masker)),
    candidate: sides.candidate.map((raw) => maskMeasurement(raw, masker)),
    notes: [],
  };
  const judging = {
    id: policy.id,
    version,
    rules: [...rules, ...policy.metrics],
    alpha: policy.alpha,
    falseDiscoveryRate: policy.falseDiscoveryRate,
  };
  const series = groupSeries([measured], judging.rules);
  const absolute = policy.budgets.map((budget) => ({ ...budget, source: `policy ${policy.id}` }));
  const findings = withImpact(compareSeries(series, new Map(), judging), series, absolute);
  if (!findings.some(({ effect }) => effect !== null)) throw nothingJudged(measured, judging);
  const budgets = checkBudgets(absolute, [measured]);
  const runs = { baseline: measured.baseline.length, candidate: measured.candidate.length };
  return {
    decision: decideVerdict(analysisOf(findings, budgets, runs), planOf(judging), {
      at: new Date(),
      acknowledgements: [],
    }),
    findings,
    budgets,
    rules: judging.rules,
    runs,
    notes: notesOf(measured),
  };
}

const RESULTS: Measured['source'] = {
  part: 'results',
  kind: 'results',
  connection: 'files',
  role: 'both',
  query: {},
  required: true,
};

function nothingJudged({ baseline, candidate }: Measured, policy: Plan['policy']): PermanentError {
  const names = (side: readonly Measurement[]): string =>
    [...new Set(side.flatMap((one) => one.metrics.map(({ name }) => name)))].slice(0, 10).join(', ') ||
    'none';
  const patterns = [...new Set(policy.rules.map(({ match }) => match))].join(', ');
  return new PermanentError(
    'INPUT_INVALID',
    `No figure is on both sides and judged by the policy "${policy.id}" (${patterns}). Metrics of A: ${names(baseline)}; of B: ${names(candidate)}. Name a policy that judges them: --policy FILE.`,
  );
}

function notesOf({ baseline, candidate }: Measured): string[] {
  const all = [...baseline, ...candidate];
  const broken = all.filter(({ complete }) => !complete).length;
  return [
    ...new Set(all.flatMap(({ notes }) => notes)),
    ...(broken === 0
      ? []
      : [`${broken} of ${all.length} runs broke off early; their figures are used as far as they go.`]),
  ];
}

/** What the gate looks at; the rest of an analysis is about a change on a code host. */
function analysisOf(
  findings: readonly Finding[],
  budgets: readonly BudgetResult[],
  runs: Analysis['runs'],
): Analysis {
  const answers = new Set(findings.map(({ answer }) => answer));
  const worstFirst = ['regression', 'undecided', 'no-baseline', 'improvement', 'no-change'] as const;
  return {
    service: 'compared',
    answer: worstFirst.find((answer) => answers.has(answer)) ?? 'undecided',
    severity: 'none',
    findings: [...findings],
    budgets: [...budgets],
    environments: { baseline: [], candidate: [], differences: [], scale: null },
    runs,
    baselineCommit: null,
    candidateCommit: 'compared',
    parts: { used: ['results'], missing: [] },
    errorRates: null,
    moved: [],
    notes: [],
  };
}

function planOf(policy: Plan['policy']): Plan {
  return {
    service: maskedText`compared`,
    baseSha: null,
    policy,
    budgets: [],
    gates: [],
    baseline: DEFAULT_BASELINE_AGES,
    diff: { files: [], truncated: false, text: null },
    risk: { level: 'low', reasons: [maskedText`Files are compared, no change.`] },
    sources: [RESULTS],
    collect: { deadlineAt: new Date(0).toISOString(), pollSeconds: 1, minimumRuns: 1 },
    reports: { linkDays: 1 },
    tickets: null,
    notifications: [],
    notes: [],
  };
}
