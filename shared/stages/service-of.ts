import type { AnalysisRequested, Change } from '../contracts/analysis-requested.ts';
import { isReplaced } from '../contracts/identity-key.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskPath } from '../masking/mask-path.ts';
import { perfBudgetFromText } from '../policy/load-documents.ts';
import type { SourcedDocument } from '../policy/parse-yaml-document.ts';
import { PERF_BUDGET_FILE, type PerfBudget } from '../policy/perf-budget.ts';
import type { ChangeHost } from '../ports/change-host.ts';
import type { Masker } from '../ports/masker.ts';

/** `.perfbudget.yml` of the target branch: a change must not loosen the budget that it is judged by. @returns null when there is none. */
export async function readBudgetFile(
  change: Change,
  host: ChangeHost | null,
  signal: AbortSignal,
): Promise<SourcedDocument<PerfBudget> | null> {
  const branch = await targetBranchOf(change, host, signal);
  if (host === null || branch === null) return null;
  const text = await host.fetchFile(change.project, PERF_BUDGET_FILE, branch, signal);
  return text === null ? null : perfBudgetFromText(text, PERF_BUDGET_FILE);
}

/** The branch as the host knows it: the request holds its masked name, which mostly is the same. */
async function targetBranchOf(
  { project, number, targetBranch }: Change,
  host: ChangeHost | null,
  signal: AbortSignal,
): Promise<string | null> {
  if (targetBranch === null || !isReplaced(targetBranch)) return targetBranch;
  if (host === null || number === null) return null;
  return (await host.fetchChange(project, number, signal))?.targetBranch ?? null;
}

/**
 * The service that was asked for, when it is another than the change's own (by budget file or project): two services judged in one change do
 * not share comment and check.
 */
export function besideOf(
  request: Pick<AnalysisRequested, 'service' | 'change'>,
  budgetFile: Parameters<typeof serviceOf>[1],
  names: Masker,
): { readonly beside?: Masked } {
  const { service } = request;
  const own = serviceOf({ ...request, service: null }, budgetFile, names);
  return service === null || service === own ? {} : { beside: service };
}

/**
 * The service that a change belongs to: as asked for, as its budget file says, or named like its project.
 * @param names masks under the tenant's key, as the door of the results does: both have to call a service the same.
 */
export function serviceOf(
  request: Pick<AnalysisRequested, 'service' | 'change'>,
  budgetFile: SourcedDocument<PerfBudget> | null,
  names: Masker,
): Masked {
  const { project } = request.change;
  return (
    request.service ?? maskPath(budgetFile?.value.service ?? project.split('/').at(-1) ?? project, names)
  );
}
