import { randomBytes } from 'node:crypto';
import type { Acknowledgement } from '../../../shared/contracts/acknowledgement.ts';
import type { Decision } from '../../../shared/contracts/decision.ts';
import type { BudgetResult, Finding } from '../../../shared/contracts/finding.ts';
import type { Plan } from '../../../shared/contracts/plan.ts';
import { createMasker } from '../../../shared/masking/create-masker.ts';
import { PipelineError } from '../../../shared/errors/pipeline-error.ts';
import { decideVerdict } from '../../../shared/policy/decide-verdict.ts';
import { effectivePolicy } from '../../../shared/policy/effective-policy.ts';
import { perfBudgetFromText } from '../../../shared/policy/load-documents.ts';
import { matchRule, rulesFor } from '../../../shared/policy/match-rule.ts';
import type { SourcedDocument } from '../../../shared/policy/parse-yaml-document.ts';
import { PERF_BUDGET_FILE, type PerfBudget } from '../../../shared/policy/perf-budget.ts';
import type { LoadedPolicy } from '../../../shared/policy/policy.ts';
import { resettleFinding } from '../../../shared/policy/resettle-finding.ts';
import { checkBudgets } from '../../../shared/stages/check-budgets.ts';
import { compareSeries } from '../../../shared/stages/compare-series.ts';
import { groupSeries, seriesKey } from '../../../shared/stages/group-series.ts';
import { maskPolicy, placedApprovals } from '../../../shared/stages/mask-policy.ts';
import type { PastRun } from '../past-runs.ts';
import { type AskedPeople, replayApproval } from './replay-approval.ts';

export interface Replayed {
  readonly decision: Decision;
  /** Who would have to agree; null: nobody. */
  readonly asked: AskedPeople | null;
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
  changed: SourcedDocument<PerfBudget> | null,
): Replayed {
  const { plan, analysis, decision, decidedAt } = run;
  const notes = new Set<string>();
  const { repository, isKnown } = repositoryOf(plan, changed, notes);
  const files = plan.diff.files.flatMap(({ path, previousPath }) => [
    path,
    ...(previousPath === undefined ? [] : [previousPath]),
  ]);
  const effective = effectivePolicy(loaded, repository, { service: plan.service, files });
  const names = createMasker({ runKey: randomBytes(32) });
  const planned = maskPolicy(effective, names);
  // Without the repository's file its budgets are known from the plan all the same.
  const ofRepository = isKnown ? [] : plan.budgets.filter(({ source }) => !source.startsWith('policy '));
  for (const { name, required } of effective.sources) {
    if (required && analysis.parts.missing.includes(`metrics-${name}`))
      notes.add(`"${name}" is required and gave nothing then; there would be no verdict`);
  }
  const policy = planned.policy;
  const look = (analysis.errorRates?.alpha ?? plan.policy.alpha) / plan.policy.alpha;
  const levels = { alpha: policy.alpha * look, falseDiscoveryRate: policy.falseDiscoveryRate };

  const known = new Set<string>();
  const places = analysis.environments.candidate.map(({ name }) => name);
  const rules = rulesFor(policy.rules, places);
  const settled = analysis.findings.flatMap((finding): Finding[] => {
    known.add(keyOf(finding));
    const rule = matchRule(finding.metric, finding.statistic, rules);
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
  const { asked, notes: asking } = replayApproval(run, placedApprovals(effective, names), {
    verdict: replayed.verdict,
    freezes: policy.freezes ?? [],
  });
  return { decision: replayed, asked, notes: [...notes, ...asking] };
}

/**
 * The repository's rules that held, or those to try: from the changed file when it is that service's, else from the plan.
 * @returns `isKnown` false when the plan does not hold them whole
 */
function repositoryOf(
  { service, budgetFile }: Plan,
  changed: SourcedDocument<PerfBudget> | null,
  notes: Set<string>,
): { readonly repository: SourcedDocument<PerfBudget> | null; readonly isKnown: boolean } {
  if (changed !== null && (changed.value.service ?? service) === service) {
    return { repository: changed, isKnown: true };
  }
  const unknown = (why: string) => {
    notes.add(`${why}; of the repository only the budgets in the plan are replayed`);
    return { repository: null, isKnown: false };
  };
  if (budgetFile === undefined) return unknown(`the run's version did not keep ${PERF_BUDGET_FILE}`);
  const { text, exact } = budgetFile;
  if (text === null) {
    return exact ? { repository: null, isKnown: true } : unknown(`${PERF_BUDGET_FILE} was too long to keep`);
  }
  try {
    const repository = perfBudgetFromText(text, PERF_BUDGET_FILE);
    if (!exact) notes.add(`parts of ${PERF_BUDGET_FILE} were masked; they stand as they were kept`);
    return { repository, isKnown: true };
  } catch (error) {
    if (!PipelineError.is(error)) throw error;
    return unknown(`${PERF_BUDGET_FILE} cannot be read any more as it was kept (${error.message})`);
  }
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
      if (gate.noiseFactor > 0) {
        notes.add(
          `gate "${gate.id}" allows for noise that was not kept; its bound stands as the run found it`,
        );
      }
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
