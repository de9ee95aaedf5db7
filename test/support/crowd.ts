import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { BASE, HEAD, type Installation } from './start-installation.ts';

/** One merge request and the webhook that asks for its verdict. */
export interface CrowdChange {
  readonly project: string;
  readonly iid: number;
  readonly webhook: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

/** What an accepted webhook was answered with. */
const Accepted = z.object({ runId: z.string() });
const LOOK_EVERY_MS = 50;
/** No comment for so long, and what is missing then is lost. */
const STANDSTILL_MS = 180_000;

/** Results of one slower commit; every change of a crowd has it as its head, so that none has to be measured for itself. */
export async function measureCrowd(installation: Installation): Promise<void> {
  await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 5 });
  await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 40, runs: 5, seed: 100 });
}

/** Projects of a crowd; the last part is the service, for which the results are. */
export function crowdProject(number: number): string {
  return `team-${number}/orders`;
}

/** Opens a merge request that adds a query within a loop. */
export function openCrowdChange({ gitlab }: Installation, project: string, iid: number): CrowdChange {
  const diff = `@@ -1,1 +1,2 @@\n const orders = await list();\n+for (const order of orders) order.items${iid} = await query(order.id);\n`;
  gitlab.addMergeRequest({
    project,
    iid,
    headSha: HEAD,
    baseSha: BASE,
    diffs: [{ old_path: 'src/orders.ts', new_path: 'src/orders.ts', diff }],
  });
  return { project, iid, webhook: signedOpening({ gitlab }, { project, iid }) };
}

/** The webhook of a change as its host would deliver it now, also again: of the same delivery, with a signature of this moment. */
export function signedOpening(
  { gitlab }: Pick<Installation, 'gitlab'>,
  { project, iid }: Pick<CrowdChange, 'project' | 'iid'>,
): CrowdChange['webhook'] {
  return gitlab.signedWebhook({
    project,
    iid,
    action: 'open',
    deliveryId: `opening-${project.replaceAll('/', '-')}-${iid}`,
  });
}

/** The run that an answer promises; null when nothing was accepted. */
export function acceptedRun({
  status,
  body,
}: {
  readonly status: number;
  readonly body: string;
}): string | null {
  return status === 202 ? Accepted.parse(JSON.parse(body)).runId : null;
}

/**
 * Looks until every change has its comment, or none got one for three minutes.
 * @returns for each change the `performance.now()` at which its comment was first seen; those without one are missing
 */
export async function commentsOf(
  { gitlab }: Installation,
  changes: readonly CrowdChange[],
): Promise<ReadonlyMap<CrowdChange, number>> {
  const seen = new Map<CrowdChange, number>();
  let waiting = changes;
  let progressAt = performance.now();
  for (;;) {
    const now = performance.now();
    const found = waiting.filter(({ project, iid }) => gitlab.notes(project, iid).length > 0);
    for (const change of found) seen.set(change, now);
    if (found.length > 0) {
      progressAt = now;
      waiting = waiting.filter((change) => !seen.has(change));
    }
    if (waiting.length === 0 || now - progressAt > STANDSTILL_MS) return seen;
    await wait(LOOK_EVERY_MS);
  }
}
