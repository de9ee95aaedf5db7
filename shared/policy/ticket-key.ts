import type { Change } from '../contracts/analysis-requested.ts';

/**
 * The key under which a regression has its one issue: the same for every push, re-run and redelivery of a change, and for
 * every commit of a branch that is measured without one; different for each service that is judged.
 */
export function ticketKey(change: Change, service: string): string {
  const what = change.number ?? change.sourceBranch ?? change.targetBranch ?? change.headSha;
  return [change.connection ?? 'none', change.project, what, service].join(':');
}
