import { type Door, problem } from './door.ts';

/** By then a burst is over, or another instance has been started. */
const RETRY_AFTER_SECONDS = 2;

/**
 * Makes a limit for doors that share it, whichever request they are made for: `most` requests are let in at a time and the others asked to come back. What is
 * let in is answered soon, and memory stays bounded. How long the queues are does not count, since Service Bus keeps what was accepted, and refusing it would
 * only move the waiting to the sender.
 */
export function withinLimit(most: number): (door: Door) => Door {
  let inside = 0;
  return (door) => async (request) => {
    if (inside >= most) {
      const refused = problem(
        429,
        'TOO_BUSY',
        `More than ${most} requests are being accepted; send it again soon.`,
      );
      return { ...refused, headers: { ...refused.headers, 'retry-after': String(RETRY_AFTER_SECONDS) } };
    }
    inside += 1;
    try {
      return await door(request);
    } finally {
      inside -= 1;
    }
  };
}
