import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Analysis, type Answer, type Finding, type Severity } from '../contracts/finding.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { Measured } from '../contracts/measured.ts';
import type { Environment } from '../contracts/measurement.ts';
import { Plan } from '../contracts/plan.ts';
import type { HistoryPoint, RunIndex } from '../ports/run-index.ts';
import type { Stage, StageContext } from '../ports/stage.ts';
import { checkBudgets } from './check-budgets.ts';
import { compareSeries } from './compare-series.ts';
import { environmentDifferences } from './environment-differences.ts';
import { groupSeries } from './group-series.ts';

const MOST_HISTORY_POINTS = 5_000;
const SEVERITIES: readonly Severity[] = ['none', 'low', 'medium', 'high', 'critical'];
const WORST_FIRST: readonly Answer[] = ['regression', 'undecided', 'no-baseline', 'improvement', 'no-change'];

/** Compares candidate with baseline, figure by figure, with the noise that earlier runs of the service show. */
export function analyseChange(ports: { readonly index: RunIndex }): Stage<Analysis> {
  return {
    step: 'analyse',
    output: Analysis,
    async run(context) {
      const { value: request } = await context.read('receive', AnalysisRequested);
      const { value: plan } = await context.read('plan', Plan);
      const used = await context.parts('mask');
      const parts: Measured[] = [];
      for (const part of used) parts.push((await context.read('mask', Measured, part)).value);
      const missing = plan.sources.map((source) => source.part).filter((part) => !used.includes(part));

      const series = groupSeries(parts, plan.policy.rules);
      const baselineCommit = parts.flatMap((part) => part.baseline)[0]?.commit ?? null;
      const exceptCommits = [request.change.headSha, ...(baselineCommit === null ? [] : [baselineCommit])];
      const candidates = parts.flatMap((part) => part.candidate);
      const environment = candidates[0]?.environment.name ?? null;
      const history =
        environment === null ? new Map() : await historyOf(plan.service, environment, exceptCommits, context);
      const findings = compareSeries(series, history, plan.policy);
      const results = parts.find((part) => part.source.kind === 'results');
      const runs = { baseline: results?.baseline.length ?? 0, candidate: results?.candidate.length ?? 0 };
      const environments = {
        baseline: distinct(parts.flatMap((part) => part.baseline.map((one) => one.environment))),
        candidate: distinct(candidates.map((one) => one.environment)),
      };
      const output: Analysis = {
        service: plan.service,
        answer: overall(findings, runs.baseline),
        severity: findings.reduce(
          (worst, finding) => worse(worst, finding.severity),
          SEVERITIES[0] ?? 'none',
        ),
        findings,
        budgets: checkBudgets(plan.budgets, parts),
        environments: { ...environments, differences: environmentDifferences(environments), scale: null },
        runs,
        baselineCommit,
        candidateCommit: request.change.headSha,
        parts: { used: [...used], missing },
        errorRates: null,
        moved: [],
        notes: [
          ...missing.map(
            (part) => maskedText`No answer in time from "${maskedName(part)}"; judged without it.`,
          ),
          ...new Set(
            parts.flatMap((part) => [...part.candidate, ...part.baseline].flatMap((one) => one.notes)),
          ),
          ...(parts.flatMap((part) => part.candidate).some((one) => !one.complete)
            ? [maskedText`Some runs broke off early; their figures are used as far as they go.`]
            : []),
        ].slice(0, 200),
      };
      return { output, emits: [{ queue: 'reason' }] };
    },
  };

  async function historyOf(
    service: string,
    environment: string,
    exceptCommits: readonly string[],
    { tenant, signal }: StageContext,
  ): Promise<ReadonlyMap<string, readonly (readonly HistoryPoint[])[]>> {
    const query = { tenant, service, environment, exceptCommits, limit: MOST_HISTORY_POINTS };
    const newestFirst = await ports.index.listHistory(query, signal);
    const bySeries = new Map<string, Map<string, HistoryPoint[]>>();
    for (const point of [...newestFirst].reverse()) {
      const commits = bySeries.get(point.series) ?? new Map<string, HistoryPoint[]>();
      bySeries.set(point.series, commits);
      commits.set(point.commit, [...(commits.get(point.commit) ?? []), point]);
    }
    return new Map([...bySeries].map(([key, commits]) => [key, [...commits.values()]]));
  }
}

function overall(findings: readonly Finding[], baselineRuns: number): Answer {
  if (baselineRuns === 0) return 'no-baseline';
  const answers = new Set(findings.map((finding) => finding.answer));
  return WORST_FIRST.find((answer) => answers.has(answer)) ?? 'undecided';
}

function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}

function distinct(environments: readonly Environment[]): Environment[] {
  return [...new Map(environments.map((one) => [JSON.stringify(one), one])).values()].slice(0, 20);
}
