import { sha256 } from '../audit/sha256.ts';
import type { SpokenWord } from '../approval/judge-word.ts';
import { maskedName, rewriteMasked } from '../contracts/masked-text.ts';
import { auditMessage } from '../pipeline/messages.ts';
import type { Masker } from '../ports/masker.ts';
import { type SpeakPorts, type Spoken, speakWord } from '../stages/speak-word.ts';
import type { DoorRequest } from './door.ts';

export interface HearPorts extends SpeakPorts {
  readonly producer: string;
  readonly maskerOf: (key: string) => Masker;
}

/** A word with its reason as it was written. */
type RawWord = Omit<SpokenWord, 'reason'> & { readonly reason: string };

const LONGEST_REASON = 1_000;

/**
 * Hears a person whom the door has identified: the reason is masked, the word is judged and written, and a refusal is noted in the audit log as well.
 * @returns null when nobody was asked about this run
 */
export async function hearWord(
  ports: HearPorts,
  runId: string,
  raw: RawWord,
  { traceparent, signal }: Pick<DoorRequest, 'traceparent' | 'signal'>,
): Promise<Spoken | null> {
  const masked = ports.maskerOf(runId).mask(raw.reason.trim().toWellFormed());
  // Cut afterwards: the first half of a secret is none that a rule knows.
  const reason = rewriteMasked(masked, (text) => text.slice(0, LONGEST_REASON).toWellFormed());
  const spoken = await speakWord(ports, runId, { ...raw, reason }, traceparent, signal);
  if (spoken === null || spoken.judged.accepted) return spoken;
  const { judged, state } = spoken;
  const now = ports.clock.now();
  const note = {
    key: `${runId}:approve:refused:${sha256(raw.key).slice(0, 24)}`,
    at: now.toISOString(),
    tenant: state.tenant,
    runId,
    actor: ports.producer,
    action: 'approval.refused',
    subject: `${state.change.connection}:${state.change.project}!${state.change.number}`,
    inputs: [],
    outputs: [],
    details: {
      by: maskedName(raw.by),
      channel: maskedName(raw.channel),
      word: maskedName(raw.word.kind),
      why: maskedName(judged.why),
      reason,
      caller: raw.caller ?? null,
    },
  };
  await ports.sender.send([auditMessage(note, runId, now, traceparent)], signal);
  return spoken;
}
