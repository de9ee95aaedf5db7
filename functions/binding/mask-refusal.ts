import type { DoorReply } from '../../shared/doors/door.ts';
import type { Masker } from '../../shared/ports/masker.ts';

/** Refusals may repeat what they refuse, and their answers end in the logs of pipelines: they are masked whatever they say. */
export function maskRefusal(reply: DoorReply, masker: Masker | null): DoorReply {
  const isProblem = reply.headers?.['content-type'] === 'application/problem+json';
  if (!isProblem || typeof reply.body !== 'string' || masker === null) return reply;
  return { ...reply, body: JSON.stringify(masker.maskValue(JSON.parse(reply.body) as unknown)) };
}
