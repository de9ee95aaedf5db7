import { type Answer } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedDocument, maskedText } from '../contracts/masked-text.ts';
import { ReportDocument } from '../contracts/report-document.ts';
import { type ReportModel } from './report-model.ts';

/** The report as `perf-agent.report.v1` (shared/contracts/report-document.ts), indented by two, ending in a newline. */
export function renderJson(model: ReportModel): Masked {
  const document = ReportDocument.parse(documentOf(model));
  return maskedText`${maskedDocument(document)}\n`;
}

function documentOf({ input, rows, budgets, notes }: ReportModel): ReportDocument {
  const { analysis, change, decision, explanation, generatedAt, plan } = input;
  const count = (answer: Answer): number =>
    analysis.findings.filter((finding) => finding.answer === answer).length;
  return {
    schema: 'perf-agent.report.v1',
    runId: input.runId,
    generatedAt,
    service: analysis.service,
    change,
    verdict: decision.verdict,
    headline: decision.headline,
    answer: analysis.answer,
    severity: analysis.severity,
    counts: {
      regression: count('regression'),
      improvement: count('improvement'),
      noChange: count('no-change'),
      undecided: count('undecided'),
      noBaseline: count('no-baseline'),
    },
    findings: rows.map(({ finding, consequence }) => ({ ...finding, onRegression: consequence })),
    budgets: [...budgets],
    explanation,
    decision: { reasons: decision.reasons, policy: decision.policy },
    risk: plan.risk,
    comparison: {
      environments: analysis.environments,
      ...(analysis.logs === undefined ? {} : { logs: analysis.logs }),
      runs: analysis.runs,
      baselineCommit: analysis.baselineCommit,
      candidateCommit: analysis.candidateCommit,
      parts: analysis.parts,
      errorRates: analysis.errorRates,
      moved: analysis.moved,
    },
    notes: [...notes],
  };
}
