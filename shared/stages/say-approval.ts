import type { ApprovalEvent, ApprovalStep } from '../contracts/approval.ts';
import type { PersonId } from '../contracts/approval-need.ts';
import { maskedText } from '../contracts/masked-text.ts';
import { Notified } from '../contracts/published.ts';
import { PermanentError, ThrottledError } from '../errors/pipeline-error.ts';
import { sha256 } from '../audit/sha256.ts';
import { type ApprovalState, approvalState } from '../approval/approval-state.ts';
import { approvalNotice } from '../approval/approval-notice.ts';
import { openHolders } from '../approval/approval-words.ts';
import { ticketKey } from '../policy/ticket-key.ts';
import type { ApprovalDesk, ApprovalNotice } from '../ports/approval-desk.ts';
import type { StageContext, StageResult } from '../ports/stage.ts';
import { readApproval } from './approval-log.ts';
import type { ApprovalPart } from './approval-part.ts';
import type { ApprovePorts } from './approve-ports.ts';
import { pageLinkOf } from './approval-page-link.ts';
import { atMostOnce } from './at-most-once.ts';
import { briefOfRun } from './brief-of-run.ts';
import { createNoticeNotes } from './notice-notes.ts';
import { noticePartName } from './notice-part.ts';

/** So long the message about the change itself may take, of which this one is an answer. */
const THREAD_WITHIN_MS = 20_000;
const LOOK_AGAIN_MS = 1_000;
/** Clocks of two systems differ. */
const LOOK_BACK_MS = 60 * 60_000;

/** Tells one messenger how an approval stands, and asks those whose turn it is. */
export async function sayApproval(
  ports: ApprovePorts,
  context: StageContext,
  { sequence, connection }: Extract<ApprovalPart, { readonly kind: 'say' }>,
): Promise<StageResult<ApprovalStep>> {
  const { approvals: desk } = await ports.connections.get(connection);
  if (desk === undefined) {
    throw new PermanentError('CONFIG_INVALID', `The connection "${connection}" cannot ask for approval.`);
  }
  return ports.lock.withLock(`approvals/${context.runId}/${connection}`, context.signal, async () => {
    const { events, state } = await readApproval(context.artifacts, context.runId, context.signal);
    const event = events.find((one) => one.sequence === sequence);
    if (state === null || event === undefined) {
      throw new PermanentError('ARTIFACT_INVALID', `The event ${sequence} that was acted on is gone.`);
    }
    const asked = personsAsked(event, events, state);
    // What cannot be changed afterwards says how things stood then; what can be says how they stand.
    const shown = desk.findsAgain ? state : upTo(events, sequence, state);
    const notice = await noticeOf(ports, context, shown, connection, asked);
    const confirmed =
      desk.findsAgain || isNews(event, shown)
        ? await tell(desk, context, notice, connection, sequence)
        : true;
    const told = await tellPersons(ports, desk, context, { state, event, connection, asked, notice });
    const did = confirmed ? 'told-people' : 'unconfirmed';
    return { output: { did, sequence, reason: maskedText`${told} people were told in private.` }, emits: [] };
  });
}

function upTo(events: readonly ApprovalEvent[], sequence: number, latest: ApprovalState): ApprovalState {
  return approvalState(events.filter((one) => one.sequence <= sequence)) ?? latest;
}

/** Whose turn it is by this event. */
function personsAsked(
  { happened, sequence }: ApprovalEvent,
  events: readonly ApprovalEvent[],
  state: ApprovalState,
): readonly PersonId[] {
  if (state.status !== 'waiting') return [];
  const open = openHolders(state);
  switch (happened.kind) {
    case 'asked':
    case 'reminded':
      return open;
    case 'escalated': {
      const before = new Set(approvalState(events.filter((one) => one.sequence < sequence))?.holders);
      return open.filter((person) => !before.has(person));
    }
    case 'said':
      return happened.word.kind === 'delegate' ? open.filter((person) => person === to(happened)) : [];
    case 'expired':
    case 'superseded':
      return [];
  }
}

function to({ word }: Extract<ApprovalEvent['happened'], { readonly kind: 'said' }>): string | null {
  return word.kind === 'delegate' ? word.to : null;
}

/** For a channel in which nothing can be changed: that somebody is asked, and how it ended. */
function isNews({ happened }: ApprovalEvent, { status }: ApprovalState): boolean {
  return happened.kind === 'asked' || happened.kind === 'escalated' || status !== 'waiting';
}

async function noticeOf(
  ports: ApprovePorts,
  context: StageContext,
  state: ApprovalState,
  connection: string,
  asked: readonly PersonId[],
): Promise<ApprovalNotice> {
  const { brief, request, plan } = await briefOfRun(context);
  const accounts = await accountsOf(ports, connection, asked);
  return approvalNotice(state, {
    key: ticketKey(request.change, plan.service),
    brief,
    page: await pageLinkOf(ports, state),
    call: accounts.map(({ account }) => account),
  });
}

async function tell(
  desk: ApprovalDesk,
  context: StageContext,
  notice: ApprovalNotice,
  connection: string,
  sequence: number,
): Promise<boolean> {
  const since = new Date(context.clock.now().getTime() - LOOK_BACK_MS);
  if (!desk.findsAgain) {
    const id = `${context.runId}-${sequence}`;
    return once(context, connection, id, () =>
      desk.ensureApproval(notice, { thread: null, since }, context.signal),
    );
  }
  const thread = await threadOf(context, connection, notice.key, sequence);
  await desk.ensureApproval(notice, { thread, since }, context.signal);
  return true;
}

/** The thread of the change, for which the first question waits a moment. */
async function threadOf(
  context: StageContext,
  connection: string,
  key: string,
  sequence: number,
): Promise<string | null> {
  const notes = createNoticeNotes(context.artifacts, connection, context.signal);
  const { thread } = await notes.toldBefore(key, context.runId);
  if (thread !== null || sequence > 1) return thread;
  const told = await context.find('notify', Notified, noticePartName({ kind: 'change', connection }));
  const waited = context.clock.now().getTime() - Date.parse(context.envelope.time);
  if (told !== null || waited > THREAD_WITHIN_MS) return thread;
  throw new ThrottledError(
    'STEP_MISSING',
    `The message about the change is not out yet on "${connection}".`,
    LOOK_AGAIN_MS,
  );
}

async function tellPersons(
  ports: ApprovePorts,
  desk: ApprovalDesk,
  context: StageContext,
  about: {
    readonly state: ApprovalState;
    readonly event: ApprovalEvent;
    readonly connection: string;
    readonly asked: readonly PersonId[];
    readonly notice: ApprovalNotice;
  },
): Promise<number> {
  const { state, event, connection, asked, notice } = about;
  const { tellPerson } = desk;
  if (tellPerson === undefined) return 0;
  const persons = await accountsOf(ports, connection, asked);
  for (const { person, account } of persons) {
    const link = (decision: 'approve' | 'reject'): string =>
      ports.approvalLinks.url(
        {
          runId: state.runId,
          scope: { kind: 'decide', person, decision },
          nonce: nonceOf(state, event, person, decision),
        },
        new Date(state.need.expiresAt),
      );
    const personal = { account, notice, approve: link('approve'), reject: link('reject') };
    await once(context, connection, `${context.runId}-${event.sequence}-${person}`, () =>
      tellPerson(personal, context.signal),
    );
  }
  return persons.length;
}

/** Differs for each time that a person is asked; unpredictable is the signature, not this. */
function nonceOf(
  { runId }: ApprovalState,
  { sequence }: ApprovalEvent,
  person: PersonId,
  decision: string,
): string {
  return sha256([runId, sequence, person, decision].join('\n')).slice(0, 16);
}

async function accountsOf(
  ports: ApprovePorts,
  connection: string,
  persons: readonly PersonId[],
): Promise<readonly { readonly person: PersonId; readonly account: string }[]> {
  const { people } = (await ports.policy()).policy;
  return people.flatMap(({ id, accounts }) => {
    const account = accounts[connection];
    return account === undefined || !persons.includes(id) ? [] : [{ person: id, account }];
  });
}

async function once(
  context: StageContext,
  connection: string,
  id: string,
  effect: () => Promise<unknown>,
): Promise<boolean> {
  const done = await atMostOnce(
    context.artifacts,
    `notices/${connection}/approvals`,
    id,
    context.signal,
    async () => {
      await effect();
      return true;
    },
  );
  return done === true;
}
