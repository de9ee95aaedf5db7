import { type Server } from 'node:net';
import { duplexPair, type Duplex } from 'node:stream';

/**
 * A connection to a server of this process that no socket carries: what is written on one side is read on the other within the same turn of the event
 * loop. Over a socket it would be accepted, read and answered a turn later each, and a server accepts one new socket in a turn, so that
 * requests wait for each other while the loop is busy.
 *
 * @returns the client's side; whichever side is destroyed takes the other with it, as a closed socket does
 */
export function connectWithin(server: Server): Duplex {
  const [near, far] = duplexPair();
  near.once('close', () => far.destroy());
  far.once('close', () => near.destroy());
  server.emit('connection', far);
  return near;
}
