import { type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type Connection } from 'rhea';
import { PermanentError } from '../../../../shared/errors/pipeline-error.ts';
import { corkWrites } from './cork-writes.ts';

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

/**
 * Waits until the server listens; `connections` are the open AMQP connections to close in the end.
 * @throws PermanentError (BUS_SETTINGS_INVALID) when the port is taken or forbidden.
 */
export async function listening(
  server: Server,
  connections: ReadonlySet<Connection>,
  port: number,
): Promise<BusServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    corkWrites(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(port, cause)));
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

function cannotListen(port: number, cause: NodeJS.ErrnoException): Error {
  return new PermanentError(
    'BUS_SETTINGS_INVALID',
    `The embedded Service Bus cannot listen on port ${port} of 127.0.0.1 (${cause.code ?? cause.message}); choose a free port, or 0.`,
    { cause },
  );
}
