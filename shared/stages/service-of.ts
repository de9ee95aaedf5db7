import type { AnalysisRequested, Change } from '../contracts/analysis-requested.ts';
import { parseYamlDocument } from '../policy/parse-yaml-document.ts';
import { PERF_BUDGET_FILE, PerfBudget } from '../policy/perf-budget.ts';
import type { ChangeHost } from '../ports/change-host.ts';

/** `.perfbudget.yml` of the target branch: a change must not loosen the budget that it is judged by. @returns null when there is none. */
export async function readBudgetFile(
  change: Change,
  host: ChangeHost | null,
  signal: AbortSignal,
): Promise<PerfBudget | null> {
  if (host === null || change.targetBranch === null) return null;
  const text = await host.fetchFile(change.project, PERF_BUDGET_FILE, change.targetBranch, signal);
  return text === null ? null : parseYamlDocument(text, PERF_BUDGET_FILE, PerfBudget);
}

/** The service that a change belongs to: as asked for, as its budget file says, or named like its project. */
export function serviceOf(
  request: Pick<AnalysisRequested, 'service' | 'change'>,
  budgetFile: PerfBudget | null,
): string {
  const { project } = request.change;
  return request.service ?? budgetFile?.service ?? project.split('/').at(-1) ?? project;
}
