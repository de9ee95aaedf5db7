import type { Decision } from '../../../shared/contracts/decision.ts';
import type { Analysis, BudgetResult, Finding } from '../../../shared/contracts/finding.ts';
import { maskedText } from '../../../shared/contracts/masked-text.ts';
import type { Measured } from '../../../shared/contracts/measured.ts';
import type { Environment } from '../../../shared/contracts/measurement.ts';
import { DEFAULT_BASELINE_AGES, type Plan } from '../../../shared/contracts/plan.ts';
import { decideVerdict } from '../../../shared/policy/decide-verdict.ts';
import { checkBudgets } from '../../../shared/stages/check-budgets.ts';
import { compareSeries } from '../../../shared/stages/compare-series.ts';
import { environmentDifferences } from '../../../shared/stages/environment-differences.ts';
import { environmentScale } from '../../../shared/stages/environment-scale.ts';
import { type ComparedSeries, groupSeries } from '../../../shared/stages/group-series.ts';
import { withImpact } from '../../../shared/stages/with-impact.ts';

export type PlannedPolicy = Pick<Plan, 'policy' | 'budgets'>;

export interface Judged {
  readonly decision: Decision;
  readonly findings: readonly Finding[];
  readonly budgets: readonly BudgetResult[];
  readonly environments: Analysis['environments'];
}

/** The code of the pipeline's analyse and decide steps, without history of earlier runs. */
export function judgeMeasured(measured: Measured, { policy, budgets }: PlannedPolicy, at: Date): Judged {
  const series = groupSeries([measured], policy.rules);
  const findings = withImpact(compareSeries(series, new Map(), policy), series, budgets);
  const results = checkBudgets(budgets, [measured]);
  const environments = environmentsOf(measured, series);
  const analysis = analysisOf(measured, { findings, budgets: results, environments });
  const decision = decideVerdict(analysis, planOf({ policy, budgets }, measured.source), {
    at,
    acknowledgements: [],
  });
  return { decision, findings, budgets: results, environments };
}

/** Where the sides were measured and what differs: a regression in another environment warns and never fails. */
function environmentsOf(measured: Measured, series: readonly ComparedSeries[]): Analysis['environments'] {
  const environments = (side: Measured['baseline']): Environment[] =>
    side.map(({ environment }) => environment).slice(0, 1);
  const differences = environmentDifferences([measured]);
  return {
    baseline: environments(measured.baseline),
    candidate: environments(measured.candidate),
    differences,
    scale: differences.length === 0 ? null : environmentScale(series),
  };
}

/** What the gate looks at; the rest of an analysis is about a change on a code host. */
function analysisOf(
  { baseline, candidate }: Measured,
  { findings, budgets, environments }: Omit<Judged, 'decision'>,
): Analysis {
  const answers = new Set(findings.map(({ answer }) => answer));
  const worstFirst = ['regression', 'undecided', 'no-baseline', 'improvement', 'no-change'] as const;
  return {
    service: 'compared',
    answer: worstFirst.find((answer) => answers.has(answer)) ?? 'undecided',
    severity: 'none',
    findings: [...findings],
    budgets: [...budgets],
    environments,
    runs: { baseline: baseline.length, candidate: candidate.length },
    baselineCommit: null,
    candidateCommit: 'compared',
    parts: { used: ['results'], missing: [] },
    errorRates: null,
    moved: [],
    notes: [],
  };
}

function planOf({ policy, budgets }: PlannedPolicy, source: Measured['source']): Plan {
  return {
    service: maskedText`compared`,
    baseSha: null,
    policy,
    budgets,
    gates: [],
    baseline: DEFAULT_BASELINE_AGES,
    diff: { files: [], truncated: false, text: null },
    risk: { level: 'low', reasons: [maskedText`Files are compared, no change.`] },
    sources: [source],
    collect: { deadlineAt: new Date(0).toISOString(), pollSeconds: 1, minimumRuns: 1 },
    reports: { linkDays: 1 },
    tickets: null,
    notifications: [],
    notes: [],
  };
}
