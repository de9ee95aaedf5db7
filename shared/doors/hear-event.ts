import { type EventNamed, LONGEST_ABOUT } from '../contracts/event-named.ts';
import type { Tenant } from '../contracts/envelope.ts';
import { identityKey } from '../contracts/identity-key.ts';
import { cutMasked } from '../contracts/masked-text.ts';
import { maskPath } from '../masking/mask-path.ts';
import { eventIdOf } from '../pipeline/event-id.ts';
import { messageWithData } from '../pipeline/messages.ts';
import type { NamedEvent } from '../ports/change-host.ts';
import type { Clock } from '../ports/clock.ts';
import type { Masker } from '../ports/masker.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import { type DoorReply, type DoorRequest, json } from './door.ts';

interface EventPorts {
  readonly tenant: Tenant;
  readonly publicUrl: string;
  readonly sender: MessageSender;
  readonly maskerOf: (key: string) => Masker;
  readonly clock: Clock;
}

/**
 * An event that only names something is put on its queue by that name: the host is asked there what is true, so that a slow host cannot keep
 * the webhook waiting, and one that is away loses no event.
 */
export async function hearEvent(
  { tenant, publicUrl, sender, maskerOf, clock }: EventPorts,
  connection: string,
  { event, about, names = {} }: NamedEvent,
  deliveryId: string | null,
  { traceparent, signal }: DoorRequest,
): Promise<DoorReply> {
  const masked = deliveryId === null ? null : maskerOf(`${tenant} deliveries`).mask(deliveryId);
  const masker = maskerOf(identityKey(tenant));
  const told = Object.entries(names).map(([field, name]) => [
    field,
    // Pseudonyms may be longer than what they stand for.
    name === null ? null : cutMasked(maskPath(name, masker), LONGEST_ABOUT),
  ]);
  const asked = { ...about, ...(Object.fromEntries(told) as typeof names) };
  const named: EventNamed = { connection, event, deliveryId: masked, about: asked };
  const id = eventIdOf(tenant, named);
  const run = { runId: id, tenant };
  const message = messageWithData('event', `${id}:event`, run, named, clock.now(), traceparent);
  await sender.send([message], signal);
  const status = `${publicUrl}/api/v1/runs/${id}`;
  return json(202, { reading: id, event, status }, { location: status });
}
