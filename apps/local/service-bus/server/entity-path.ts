import { type AmqpFault } from '../amqp/refusal.ts';
import { type Bus } from '../broker/bus.ts';
import { type BusQueue } from '../broker/bus-queue.ts';

const MANAGEMENT = '/$management';

/** What an AMQP address of the namespace stands for. */
interface Entity {
  readonly queue: BusQueue;
  readonly isManagement: boolean;
}

/** Addresses are compared without regard to case, as in Service Bus. Null when there is no such queue. */
export function findEntity(bus: Bus, address: string): Entity | null {
  const path = address.toLowerCase();
  const isManagement = path.endsWith(MANAGEMENT);
  const queue = bus.queues.get(isManagement ? path.slice(0, -MANAGEMENT.length) : path);
  return queue === undefined ? null : { queue, isManagement };
}

/** The words matter: clients recognise a missing entity by them. */
export function entityNotFound(address: string): AmqpFault {
  return {
    condition: 'amqp:not-found',
    description: `The messaging entity '${address}' could not be found. Its queue is not among the queues that the embedded Service Bus was started with.`,
  };
}
