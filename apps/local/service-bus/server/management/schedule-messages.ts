import rhea from 'rhea';
import { parseMessage } from '../../amqp/parse-message.ts';
import { refusal } from '../../amqp/refusal.ts';
import { type Bus } from '../../broker/bus.ts';
import { type BusQueue } from '../../broker/bus-queue.ts';
import { storeMessages } from '../../broker/store-messages.ts';
import { type ManagementBody } from '../management-request.ts';
import { type Reply } from '../request-link.ts';
import { ok } from './ok.ts';

const LONG = 0x81;

/** Stores messages for later; a time in the past makes them active at once. */
export async function scheduleMessages(bus: Bus, queue: BusQueue, body: ManagementBody): Promise<Reply> {
  if (queue.deadLetter === null)
    throw refusal('amqp:not-allowed', 'Messages cannot be sent to a dead-letter sub-queue.');
  const sequences = await storeMessages(bus, queue, body.messages().map(parseMessage));
  return ok({ 'sequence-numbers': rhea.types.wrap_array(sequences, LONG, undefined) });
}
