import { createHash } from 'node:crypto';
import type { Envelope } from './envelope.ts';

/** Service Bus takes no longer one. */
const MOST_CHARACTERS = 128;

/**
 * The id that duplicate detection compares: the same for a second sending of one attempt, new for each scheduled copy (`#`) and each
 * replay by an operator (`@`), so that neither is taken for what was sent before.
 */
export function messageIdOf(envelope: Pick<Envelope, 'id' | 'attempt' | 'replay'>): string {
  const replay = (envelope.replay ?? 0) > 0 ? `@${String(envelope.replay)}` : '';
  const attempt = (envelope.attempt ?? 0) > 0 ? `#${String(envelope.attempt)}` : '';
  const id = `${envelope.id}${replay}${attempt}`;
  return id.length <= MOST_CHARACTERS ? id : createHash('sha256').update(id).digest('hex');
}
