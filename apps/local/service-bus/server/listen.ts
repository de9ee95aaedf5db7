import { type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type Connection } from 'rhea';

/** The listening end of the broker. */
export interface BusServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Time for clients to read that the connection ends, before their sockets are closed. */
const GOODBYE_MS = 50;

const STOPPING = {
  condition: 'amqp:connection:forced',
  description: 'The embedded Service Bus is stopping.',
};

/** Waits until the server listens; `connections` are the open AMQP connections to close in the end. */
export async function listening(server: Server, connections: ReadonlySet<Connection>): Promise<BusServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the broker has no TCP address');
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const connection of connections) connection.close(STOPPING);
    if (connections.size > 0) await setTimeout(GOODBYE_MS);
    // Only a socket that ends with an error makes rhea stop the heartbeat of its connection.
    for (const socket of sockets) socket.destroy(new Error(STOPPING.description));
    await closed;
  };
  return { port: address.port, close };
}
