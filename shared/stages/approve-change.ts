import { ApprovalStep, type Happened } from '../contracts/approval.ts';
import { maskedText } from '../contracts/masked-text.ts';
import type { ApprovalState } from '../approval/approval-state.ts';
import type { Stage, StageContext, StageResult } from '../ports/stage.ts';
import { actEmit, actOnEvent } from './act-on-event.ts';
import { answerClick } from './answer-click.ts';
import { appendApproval, readApproval } from './approval-log.ts';
import { approvalPartFrom } from './approval-part.ts';
import type { ApprovePorts } from './approve-ports.ts';
import { sayApproval } from './say-approval.ts';
import { supersedeApprovals } from './supersede-approvals.ts';

/** Everything that follows from an approval: each message of the queue is one thing to do, done once. */
export function approveChange(ports: ApprovePorts): Stage<ApprovalStep> {
  return {
    step: 'approve',
    output: ApprovalStep,
    async run(context) {
      const part = approvalPartFrom(context.part);
      switch (part.kind) {
        case 'act':
          return actOnEvent(ports, context, part.sequence);
        case 'say':
          return sayApproval(ports, context, part);
        case 'answer':
          return answerClick(ports, context, part.hash);
        case 'supersede':
          return supersedeApprovals(ports, context);
        case 'remind':
          return passTime(context, { kind: 'reminded' }, ({ reminded }) => !reminded);
        case 'escalate':
          return passTime(context, { kind: 'escalated' }, ({ escalated }) => !escalated);
        case 'expire':
          return passTime(context, { kind: 'expired' }, () => true);
        case 'nudge':
          return goOn(context);
      }
    },
  };
}

/** A scheduled time has come: noted when the approval still waits, and nothing otherwise. */
async function passTime(
  context: StageContext,
  happened: Happened,
  isDue: (state: ApprovalState) => boolean,
): Promise<StageResult<ApprovalStep>> {
  const { artifacts, runId, tenant, signal, clock } = context;
  for (;;) {
    const { state } = await readApproval(artifacts, runId, signal);
    if (state?.status !== 'waiting' || !isDue(state)) return goOn(context);
    const about = { runId, tenant, after: state.sequence, at: clock.now() };
    const event = await appendApproval(artifacts, about, happened, signal);
    if (event === null) continue;
    return {
      output: {
        did: 'noted',
        sequence: event.sequence,
        reason: maskedText`Nobody had decided by then.`,
      },
      emits: [actEmit(event.sequence)],
    };
  }
}

/** Hands on what was written and perhaps not handed on: whoever did both only sends the same messages again. */
async function goOn({ artifacts, runId, signal }: StageContext): Promise<StageResult<ApprovalStep>> {
  const { events, state } = await readApproval(artifacts, runId, signal);
  const last = state?.sequence ?? 0;
  return {
    output: { did: 'went-on', sequence: last, reason: maskedText`${events.length} events stand.` },
    emits: events.slice(-MOST_HANDED_ON).map(({ sequence }) => actEmit(sequence)),
  };
}

const MOST_HANDED_ON = 50;
