import { type Receiver } from 'rhea';
import { refusal } from '../amqp/refusal.ts';
import { type Bus } from '../broker/bus.ts';
import { type BusQueue } from '../broker/bus-queue.ts';
import { type ConnectionState } from './connection-state.ts';
import { cancelScheduled } from './management/cancel-scheduled.ts';
import { peekMessages } from './management/peek-messages.ts';
import { receiveDeferred } from './management/receive-deferred.ts';
import { renewLocks } from './management/renew-locks.ts';
import { scheduleMessages } from './management/schedule-messages.ts';
import { updateDisposition } from './management/update-disposition.ts';
import { ManagementBody } from './management-request.ts';
import { type Reply, type RequestMessage, serveRequests } from './request-link.ts';

type Operation = (bus: Bus, queue: BusQueue, body: ManagementBody) => Reply | Promise<Reply>;

/** The requests of Microsoft's "AMQP 1.0 in Service Bus: request-response-based operations" that queues without sessions need. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['com.microsoft:cancel-scheduled-message', cancelScheduled],
  ['com.microsoft:peek-message', peekMessages],
  ['com.microsoft:receive-by-sequence-number', receiveDeferred],
  ['com.microsoft:renew-lock', renewLocks],
  ['com.microsoft:schedule-message', scheduleMessages],
  ['com.microsoft:update-disposition', updateDisposition],
]);

/** Serves `<queue>/$management`. */
export function serveManagement(bus: Bus, state: ConnectionState, queue: BusQueue, link: Receiver): void {
  serveRequests(state, link, (request) => {
    const name = operationName(request);
    const operation = OPERATIONS.get(name);
    if (operation === undefined) {
      throw refusal(
        'amqp:not-implemented',
        `The embedded Service Bus does not know the operation '${name}'.`,
      );
    }
    return operation(bus, queue, new ManagementBody(request['body']));
  });
}

function operationName(request: RequestMessage): string {
  const properties: unknown = request['application_properties'];
  const name: unknown =
    typeof properties === 'object' && properties !== null ? Reflect.get(properties, 'operation') : undefined;
  return typeof name === 'string' ? name : '';
}
