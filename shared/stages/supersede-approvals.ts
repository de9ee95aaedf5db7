import type { ApprovalStep } from '../contracts/approval.ts';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { maskedText } from '../contracts/masked-text.ts';
import { approvalPrefix } from '../contracts/approval.ts';
import { RunId } from '../contracts/envelope.ts';
import { messageOf } from '../pipeline/messages.ts';
import type { StageContext, StageResult } from '../ports/stage.ts';
import { actEmit } from './act-on-event.ts';
import { appendApproval, readApproval } from './approval-log.ts';
import type { ApprovePorts } from './approve-ports.ts';
import { recordedOutput } from './recorded-output.ts';

/** More heads of one change do not wait at once. */
const MOST_EARLIER = 50;

/**
 * A newer head of a change ends what waits for its older ones: a decision about them would decide nothing any more. So does a newer run of
 * the same commit and service what waits for the runs before it: they share a check, and what people agree to is the verdict that they see.
 */
export async function supersedeApprovals(
  ports: ApprovePorts,
  context: StageContext,
): Promise<StageResult<ApprovalStep>> {
  const { signal, tenant } = context;
  const { value: request } = await context.read('receive', AnalysisRequested);
  const { change } = request;
  const { connection, project, number, headSha } = change;
  if (connection === null || number === null) return result(0);
  const rows = await ports.index.listApprovals(
    { tenant, change: { connection, project, number }, limit: MOST_EARLIER },
    signal,
  );
  let ended = 0;
  for (const row of rows.filter((one) => one.runId !== context.runId)) {
    const runId = RunId.parse(row.runId);
    const isOfHead = row.headSha === headSha;
    if (isOfHead && !(await isEarlierRun(runId, request, context))) continue;
    if (await endWait(ports, runId, isOfHead ? context.runId : headSha, context)) ended += 1;
  }
  return result(ended);
}

/** @returns whether the approval waited until now */
async function endWait(
  ports: ApprovePorts,
  runId: RunId,
  by: string,
  { artifacts, signal, tenant, clock, traceparent }: StageContext,
): Promise<boolean> {
  for (;;) {
    const { state } = await readApproval(artifacts, runId, signal);
    if (state === null) return false;
    const isOurs = state.status === 'superseded' && state.supersededBy === by;
    if (state.status !== 'waiting' && !isOurs) return false;
    if (!isOurs) {
      const about = { runId, tenant, after: state.sequence, at: clock.now() };
      const event = await appendApproval(artifacts, about, { kind: 'superseded', by }, signal);
      if (event === null) continue;
    }
    // Of the older run; sent again by every delivery, as what a step emits of its own run is.
    const sequence = isOurs ? state.sequence : state.sequence + 1;
    const from = { runId, tenant, step: 'approve', ref: approvalPrefix(runId), now: clock.now() };
    await ports.sender.send([messageOf(actEmit(sequence), from, traceparent)], signal);
    return !isOurs;
  }
}

async function isEarlierRun(
  runId: RunId,
  { service, rerun }: AnalysisRequested,
  context: StageContext,
): Promise<boolean> {
  const other = await recordedOutput({ runId, step: 'receive' }, AnalysisRequested, context);
  return other !== null && other.service === service && other.rerun < rerun;
}

function result(ended: number): StageResult<ApprovalStep> {
  return {
    output: {
      did: ended === 0 ? 'nothing' : 'superseded',
      sequence: 0,
      reason: maskedText`${ended} older runs no longer wait.`,
    },
    emits: [],
  };
}
