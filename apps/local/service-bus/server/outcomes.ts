import rhea, { type Delivery } from 'rhea';
import { type AmqpFault } from '../amqp/refusal.ts';

/** Descriptors of AMQP 1.0 part 3, 3.4. */
const ACCEPTED: unknown = rhea.types.described_nc(rhea.types.wrap_ulong(0x24), rhea.types.wrap_list([]));
const REJECTED = 0x25;

/**
 * Answers a receiver's settlement on one of our deliveries. The receiver does not answer in turn, so the delivery is
 * done: unless it is marked so, rhea keeps its slot, and stops when all slots of the session are taken.
 */
export function confirmSettlement(delivery: Delivery, fault: AmqpFault | null): void {
  delivery.update(true, fault === null ? ACCEPTED : rejected(fault));
  Object.assign(delivery, { remote_settled: true });
}

function rejected(fault: AmqpFault): unknown {
  const error = rhea.types.wrap_error(fault);
  const outcome: unknown = rhea.types.described_nc(
    rhea.types.wrap_ulong(REJECTED),
    rhea.types.wrap_list([error]),
  );
  return outcome;
}
