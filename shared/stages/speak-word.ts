import { sha256 } from '../audit/sha256.ts';
import { type ApprovalState, approvalState } from '../approval/approval-state.ts';
import { type Judged, judgeWord, type KnownPeople, type SpokenWord } from '../approval/judge-word.ts';
import { approvalRef } from '../contracts/approval.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { TransientError } from '../errors/pipeline-error.ts';
import { messageOf } from '../pipeline/messages.ts';
import { membersOf } from '../policy/check-approvals.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { MessageSender, OutgoingMessage } from '../ports/message-sender.ts';
import { approvalPartName } from './approval-part.ts';
import { appendApproval, readApproval } from './approval-log.ts';

export interface SpeakPorts {
  readonly tenant: string;
  readonly artifacts: ArtifactStore;
  readonly sender: MessageSender;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly clock: Clock;
}

export interface Spoken {
  readonly judged: Judged;
  /** After the word, when it counted. */
  readonly state: ApprovalState;
}

/** More people than this do not speak within one moment. */
const MOST_TRIES = 20;
/** After this long somebody looks whether a word was written down whose writer died before handing it on. */
const NUDGE_AFTER_MS = 5_000;

/**
 * A person's word, said once: judged against what stands, written under the next number, handed on. Of two at the same moment one
 * gets the number, and the other is judged again. The message that looks after it is sent before the word is written, so that a process that dies in between
 * leaves nothing, or something that goes on by itself.
 * @returns null when nobody was asked about this run (yet)
 */
export async function speakWord(
  ports: SpeakPorts,
  runId: string,
  spoken: SpokenWord,
  traceparent: string | null,
  signal: AbortSignal,
): Promise<Spoken | null> {
  let nudged = false;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { events, state } = await readApproval(ports.artifacts, runId, signal);
    if (state?.tenant !== ports.tenant) return null;
    const now = ports.clock.now();
    const people = await knownPeople(ports.policy, state);
    const judged = judgeWord(state, spoken, people, now);
    const send = (part: string, notBefore?: Date): Promise<void> =>
      ports.sender.send([messageAbout(state, part, now, traceparent, notBefore)], signal);
    if (!judged.accepted) return { judged, state };
    if (!nudged) {
      const part = approvalPartName({ kind: 'nudge', hash: sha256(spoken.key).slice(0, 24) });
      await send(part, new Date(now.getTime() + NUDGE_AFTER_MS));
      nudged = true;
    }
    const about = { runId, tenant: state.tenant, after: state.sequence, at: now };
    const event = await appendApproval(ports.artifacts, about, judged.happened, signal);
    if (event === null) continue;
    await send(approvalPartName({ kind: 'act', sequence: event.sequence }));
    return { judged, state: approvalState([...events, event]) ?? state };
  }
  throw new TransientError('LOCK_HELD', `Too many people decide about ${runId} at this moment; try again.`);
}

/** People of the policy as it is now who could be told from the author of the change, and those behind the names that were asked. */
async function knownPeople(
  policy: () => Promise<LoadedPolicy>,
  { change: { connection }, need: { asks } }: Pick<ApprovalState, 'change' | 'need'>,
): Promise<KnownPeople> {
  const { people, groups } = (await policy()).policy;
  const known = people.filter(({ accounts }) => Object.hasOwn(accounts, connection));
  return {
    names: Object.fromEntries(known.map(({ id, name }) => [id, maskedName(name ?? id)])),
    asked: asks === undefined ? null : membersOf(asks, groups),
  };
}

function messageAbout(
  { runId, tenant, sequence }: ApprovalState,
  part: string,
  now: Date,
  traceparent: string | null,
  notBefore: Date | undefined,
): OutgoingMessage {
  const from = { runId, tenant, step: 'approve', ref: approvalRef(runId, sequence), now };
  const emit = {
    queue: 'approve' as const,
    part,
    ...(notBefore === undefined ? {} : { notBefore: notBefore.toISOString() }),
  };
  return messageOf(emit, from, traceparent);
}
