import { randomBytes } from 'node:crypto';
import type { Acknowledgement } from '../../../shared/contracts/acknowledgement.ts';
import type { Decision } from '../../../shared/contracts/decision.ts';
import type { BudgetResult, Finding } from '../../../shared/contracts/finding.ts';
import type { Plan } from '../../../shared/contracts/plan.ts';
import { createMasker } from '../../../shared/masking/create-masker.ts';
import { decideVerdict } from '../../../shared/policy/decide-verdict.ts';
import { effectivePolicy } from '../../../shared/policy/effective-policy.ts';
import { matchRule } from '../../../shared/policy/match-rule.ts';
import type { SourcedDocument } from '../../../shared/policy/parse-yaml-document.ts';
import type { PerfBudget } from '../../../shared/policy/perf-budget.ts';
import type { LoadedPolicy } from '../../../shared/policy/policy.ts';
import { resettleFinding } from '../../../shared/policy/resettle-finding.ts';
import { checkBudgets } from '../../../shared/stages/check-budgets.ts';
import { compareSeries } from '../../../shared/stages/compare-series.ts';
import { groupSeries, seriesKey } from '../../../shared/stages/group-series.ts';
import { maskPolicy } from '../../../shared/stages/mask-policy.ts';
import type { PastRun } from '../past-runs.ts';

export interface Replayed {
  readonly decision: Decision;
  /** Where the replay knows less than the run did. */
  readonly notes: readonly string[];
}

/**
 * A past run under another policy. Stored findings are settled again from their intervals and p values; figures that no rule judged
 * then are compared now, without the history that the pipeline has; budgets are held against the stored measurements. What people had
 * acknowledged then still counts.
 */
export function replayRun(
  run: PastRun,
  loaded: LoadedPolicy,
  repository: SourcedDocument<PerfBudget> | null,
): Replayed {
  const { plan, analysis, decision, decidedAt } = run;
  const files = plan.diff.files.map(({ path }) => path);
  const effective = effectivePolicy(loaded, repository, { service: plan.service, files });
  const planned = maskPolicy(effective, createMasker({ runKey: randomBytes(32) }));
  // Without the repository's file its budgets are known from the plan all the same.
  const ofRepository =
    repository === null ? plan.budgets.filter(({ source }) => !source.startsWith('policy ')) : [];
  const policy = planned.policy;
  const look = (analysis.errorRates?.alpha ?? plan.policy.alpha) / plan.policy.alpha;
  const levels = { alpha: policy.alpha * look, falseDiscoveryRate: policy.falseDiscoveryRate };
  const notes = new Set<string>();

  const known = new Set<string>();
  const settled = analysis.findings.flatMap((finding): Finding[] => {
    known.add(keyOf(finding));
    const rule = matchRule(finding.metric, finding.statistic, policy.rules);
    if (rule === null) return [];
    const again = resettleFinding(finding, rule, levels);
    if (again === null)
      notes.add(
        `${finding.metric} ${finding.statistic} is compared on another scale by "${rule.id}"; left out`,
      );
    return again === null ? [] : [again];
  });
  const fresh = groupSeries(run.parts, policy.rules).filter(
    ({ metric, statistic }) => !known.has(seriesKey(metric, statistic)),
  );
  if (fresh.length > 0) notes.add(`${fresh.length} figures were not judged then; compared without history`);
  const compared = compareSeries(fresh, new Map(), { ...policy, ...levels }).map((finding, index) => ({
    ...finding,
    id: `E${analysis.findings.length + index + 1}`,
  }));
  const budgets = checkBudgets([...planned.budgets, ...ofRepository], run.parts);
  const findings = [...settled, ...compared];
  const replayed = decideVerdict(
    { ...analysis, findings, budgets: [...budgets, ...gatesAgain(analysis.budgets, planned.gates, notes)] },
    { ...plan, policy },
    { at: decidedAt, acknowledgements: acknowledgedThen(decision, analysis.findings, run) },
  );
  return { decision: replayed, notes: [...notes] };
}

function keyOf({ metric, labels, statistic }: Finding): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([metric, sorted, statistic]);
}

/** Rolling bounds stand as the run found them; how much they allow is set anew where the stored median suffices for it. */
function gatesAgain(
  stored: readonly BudgetResult[],
  gates: Plan['gates'],
  notes: Set<string>,
): BudgetResult[] {
  return gates.flatMap((gate) => {
    const results = stored.filter(({ source }) => source === `gate ${gate.id}`);
    if (results.length === 0) notes.add(`gate "${gate.id}" did not exist then; not replayed`);
    return results.map((result): BudgetResult => {
      const consequence = {
        onBreach: gate.onBreach,
        ...(gate.mode === undefined ? {} : { mode: gate.mode }),
      };
      const median = result.rolling?.median ?? null;
      if (median === null || result.value === null || gate.noiseFactor > 0)
        return { ...result, ...consequence };
      const lower = gate.direction === 'lower-is-better';
      const bound = boundOf(gate, median);
      const kept = lower ? result.value <= bound : result.value >= bound;
      return {
        ...result,
        ...consequence,
        max: lower ? bound : null,
        min: lower ? null : bound,
        result: kept ? 'kept' : 'breached',
      };
    });
  });
}

/** The rolling bound, or the fixed limit where that is tighter. */
function boundOf({ allowed, direction, limit }: Plan['gates'][number], median: number): number {
  const step = 'absolute' in allowed ? allowed.absolute : allowed.relative * Math.abs(median);
  if (direction === 'lower-is-better') return Math.min(median + step, limit ?? Infinity);
  return Math.max(median - step, limit ?? -Infinity);
}

/** What held then, as a word on each figure that it excused. */
function acknowledgedThen(
  { excused = [] }: Decision,
  findings: readonly Finding[],
  { decidedAt, plan }: PastRun,
): readonly Acknowledgement[] {
  return excused
    .filter(({ kind }) => kind === 'acknowledged')
    .flatMap(({ evidence, by, until, text }) =>
      findings
        .filter(({ id }) => evidence.includes(id))
        .map(({ metric, statistic }) => ({
          schema: 'perf-agent.acknowledgement.v1' as const,
          tenant: 'default',
          service: plan.service,
          branch: 'any',
          change: null,
          metric,
          statistic,
          upTo: null,
          at: decidedAt.toISOString(),
          until,
          owner: by,
          by,
          via: 'api' as const,
          reason: text,
        })),
    );
}
