import rhea, { type Delivery } from 'rhea';
import { type AmqpFault } from '../amqp/refusal.ts';
import { flush } from './rhea-internals.ts';

/** Descriptors of AMQP 1.0 part 3, 3.4. */
const ACCEPTED: unknown = rhea.types.described_nc(rhea.types.wrap_ulong(0x24), rhea.types.wrap_list([]));
const REJECTED = 0x25;

/**
 * Answers a receiver's settlement on one of our deliveries. The receiver does not answer in turn, so the delivery is
 * done: unless it is marked so, rhea keeps its slot, and stops when all slots of the session are taken.
 */
export function confirmSettlement(delivery: Delivery, fault: AmqpFault | null): void {
  if (fault === null) delivery.update(true, ACCEPTED);
  else alone(delivery, () => delivery.update(true, rejected(fault)));
  Object.assign(delivery, { remote_settled: true });
}

/** Answers a sender's transfer. */
export function answerTransfer(delivery: Delivery, fault: AmqpFault | null): void {
  if (fault === null) delivery.accept();
  else alone(delivery, () => delivery.reject(fault));
}

function alone(delivery: Delivery, answer: () => void): void {
  flush(delivery.link.connection);
  answer();
  flush(delivery.link.connection);
}

function rejected(fault: AmqpFault): unknown {
  const error = rhea.types.wrap_error(fault);
  const outcome: unknown = rhea.types.described_nc(
    rhea.types.wrap_ulong(REJECTED),
    rhea.types.wrap_list([error]),
  );
  return outcome;
}
