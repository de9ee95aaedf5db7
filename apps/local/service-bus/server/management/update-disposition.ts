import { refusal } from '../../amqp/refusal.ts';
import { type Bus } from '../../broker/bus.ts';
import { type BusQueue } from '../../broker/bus-queue.ts';
import { type Settlement, settleMessage } from '../../broker/settle-message.ts';
import { type ManagementBody } from '../management-request.ts';
import { type Reply } from '../request-link.ts';
import { ok } from './ok.ts';

/** Settles by lock token: deferred messages, and messages whose receiver is gone. */
export async function updateDisposition(bus: Bus, queue: BusQueue, body: ManagementBody): Promise<Reply> {
  const settlement = settlementOf(body);
  for (const token of body.lockTokens()) await settleMessage(bus, queue, token, settlement);
  return ok();
}

function settlementOf(body: ManagementBody): Settlement {
  const properties = body.record('properties-to-modify');
  const status = body.text('disposition-status');
  switch (status) {
    case 'completed':
      return { do: 'complete' };
    case 'abandoned':
      return { do: 'abandon', properties };
    // Service Bus spells it so.
    case 'defered':
      return { do: 'defer', properties };
    case 'suspended':
      return { do: 'dead-letter', properties: { ...properties, ...deadLetterProperties(body) } };
    case undefined:
    default:
      throw refusal('com.microsoft:argument-error', `The disposition-status '${String(status)}' is unknown.`);
  }
}

function deadLetterProperties(body: ManagementBody): Readonly<Record<string, string>> {
  const reason = body.text('deadletter-reason');
  const description = body.text('deadletter-description');
  return {
    ...(reason === undefined ? {} : { DeadLetterReason: reason }),
    ...(description === undefined ? {} : { DeadLetterErrorDescription: description }),
  };
}
