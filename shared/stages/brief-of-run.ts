import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { ChangeBrief } from '../contracts/change-brief.ts';
import { Decision } from '../contracts/decision.ts';
import type { RunId } from '../contracts/envelope.ts';
import { Explanation } from '../contracts/explanation.ts';
import { Analysis } from '../contracts/finding.ts';
import { Plan } from '../contracts/plan.ts';
import { ReportPublished } from '../contracts/published.ts';
import { TransientError } from '../errors/pipeline-error.ts';
import type { StageContext } from '../ports/stage.ts';
import { changeBrief } from '../reporting/change-brief.ts';
import { reportModel } from '../reporting/report-model.ts';
import { skipBrief } from '../reporting/skip-brief.ts';
import { recordedOutput } from './recorded-output.ts';

interface RunBrief {
  readonly brief: ChangeBrief;
  readonly request: AnalysisRequested;
  readonly plan: Plan;
  /** Null: nothing was measured, and no earlier verdict stands. */
  readonly report: ReportPublished | null;
}

/** What a verdict rests on. */
interface Judged {
  readonly plan: Plan;
  readonly analysis: Analysis;
  readonly explanation: Explanation;
  readonly decision: Decision;
  readonly report: ReportPublished;
}

/**
 * The brief of the run, made again from its records, so that it says what comment and report say; of a run that was told an earlier verdict,
 * from the records of the run that reached it.
 */
export async function briefOfRun(context: StageContext): Promise<RunBrief> {
  const [{ value: request }, { value: plan }] = await Promise.all([
    context.read('receive', AnalysisRequested),
    context.read('plan', Plan),
  ]);
  const { skip } = plan;
  if (skip !== undefined && skip.of === null) {
    return { brief: skipBrief(context.runId, request.change, plan, skip), request, plan, report: null };
  }
  const of = skip?.of ?? context.runId;
  const judged = of === context.runId ? await ownRecords(plan, context) : await earlierRecords(of, context);
  const model = reportModel({
    change: request.change,
    runId: of,
    ...judged,
    generatedAt: judged.report.linksExpireAt,
  });
  const links = {
    report: judged.report.files.find(({ format }) => format === 'html')?.url ?? null,
    expireAt: judged.report.linksExpireAt,
  };
  return { brief: changeBrief(model, links), request, plan, report: judged.report };
}

async function ownRecords(plan: Plan, context: StageContext): Promise<Judged> {
  const [analysis, explanation, decision, report] = await Promise.all([
    context.read('analyse', Analysis),
    context.read('reason', Explanation),
    context.read('decide', Decision),
    context.read('report', ReportPublished),
  ]);
  return {
    plan,
    analysis: analysis.value,
    explanation: explanation.value,
    decision: decision.value,
    report: report.value,
  };
}

async function earlierRecords(runId: RunId, context: StageContext): Promise<Judged> {
  const [plan, analysis, explanation, decision, report] = await Promise.all([
    recordedOutput({ runId, step: 'plan' }, Plan, context),
    recordedOutput({ runId, step: 'analyse' }, Analysis, context),
    recordedOutput({ runId, step: 'reason' }, Explanation, context),
    recordedOutput({ runId, step: 'decide' }, Decision, context),
    recordedOutput({ runId, step: 'report' }, ReportPublished, context),
  ]);
  if (plan === null || analysis === null || explanation === null || decision === null || report === null) {
    throw new TransientError(
      'STEP_MISSING',
      `The run ${runId} whose verdict stands has not all its records.`,
    );
  }
  return { plan, analysis, explanation, decision, report };
}
