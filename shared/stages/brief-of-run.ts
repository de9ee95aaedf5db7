import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { ChangeBrief } from '../contracts/change-brief.ts';
import { Decision } from '../contracts/decision.ts';
import { Explanation } from '../contracts/explanation.ts';
import { Analysis } from '../contracts/finding.ts';
import { Plan } from '../contracts/plan.ts';
import { ReportPublished } from '../contracts/published.ts';
import type { StageContext } from '../ports/stage.ts';
import { changeBrief } from '../reporting/change-brief.ts';
import { reportModel } from '../reporting/report-model.ts';

interface RunBrief {
  readonly brief: ChangeBrief;
  readonly request: AnalysisRequested;
  readonly plan: Plan;
  readonly report: ReportPublished;
}

/** The brief of the run, made again from its records, so that it says what comment and report say. */
export async function briefOfRun(context: StageContext): Promise<RunBrief> {
  const [request, plan, analysis, explanation, decision, report] = await Promise.all([
    context.read('receive', AnalysisRequested),
    context.read('plan', Plan),
    context.read('analyse', Analysis),
    context.read('reason', Explanation),
    context.read('decide', Decision),
    context.read('report', ReportPublished),
  ]);
  const model = reportModel({
    change: request.value.change,
    runId: context.runId,
    plan: plan.value,
    analysis: analysis.value,
    explanation: explanation.value,
    decision: decision.value,
    generatedAt: report.value.linksExpireAt,
  });
  const links = {
    report: report.value.files.find(({ format }) => format === 'html')?.url ?? null,
    expireAt: report.value.linksExpireAt,
  };
  return {
    brief: changeBrief(model, links),
    request: request.value,
    plan: plan.value,
    report: report.value,
  };
}
