import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Analysis, type Answer, type Finding, type Severity } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { Measured } from '../contracts/measured.ts';
import type { Environment } from '../contracts/measurement.ts';
import { Plan } from '../contracts/plan.ts';
import type { PinRow, RunIndex } from '../ports/run-index.ts';
import type { Stage, StageContext } from '../ports/stage.ts';
import { checkBudgets } from './check-budgets.ts';
import { checkGates, gatedFigures } from './check-gates.ts';
import { comparableRuns } from './comparable-runs.ts';
import { environmentDifferences } from './environment-differences.ts';
import { environmentScale } from './environment-scale.ts';
import { errorRates } from './error-rates.ts';
import { type ComparedSeries, groupSeries } from './group-series.ts';
import { judgeSeries } from './judge-series.ts';
import { judgeableSeries } from './judgeable-series.ts';
import { movedMetrics } from './moved-metrics.ts';
import { notedIndex } from './noted-index.ts';
import { readHistory, type WantedSeries } from './read-history.ts';

const SEVERITIES: readonly Severity[] = ['none', 'low', 'medium', 'high', 'critical'];
const WORST_FIRST: readonly Answer[] = ['regression', 'undecided', 'no-baseline', 'improvement', 'no-change'];
const MOST_NOTES = 200;

/**
 * Compares candidate with baseline, figure by figure, with the noise that earlier runs of the service show; then says of each
 * regression how hard it hits, whether the branch had it before, and which findings are of one cause.
 */
export function analyseChange(ports: { readonly index: RunIndex }): Stage<Analysis> {
  return {
    step: 'analyse',
    output: Analysis,
    async run(context) {
      const { value: request } = await context.read('receive', AnalysisRequested);
      const { value: plan } = await context.read('plan', Plan);
      const index = notedIndex(ports.index, context);
      const { measured, missing } = await readParts(context, plan);
      const { parts, notes: notCompared } = comparableRuns(measured);
      const { change } = request;
      const baselineCommit = parts.flatMap((part) => part.baseline)[0]?.commit ?? null;
      const branch = change.targetBranch ?? 'main';
      const about = { tenant: context.tenant, service: plan.service, branch, baselineCommit };

      const { series: all, notes: notJudged } = judgeableSeries(groupSeries(parts, plan.policy.rules));
      const bounded = parts.map(withQuality);
      const gated = gatedFigures(plan.gates, bounded);
      const wanted = [...all.flatMap(wantedOf), ...gated.flatMap(({ figures }) => figures)];
      const history = await readHistory(index, { ...about, headSha: change.headSha }, wanted, context.signal);
      const pin = await index.getPin(context.tenant, plan.service, branch, context.signal);
      const rates = errorRates(plan.policy, request.rerun);
      const { alpha, falseDiscoveryRate } = rates;
      const {
        findings,
        series,
        notes: judgedNotes,
      } = judgeSeries(all, history, {
        service: plan.service,
        baselineCommit,
        candidateCommit: change.headSha,
        ages: plan.baseline,
        pin: causeOf(pin, baselineCommit),
        policy: { ...plan.policy, alpha, falseDiscoveryRate },
        budgets: plan.budgets,
      });

      const differences = environmentDifferences(parts);
      const logs = measured.find((part) => part.logs !== undefined)?.logs;
      const results = parts.find((part) => part.source.kind === 'results');
      const runs = { baseline: results?.baseline.length ?? 0, candidate: results?.candidate.length ?? 0 };
      const budgets = checkBudgets(plan.budgets, bounded);
      const output: Analysis = {
        service: plan.service,
        answer: overall(findings, runs.baseline),
        severity: findings
          .filter(isOfThisChange)
          .reduce((worst, { severity }) => worse(worst, severity), none),
        findings: [...findings],
        budgets: [...budgets, ...checkGates(gated, history, budgets.length)],
        environments: {
          baseline: distinct(parts.flatMap((part) => part.baseline.map((one) => one.environment))),
          candidate: distinct(parts.flatMap((part) => part.candidate.map((one) => one.environment))),
          differences,
          scale: differences.length === 0 ? null : environmentScale(series),
        },
        ...(logs === undefined ? {} : { logs }),
        runs,
        baselineCommit,
        candidateCommit: change.headSha,
        parts: { used: measured.filter(hasRuns).map((part) => part.source.part), missing: [...missing] },
        errorRates: rates,
        moved: movedMetrics(parts, findings),
        notes: [
          ...missing.map(
            (part) => maskedText`No answer in time from "${maskedName(part)}"; judged without it.`,
          ),
          ...measured.flatMap(({ notes }) => notes),
          ...notCompared,
          ...notJudged,
          ...judgedNotes,
          ...notesOfRuns(parts),
        ].slice(0, MOST_NOTES),
      };
      return { output, emits: [{ queue: 'reason' }] };
    },
  };
}

const none: Severity = 'none';

async function readParts(
  context: StageContext,
  plan: Plan,
): Promise<{ readonly measured: readonly Measured[]; readonly missing: readonly string[] }> {
  const used = await context.parts('mask');
  const measured: Measured[] = [];
  for (const part of used) measured.push((await context.read('mask', Measured, part)).value);
  const missing = plan.sources.map((source) => source.part).filter((part) => !used.includes(part));
  return { measured, missing };
}

/** Budgets and gates hold runs and reports alike; only runs are compared. */
function withQuality(part: Measured): Measured {
  return { ...part, candidate: [...part.candidate, ...(part.quality ?? [])] };
}

/** Where the figure is measured now: of the change's runs, or where it has none, of the baseline's. */
function wantedOf({ key, candidate, baseline }: ComparedSeries): WantedSeries[] {
  const environment = (candidate[0] ?? baseline[0])?.environment;
  return environment === undefined ? [] : [{ key, environment }];
}

/** Only a pin on the very commit that was compared with is why it was. */
function causeOf(pin: PinRow | null, baselineCommit: string | null): string | null {
  return pin !== null && pin.commit !== null && pin.commit === baselineCommit ? pin.cause : null;
}

/** A regression that the branch had before is not this change's answer. */
function isOfThisChange(finding: Finding): boolean {
  return finding.before === null;
}

function overall(findings: readonly Finding[], baselineRuns: number): Answer {
  if (baselineRuns === 0) return 'no-baseline';
  const answers = new Set(findings.map((one) => (isOfThisChange(one) ? one.answer : 'no-change')));
  return WORST_FIRST.find((answer) => answers.has(answer)) ?? 'undecided';
}

function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}

function hasRuns({ baseline, candidate }: Measured): boolean {
  return baseline.length + candidate.length > 0;
}

function distinct(environments: readonly Environment[]): Environment[] {
  return [...new Map(environments.map((one) => [JSON.stringify(one), one])).values()].slice(0, 20);
}

function notesOfRuns(parts: readonly Measured[]): readonly Masked[] {
  const runs = parts.flatMap((part) => [...part.candidate, ...part.baseline]);
  const broken = (side: 'baseline' | 'candidate'): number =>
    parts.flatMap((part) => part[side]).filter(({ complete }) => !complete).length;
  const [before, after] = [broken('baseline'), broken('candidate')];
  return [
    ...new Set(runs.flatMap(({ notes }) => notes)),
    ...(before + after === 0
      ? []
      : [
          maskedText`Broke off early: ${before} runs of the baseline and ${after} of this change; their figures are used as far as they go.`,
        ]),
  ];
}
