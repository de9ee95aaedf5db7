import { createServer as createDoor, type Server as Door } from 'node:net';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';
/** libuv accepts one connection of a listening socket in each turn of its loop; with so many sockets it is as many, so that a flood waits in the kernel for a turn or two. */
const MORE_DOORS = 63;
/** As `node:http` makes its own sockets. */
const AS_HTTP = { allowHalfOpen: true, noDelay: true };

export interface WideListener {
  readonly port: number;
  /** Takes no new connections; the server's own are its own matter. */
  stop(): void;
}

/**
 * Lets a server listen on 127.0.0.1 with several sockets of one port where the system shares connections out between them (Linux, `SO_REUSEPORT`), so that
 * in a flood of new connections those that are to be refused are refused, and not left in the kernel's queue. @throws when the port is taken
 */
export async function listenWidely(server: Server, port: number): Promise<WideListener> {
  if (process.platform !== 'linux') return { port: await listening(server, { port }), stop: () => undefined };
  // Only a socket that shares with nobody finds out whether another process has the port.
  const probe = createDoor();
  const free = await listening(probe, { port });
  await new Promise((resolve) => probe.close(resolve));
  const taken = await listening(server, { port: free, reusePort: true });
  const doors = Array.from({ length: MORE_DOORS }, () =>
    createDoor(AS_HTTP, (socket) => server.emit('connection', socket)),
  );
  await Promise.all(doors.map((door) => listening(door, { port: taken, reusePort: true })));
  return { port: taken, stop: () => doors.forEach((door) => door.close()) };
}

function listening(
  door: Door,
  options: { readonly port: number; readonly reusePort?: boolean },
): Promise<number> {
  return new Promise((resolve, reject) => {
    door.once('error', reject);
    door.listen({ ...options, host: LOOPBACK }, () => {
      door.removeListener('error', reject);
      resolve(portOf(door.address()));
    });
  });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string')
    throw new Error('The HTTP listener has no TCP address.');
  return address.port;
}
