import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Delivered } from '../contracts/published.ts';
import type { Emit } from '../contracts/run-record.ts';
import { runIdOf } from '../pipeline/run-id.ts';
import type { Connections } from '../ports/connections.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { StageContext } from '../ports/stage.ts';
import { newerHeadOf } from './newer-head.ts';

/**
 * A push that brings an earlier head back (A, then B, then A by force) names the run of that head again, which has ended: its status may say
 * that it was superseded, and the comment speaks of B. Asked on every delivery of the request; when another commit was the head in between
 * and this one is again, one run more is asked for, to which the loop guard gives the verdict of then. Its id follows from the run in between,
 * so a further delivery asks for no other.
 * @returns null: this is the first time, or the head is another one
 */
export async function returnedHead(
  request: AnalysisRequested,
  ports: { readonly index: RunIndex; readonly connections: Connections },
  context: StageContext,
): Promise<NonNullable<Emit['other']> | null> {
  const { change } = request;
  if (request.intent !== 'judge' || change.connection === null || change.number === null) return null;
  const after = await inBetween(request, ports.index, context);
  if (after === null || (await newerHeadOf(change, ports.connections, context.signal)) !== null) return null;
  const trigger = { ...request.trigger, at: context.clock.now().toISOString() };
  const variant = `returned ${context.runId} ${after}` as const;
  return { runId: runIdOf({ ...request, variant }), request: { ...request, trigger } };
}

/** What was the head after this run: the newest run of the change when it is on another commit, else the commit for whose sake this one stopped. */
async function inBetween(
  { change: { connection, project, number, headSha } }: AnalysisRequested,
  index: RunIndex,
  context: StageContext,
): Promise<string | null> {
  const { tenant, runId, signal } = context;
  if (connection === null || number === null) return null;
  // A first delivery is not listed yet.
  const own = await index.getRun(tenant, runId, signal);
  if (own === null) return null;
  const [newest] = await index.listChangeRuns(
    { tenant, connection, project, change: number, since: own.startedAt, limit: 1 },
    signal,
  );
  if (newest !== undefined && newest.headSha !== headSha) return newest.runId;
  if (newest !== undefined && newest.runId !== runId) return null;
  const delivered = await context.find('deliver', Delivered);
  return delivered?.value.comment.status === 'superseded' ? delivered.value.comment.by : null;
}
