import { sha256 } from '../audit/sha256.ts';
import type { EventNamed } from '../contracts/event-named.ts';
import { RunId } from '../contracts/envelope.ts';

/** Under what an event is kept until the host was asked: the same delivery is the same event. */
export function eventIdOf(tenant: string, { connection, event, deliveryId, about }: EventNamed): RunId {
  const identity = JSON.stringify([tenant, 'event', connection, event, deliveryId, about]);
  return RunId.parse(`run-${sha256(identity).slice(0, 24)}`);
}
