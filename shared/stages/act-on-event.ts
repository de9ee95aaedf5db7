import type { ApprovalEvent, ApprovalStep } from '../contracts/approval.ts';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { RunId } from '../contracts/envelope.ts';
import type { ApprovalNeed } from '../contracts/approval-need.ts';
import { Decision } from '../contracts/decision.ts';
import { Explanation } from '../contracts/explanation.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Masked } from '../contracts/masked.ts';
import { Plan } from '../contracts/plan.ts';
import type { Delivered } from '../contracts/published.ts';
import { ReportPublished } from '../contracts/published.ts';
import type { Emit, Remark } from '../contracts/run-record.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import { type ApprovalState, approvalState } from '../approval/approval-state.ts';
import { approvalBlock, checkState, statusWords, withBlock } from '../approval/approval-words.ts';
import type { ApprovalRow } from '../ports/run-index.ts';
import type { StageContext, StageResult } from '../ports/stage.ts';
import { appendApproval, type ReadApproval, readApproval } from './approval-log.ts';
import { approvalPartName } from './approval-part.ts';
import type { ApprovePorts } from './approve-ports.ts';
import { pageLinkOf } from './approval-page-link.ts';
import { tellChange } from './tell-change.ts';
import { withWhoToAsk } from './who-to-ask.ts';

/** Whether the change itself reads differently afterwards. A newer run of the same commit speaks for itself there. */
function isToldOnTheChange(happened: ApprovalEvent['happened']): boolean {
  if (happened.kind === 'superseded') return !RunId.safeParse(happened.by).success;
  return happened.kind === 'said' || happened.kind === 'escalated' || happened.kind === 'expired';
}

/**
 * What follows from one event: check and comment, the index, the audit log, and a message for each messenger. Under the approval's lock, and only the last
 * event speaks, so that an older state never overwrites a newer one.
 */
export async function actOnEvent(
  ports: ApprovePorts,
  context: StageContext,
  sequence: number,
): Promise<StageResult<ApprovalStep>> {
  const ahead = speaking(await readApproval(context.artifacts, context.runId, context.signal), sequence);
  // Who to ask is asked of the host, which may take seconds; nobody's word waits for that.
  const asked = ahead ? await judgedNews(ports, context) : null;
  return ports.lock.withLock(`approvals/${context.runId}`, context.signal, async () => {
    const read = await begunApproval(context, sequence);
    const { events, state } = read;
    const event = events.find((one) => one.sequence === sequence);
    if (event === undefined || state === null) {
      throw new TransientError(
        'STEP_MISSING',
        `The approval of ${context.runId} has no event ${sequence} yet.`,
      );
    }
    const told = speaking(read, sequence)
      ? await tell(ports, context, state, asked ?? (await judgedNews(ports, context)))
      : null;
    const last = await endIfSuperseded(context, state, told);
    await ports.index.putApproval(approvalRowOf(last), context.signal);
    return {
      output: {
        did: told === null ? 'noted' : 'told-change',
        sequence,
        reason: maskedText`The approval is "${maskedName(last.status)}".`,
      },
      emits: [
        ...state.need.connections.map((connection): Emit => ({
          queue: 'approve',
          part: approvalPartName({ kind: 'say', sequence, connection }),
        })),
        ...(last.sequence === state.sequence ? [] : [actEmit(last.sequence)]),
      ],
      remarks: [remarkOf(event, state)],
    };
  });
}

/** Whether the event of that number is the last and reads differently on the change. */
function speaking({ events, state }: ReadApproval, sequence: number): boolean {
  const event = events.find((one) => one.sequence === sequence);
  return event !== undefined && state?.sequence === sequence && isToldOnTheChange(event.happened);
}

/** The message that acts on the event of that number; a second one is the same message. */
export function actEmit(sequence: number): Emit {
  return { queue: 'approve', part: approvalPartName({ kind: 'act', sequence }) };
}

/** The approval; with its first event what the decision asks for is written down. */
async function begunApproval(context: StageContext, sequence: number): Promise<ReadApproval> {
  const read = await readApproval(context.artifacts, context.runId, context.signal);
  if (read.state !== null || sequence !== 1) return read;
  const { value: decision } = await context.read('decide', Decision);
  const { value: request } = await context.read('receive', AnalysisRequested);
  const { approval } = decision;
  if (approval === undefined) {
    throw new PermanentError('INPUT_INVALID', `The decision of ${context.runId} asks for no approval.`);
  }
  const about = { runId: context.runId, tenant: context.tenant, after: 0, at: context.clock.now() };
  await appendApproval(context.artifacts, about, askedOf(approval, request), context.signal);
  return readApproval(context.artifacts, context.runId, context.signal);
}

/** The first event of an approval. @throws PermanentError(`INPUT_INVALID`) for a request without a change */
export function askedOf(
  need: ApprovalNeed,
  { change: { connection, project, number, headSha } }: AnalysisRequested,
): Extract<ApprovalEvent['happened'], { readonly kind: 'asked' }> {
  if (connection === null || number === null) {
    throw new PermanentError('INPUT_INVALID', 'Only a change on a code host can wait for approval.');
  }
  return { kind: 'asked', need, change: { connection, project, number, headSha } };
}

interface JudgedNews {
  readonly request: AnalysisRequested;
  readonly plan: Plan;
  readonly decision: Decision;
  readonly report: ReportPublished;
  readonly comment: Masked;
}

/** What the change was told of the verdict, with who to ask as it is now. */
async function judgedNews(ports: ApprovePorts, context: StageContext): Promise<JudgedNews> {
  const [request, plan, decision, report] = await Promise.all([
    context.read('receive', AnalysisRequested),
    context.read('plan', Plan),
    context.read('decide', Decision),
    context.read('report', ReportPublished),
  ]);
  const { verdict } = decision.value;
  const explanation = (await context.find('reason', Explanation))?.value ?? null;
  const judged = { request: request.value, plan: plan.value, verdict, explanation };
  const comment = await withWhoToAsk(report.value.comment, judged, ports, context.signal);
  return {
    request: request.value,
    plan: plan.value,
    decision: decision.value,
    report: report.value,
    comment,
  };
}

async function tell(
  ports: ApprovePorts,
  context: StageContext,
  state: ApprovalState,
  { request, plan, decision, report, comment }: JudgedNews,
): Promise<Delivered> {
  const block = approvalBlock(state, await pageLinkOf(ports, state));
  return tellChange(
    request,
    {
      body: withBlock(comment, block),
      state: checkState(state),
      description: statusWords(state, decision),
      url: report.files.find((file) => file.format === 'html')?.url ?? null,
      beside: plan.beside,
    },
    ports,
    context,
  );
}

/** A head that moved on while people were thinking ends the wait. */
async function endIfSuperseded(
  context: StageContext,
  state: ApprovalState,
  told: Delivered | null,
): Promise<ApprovalState> {
  if (told?.comment.status !== 'superseded' || state.status !== 'waiting') return state;
  const about = { runId: state.runId, tenant: state.tenant, after: state.sequence, at: context.clock.now() };
  const happened = { kind: 'superseded' as const, by: told.comment.by };
  await appendApproval(context.artifacts, about, happened, context.signal);
  return (await readApproval(context.artifacts, context.runId, context.signal)).state ?? state;
}

/** As the index lists it; the same for a live step and for `perf-agent rebuild`. */
function approvalRowOf(state: ApprovalState): ApprovalRow {
  const { need, change, runId, tenant, status, sequence } = state;
  return {
    ...change,
    runId,
    tenant,
    status,
    sequence,
    rule: need.rule,
    askedAt: new Date(need.askedAt),
    expiresAt: new Date(need.expiresAt),
  };
}

/** The row of an approval by its events; null while nothing was asked. */
export function rowOfEvents(events: readonly ApprovalEvent[]): ApprovalRow | null {
  const state = approvalState(events);
  return state === null ? null : approvalRowOf(state);
}

const SAID = { approve: 'approved', reject: 'rejected', delegate: 'delegated', revoke: 'revoked' } as const;

/** Who, by which channel, when and why, for the audit log. */
function remarkOf({ happened, at }: ApprovalEvent, { change, need, status }: ApprovalState): Remark {
  const subject = `${change.connection}:${change.project}!${change.number}`;
  const common = { rule: maskedName(need.rule), at: maskedName(at), commit: maskedName(change.headSha) };
  if (happened.kind !== 'said') {
    return {
      action: `approval.${happened.kind}`,
      subject,
      details: { ...common, status: maskedName(status) },
    };
  }
  const { word, by, channel, reason, caller = null } = happened;
  return {
    action: `approval.${SAID[word.kind]}`,
    subject,
    details: {
      ...common,
      by: maskedName(by),
      channel: maskedName(channel),
      reason,
      caller,
      ...(word.kind === 'delegate' ? { to: maskedName(word.to) } : {}),
      status: maskedName(status),
    },
  };
}
