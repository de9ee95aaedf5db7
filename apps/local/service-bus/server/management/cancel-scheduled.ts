import { refusal } from '../../amqp/refusal.ts';
import { type Bus } from '../../broker/bus.ts';
import { type BusQueue } from '../../broker/bus-queue.ts';
import { commit } from '../../broker/commit.ts';
import { type ManagementBody } from '../management-request.ts';
import { type Reply } from '../request-link.ts';
import { ok } from './ok.ts';

/** Removes messages that are still scheduled, all or none. @throws PermanentError (com.microsoft:message-not-found) */
export async function cancelScheduled(bus: Bus, queue: BusQueue, body: ManagementBody): Promise<Reply> {
  const messages = body.sequences().map((sequence) => {
    const message = queue.messages.get(sequence);
    if (message?.state === 'scheduled') return message;
    throw refusal(
      'com.microsoft:message-not-found',
      `No scheduled message ${sequence} is in '${queue.path}'.`,
    );
  });
  for (const message of messages) queue.messages.remove(message);
  await commit(
    bus,
    messages.map(({ sequence }) => ({ kind: 'remove', queue: queue.number, sequence })),
  );
  return ok();
}
