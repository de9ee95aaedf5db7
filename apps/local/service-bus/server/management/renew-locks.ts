import rhea from 'rhea';
import { type Bus } from '../../broker/bus.ts';
import { type BusQueue } from '../../broker/bus-queue.ts';
import { renewLock } from '../../broker/settle-message.ts';
import { type ManagementBody } from '../management-request.ts';
import { type Reply } from '../request-link.ts';
import { ok } from './ok.ts';

const TIMESTAMP = 0x83;

/** @throws PermanentError (com.microsoft:message-lock-lost) */
export function renewLocks(bus: Bus, queue: BusQueue, body: ManagementBody): Reply {
  const ends = body.lockTokens().map((token) => new Date(renewLock(bus, queue, token)));
  return ok({ expirations: rhea.types.wrap_array(ends, TIMESTAMP, undefined) });
}
