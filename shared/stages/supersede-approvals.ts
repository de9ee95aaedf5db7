import type { ApprovalStep } from '../contracts/approval.ts';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { maskedText } from '../contracts/masked-text.ts';
import { approvalPrefix } from '../contracts/approval.ts';
import { messageOf } from '../pipeline/messages.ts';
import type { StageContext, StageResult } from '../ports/stage.ts';
import { actEmit } from './act-on-event.ts';
import { appendApproval, readApproval } from './approval-log.ts';
import type { ApprovePorts } from './approve-ports.ts';

/** More heads of one change do not wait at once. */
const MOST_EARLIER = 50;

/** A newer head of a change ends what waits for its older ones: a decision about them would decide nothing any more. */
export async function supersedeApprovals(
  ports: ApprovePorts,
  context: StageContext,
): Promise<StageResult<ApprovalStep>> {
  const { artifacts, signal, tenant, clock, traceparent } = context;
  const { change } = (await context.read('receive', AnalysisRequested)).value;
  const { connection, project, number, headSha } = change;
  if (connection === null || number === null) return result(0);
  const rows = await ports.index.listApprovals(
    { tenant, change: { connection, project, number }, limit: MOST_EARLIER },
    signal,
  );
  let ended = 0;
  for (const { runId } of rows.filter((row) => row.headSha !== headSha && row.runId !== context.runId)) {
    for (;;) {
      const { state } = await readApproval(artifacts, runId, signal);
      if (state === null) break;
      const isOurs = state.status === 'superseded' && state.supersededBy === headSha;
      if (state.status !== 'waiting' && !isOurs) break;
      if (!isOurs) {
        const about = { runId, tenant, after: state.sequence, at: clock.now() };
        if ((await appendApproval(artifacts, about, { kind: 'superseded', by: headSha }, signal)) === null) {
          continue;
        }
        ended += 1;
      }
      // Of the older run; sent again by every delivery, as what a step emits of its own run is.
      const sequence = isOurs ? state.sequence : state.sequence + 1;
      const from = { runId, tenant, step: 'approve', ref: approvalPrefix(runId), now: clock.now() };
      await ports.sender.send([messageOf(actEmit(sequence), from, traceparent)], signal);
      break;
    }
  }
  return result(ended);
}

function result(ended: number): StageResult<ApprovalStep> {
  return {
    output: {
      did: ended === 0 ? 'nothing' : 'superseded',
      sequence: 0,
      reason: maskedText`${ended} older heads no longer wait.`,
    },
    emits: [],
  };
}
