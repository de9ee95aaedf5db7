import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { identityKey } from '../contracts/identity-key.ts';
import type { Emit } from '../contracts/run-record.ts';
import { maskPath } from '../masking/mask-path.ts';
import { requestOf } from '../pipeline/request-of.ts';
import type { Connections } from '../ports/connections.ts';
import type { Masker } from '../ports/masker.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { StageContext } from '../ports/stage.ts';
import { checksOfHead } from './newest-judged.ts';

export interface RetargetPorts {
  readonly index: RunIndex;
  readonly connections: Connections;
  readonly maskerOf: (runId: string) => Masker;
}

/**
 * A change that is given another target branch names the run of its head again, whose verdict is about the old one: baseline, budgets and diff
 * are another branch's now. Asked on every delivery of the request: when the host names another target than that of the newest run of this
 * commit, one run more is asked for each check on it. Their ids follow from how many runs the commit has, so that a further delivery
 * asks for no others.
 * @returns none: this is the first time, the commit is no head any more, or it was judged against this branch last
 */
export async function retargetedChecks(
  request: AnalysisRequested,
  { index, connections, maskerOf }: RetargetPorts,
  context: StageContext,
): Promise<readonly NonNullable<Emit['other']>[]> {
  const { tenant, runId, signal, clock } = context;
  const { connection, project, number, headSha } = request.change;
  if (request.intent !== 'judge' || connection === null || number === null) return [];
  // A first delivery is not listed yet.
  if ((await index.getRun(tenant, runId, signal)) === null) return [];
  const { changes: host } = await connections.get(connection);
  const now = (await host?.fetchChange(project, number, signal)) ?? null;
  if (now?.targetBranch == null || now.headSha !== headSha) return [];
  const target = maskPath(now.targetBranch, maskerOf(identityKey(tenant)));
  const { beside, rerun, approved, targets } = await checksOfHead(index, connection, now, context);
  const trigger = {
    kind: 'webhook' as const,
    event: 'the target branch changed',
    deliveryId: null,
    at: clock.now().toISOString(),
  };
  // Its own run may not be planned yet.
  const before = targets.size === 0 ? new Map([[null, request.change.targetBranch]]) : targets;
  return beside
    .filter((service) => before.has(service) && before.get(service) !== target)
    .map((service) =>
      requestOf({ tenant, maskerOf }, connection, now, {
        ...{ intent: 'judge', trigger, service },
        rerun: Math.max(rerun, request.rerun + 1),
        ...(approved ? { approved } : {}),
      }),
    );
}
