import { type Change } from '../contracts/analysis-requested.ts';
import { type Decision } from '../contracts/decision.ts';
import { type Claim, type Explanation } from '../contracts/explanation.ts';
import {
  type Analysis,
  type Answer,
  type BudgetResult,
  type ErrorRates,
  type Finding,
} from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { type Plan } from '../contracts/plan.ts';
import { changeMark } from './change-mark.ts';
import { answerOfFinding, certaintyWords, changeWords, labelWords } from './finding-words.ts';
import { formatMeasure } from './format-measure.ts';
import { formatNumber } from '../statistics/format/format-number.ts';
import { type Consequence, orderFindings } from './order-findings.ts';
import { commonLabels, tellingLabels } from './telling-labels.ts';
import { originWords, policyMark, policyWords } from './policy-words.ts';
import { verdictWords } from './verdict-words.ts';

/** Everything a report says, as the steps before it left it. */
export interface ReportInput {
  readonly change: Change;
  readonly runId: string;
  readonly plan: Plan;
  readonly analysis: Analysis;
  readonly explanation: Explanation | null;
  readonly decision: Decision;
  /** ISO 8601; given, so that the same input gives the same bytes. */
  readonly generatedAt: string;
  readonly links?: ReportLinks;
}

/** Pages that the report points to; only http and https addresses are shown as links. */
export interface ReportLinks {
  /** Live page of the run. */
  readonly run?: string;
}

/** One finding with its words, in the order a reader needs it. */
export interface ReportRow {
  readonly finding: Finding;
  readonly consequence: Consequence;
  /** `http_req_duration p95`. */
  readonly metric: Masked;
  /** `name=/orders`, without labels that are the same everywhere; empty when the metric has none. */
  readonly labels: Masked;
  readonly answer: Masked;
  /** Ids of findings that say the same again (same cause, less clear), by the finding's own. */
  readonly alike: readonly string[];
  /** ` (not gated)` for what the policy leaves out of the verdict and is not without change; else empty. */
  readonly gate: Masked;
  readonly baseline: Masked;
  readonly candidate: Masked;
  readonly change: Masked;
  readonly certainty: Masked;
}

/** A statement with its evidence; `notes` says what file ids such as `D3` stand for. */
export interface ReportClaim {
  readonly claim: Claim;
  readonly evidence: readonly { readonly id: string; readonly file: Masked | null }[];
}

/** What all renderers read: words are chosen and ordered once, so that comment, page and picture agree. */
export interface ReportModel {
  readonly input: ReportInput;
  readonly headline: Masked;
  readonly verdict: Masked;
  readonly summary: Masked;
  readonly rows: readonly ReportRow[];
  readonly budgets: readonly BudgetResult[];
  readonly causes: readonly ReportClaim[];
  readonly fixes: readonly ReportClaim[];
  /** What was compared, as name and value. */
  readonly facts: readonly { readonly name: Masked; readonly value: Masked }[];
  /** Warnings first: different environments, missing parts, then notes of plan and analysis. */
  readonly notes: readonly Masked[];
}

const BUDGET_RANK: Record<BudgetResult['result'], number> = {
  breached: 0,
  'not-measured': 1,
  'no-baseline': 2,
  kept: 3,
};

/** Orders and words everything that a report says. Pure: the same input gives the same model. */
export function reportModel(input: ReportInput): ReportModel {
  const { analysis, decision, explanation, plan } = input;
  const rules = new Map(plan.policy.rules.map((rule) => [rule.id, rule.onRegression]));
  // A finding that no rule of the policy covers decides nothing (policy/decide-verdict.ts).
  const consequenceOf = (finding: Finding): Consequence => rules.get(finding.rule) ?? 'ignore';
  const common = commonLabels(analysis.findings);
  const alike = Map.groupBy(analysis.findings, ({ sameCauseAs }) => sameCauseAs);
  const rows = orderFindings(analysis.findings, consequenceOf).map((finding) =>
    rowOf(
      finding,
      consequenceOf(finding),
      common,
      (alike.get(finding.id) ?? []).map(({ id }) => id),
      policyMark(decision, finding.id),
    ),
  );
  return {
    input,
    headline: decision.headline,
    verdict: verdictWords(decision.verdict),
    summary: summaryWords(rows, analysis.budgets),
    rows,
    budgets: analysis.budgets.toSorted((a, b) => BUDGET_RANK[a.result] - BUDGET_RANK[b.result]),
    causes: (explanation?.causes ?? []).map((claim) => claimOf(claim, plan)),
    fixes: (explanation?.fixes ?? []).map((claim) => claimOf(claim, plan)),
    facts: factsOf(input, labelWords(common)),
    notes: notesOf(input),
  };
}

function rowOf(
  finding: Finding,
  consequence: Consequence,
  common: Finding['labels'],
  alike: readonly string[],
  mark: Masked | null,
): ReportRow {
  return {
    finding,
    consequence,
    metric: maskedText`${finding.metric} ${maskedName(finding.statistic)}`,
    labels: labelWords(tellingLabels(finding.labels, common)),
    answer: answerOfFinding(finding),
    alike,
    gate:
      mark ??
      (consequence === 'ignore' && finding.answer !== 'no-change' ? maskedText` (not gated)` : maskedText``),
    baseline: formatMeasure(finding.baseline.mean, finding),
    candidate: formatMeasure(finding.candidate.mean, finding),
    change: changeWords(finding),
    certainty: certaintyWords(finding),
  };
}

function claimOf(claim: Claim, plan: Plan): ReportClaim {
  const evidence = claim.evidence.map((id) => ({
    id,
    file: id.startsWith('D') ? (plan.diff.files[Number(id.slice(1)) - 1]?.path ?? null) : null,
  }));
  return { claim, evidence };
}

/** `2 regressions, 1 undecided and 12 without change of 15 figures; 1 budget breached`. */
function summaryWords(rows: readonly ReportRow[], budgets: readonly BudgetResult[]): Masked {
  if (rows.length === 0 && budgets.length === 0) return maskedText`nothing was measured`;
  const own = rows.filter(({ finding }) => finding.before === null);
  const count = (answer: Answer): number => own.filter(({ finding }) => finding.answer === answer).length;
  const ungated = own.filter(({ finding, gate }) => finding.answer === 'regression' && gate !== '').length;
  const phrases: readonly (readonly [number, string, string])[] = [
    [count('regression') - ungated, 'regression', 'regressions'],
    [ungated, 'regression that is not gated', 'regressions that are not gated'],
    [rows.length - own.length, 'worse before this change', 'worse before this change'],
    [count('undecided'), 'undecided', 'undecided'],
    [count('improvement'), 'improvement', 'improvements'],
    [count('no-change'), 'without change', 'without change'],
    [count('no-baseline'), 'without a baseline', 'without a baseline'],
    [budgets.filter(({ result }) => result === 'breached').length, 'budget breached', 'budgets breached'],
  ];
  const said = phrases.filter(([number]) => number > 0);
  return maskedName(
    said.map(([number, one, many]) => `${String(number)} ${number === 1 ? one : many}`).join(', '),
  );
}

function factsOf(
  { analysis, change, decision, generatedAt, plan, runId }: ReportInput,
  common: Masked,
): ReportModel['facts'] {
  const { baselineCommit, candidateCommit, runs, parts } = analysis;
  const none = maskedText`none`;
  const fact = (name: Masked, value: Masked): ReportModel['facts'][number] => ({ name, value });
  return [
    fact(maskedText`Service`, maskedName(analysis.service)),
    fact(maskedText`Change`, maskedText`${maskedName(change.project)} ${changeNumber(change)}`),
    fact(maskedText`Commit`, maskedName(candidateCommit)),
    fact(maskedText`Baseline`, baselineCommit === null ? none : maskedName(baselineCommit)),
    fact(maskedText`Runs`, maskedText`${runs.baseline} of the baseline, ${runs.candidate} of this change`),
    fact(maskedText`Environment`, environmentWords(analysis)),
    ...(analysis.errorRates === null
      ? []
      : [fact(maskedText`Error rates`, errorRateWords(analysis.errorRates))]),
    fact(maskedText`Sources`, parts.used.length === 0 ? none : maskedName(parts.used.join(', '))),
    fact(
      maskedText`Policy`,
      maskedText`${maskedName(decision.policy.id)} version ${maskedName(decision.policy.version)}`,
    ),
    ...(common === '' ? [] : [fact(maskedText`Labels of all labelled figures`, common)]),
    fact(maskedText`Risk of the diff`, maskedText`${maskedName(plan.risk.level)}`),
    fact(maskedText`Run`, maskedName(runId)),
    fact(maskedText`Written`, maskedName(generatedAt)),
  ];
}

function changeNumber({ number, sourceBranch, targetBranch, url }: Change): Masked {
  const of = number === null ? maskedText`without a number` : changeMark(number, url);
  if (sourceBranch === null || targetBranch === null) return of;
  return maskedText`${of}, ${maskedName(sourceBranch)} into ${maskedName(targetBranch)}`;
}

function environmentWords({ environments }: Analysis): Masked {
  const names = [...environments.candidate, ...environments.baseline].map(({ name }) => name);
  const distinct = [...new Set(names)];
  const [first, ...others] = distinct;
  if (first === undefined) return maskedText`not told`;
  return others.length === 0 ? first : maskedText`${first} and ${others.length} more`;
}

function notesOf({ analysis, decision, plan }: ReportInput): readonly Masked[] {
  const different = analysis.environments.differences.map(
    (difference) => maskedText`Different environment: ${difference}`,
  );
  const missing = analysis.parts.missing.map(
    (part) => maskedText`Source ${maskedName(part)} gave nothing in time and is missing here.`,
  );
  const { scale } = analysis.environments;
  const scaled = scale === null ? [] : [scale.reason, ...scale.strays];
  return [
    ...policyWords(decision),
    ...different,
    ...scaled,
    ...missing,
    ...analysis.notes,
    ...plan.notes,
    ...originWords(decision, plan),
  ];
}

/** How often such answers are wrong, and for which look at the commit that holds. */
function errorRateWords({ alpha, falseDiscoveryRate, look }: ErrorRates): Masked {
  const percent = (share: number): Masked => maskedName(`${formatNumber(share * 100)} %`);
  const rates = maskedText`a false alarm in at most ${percent(alpha)} of unchanged figures and ${percent(falseDiscoveryRate)} of unchanged changes`;
  return look === 1
    ? rates
    : maskedText`${rates}; look ${look} at this commit, which spends a part of its own`;
}
