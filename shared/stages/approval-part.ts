import { PermanentError } from '../errors/pipeline-error.ts';

/** What one message of the `approve` queue is about. */
export type ApprovalPart =
  /** The event of that number happened: check, comment, index and audit log follow it. */
  | { readonly kind: 'act'; readonly sequence: number }
  /** A messenger is told of it. */
  | { readonly kind: 'say'; readonly sequence: number; readonly connection: string }
  /** A time of the approval has come. */
  | { readonly kind: 'remind' }
  | { readonly kind: 'escalate' }
  | { readonly kind: 'expire' }
  /** Looks whether a word stands that nobody handed on. */
  | { readonly kind: 'nudge'; readonly hash: string }
  /** Approvals of older heads of the run's change end. */
  | { readonly kind: 'supersede' }
  /** Somebody who clicked is told why nothing happened. */
  | { readonly kind: 'answer'; readonly hash: string };

/** Part name of a message; {@link approvalPartFrom} reads it back. */
export function approvalPartName(part: ApprovalPart): string {
  switch (part.kind) {
    case 'act':
      return `act-${padded(part.sequence)}`;
    case 'say':
      return `say-${padded(part.sequence)}-${part.connection}`;
    case 'nudge':
    case 'answer':
      return `${part.kind}-${part.hash}`;
    case 'remind':
    case 'escalate':
    case 'expire':
    case 'supersede':
      return part.kind;
  }
}

/** @throws PermanentError(`INPUT_INVALID`) for a part of no such form */
export function approvalPartFrom(name: string | null): ApprovalPart {
  const text = name ?? '';
  const [, kind, number, connection] = /^(act|say)-(\d{4})(?:-(.+))?$/.exec(text) ?? [];
  if (kind === 'act' && connection === undefined) return { kind: 'act', sequence: Number(number) };
  if (kind === 'say' && connection !== undefined)
    return { kind: 'say', sequence: Number(number), connection };
  const [, hashed, hash] = /^(nudge|answer)-([0-9a-f]{24})$/.exec(text) ?? [];
  if (hash !== undefined) return { kind: hashed === 'nudge' ? 'nudge' : 'answer', hash };
  switch (text) {
    case 'remind':
    case 'escalate':
    case 'expire':
    case 'supersede':
      return { kind: text };
    default:
      throw new PermanentError('INPUT_INVALID', `"${text}" is no part of the approve queue.`);
  }
}

function padded(sequence: number): string {
  return String(sequence).padStart(4, '0');
}
