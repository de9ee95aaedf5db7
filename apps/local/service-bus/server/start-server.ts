import { type AddressInfo, type Server, type Socket } from 'node:net';
import rhea, { type EventContext } from 'rhea';
import { type Bus } from '../broker/bus.ts';
import { type AccessKey } from './access-key.ts';
import { LinkAttacher } from './attach-links.ts';
import { releaseConnection } from './connection-state.ts';
import { keepTransfersRaw } from './rhea-internals.ts';

export interface BusServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Unsettled deliveries that a session holds; rhea's default of 2048 would bound the locks of one receiver. */
const SESSION_BUFFER = { outgoing: 8192, incoming: 2048 };

/** Speaks AMQP 1.0 on the loopback interface. Port 0 takes a free one. */
export async function startServer(bus: Bus, access: AccessKey, port: number): Promise<BusServer> {
  const container = rhea.create_container({
    id: 'perf-agent-service-bus',
    receiver_options: { credit_window: 0, autoaccept: false },
    sender_options: { treat_modified_as_released: false },
  });
  acceptAnyMechanism(container.sasl_server_mechanisms);
  const links = new LinkAttacher(bus, access);
  container.on('session_open', ({ session }: EventContext) => {
    if (session !== undefined) keepTransfersRaw(session);
  });
  container.on('sender_open', ({ sender }: EventContext) => {
    if (sender !== undefined) links.attachReceiver(sender);
  });
  container.on('receiver_open', ({ receiver }: EventContext) => {
    if (receiver !== undefined) links.attachSender(receiver);
  });
  container.on('sender_close', ({ connection, sender }: EventContext) => {
    const { releases } = links.stateOf(connection);
    if (sender === undefined) return;
    releases.get(sender)?.();
    releases.delete(sender);
  });
  for (const event of ['connection_close', 'disconnected'] as const) {
    container.on(event, ({ connection }: EventContext) => releaseConnection(links.stateOf(connection)));
  }
  // A client that breaks the protocol loses its connection, which rhea has seen to before it tells us.
  for (const event of [
    'error',
    'protocol_error',
    'connection_error',
    'session_error',
    'sender_error',
    'receiver_error',
  ]) {
    container.on(event, () => undefined);
  }
  // rhea's typings leave out session_buffer_size, hence the variable.
  const options = { host: '127.0.0.1', port, session_buffer_size: SESSION_BUFFER, tcp_no_delay: true };
  const server = container.listen(options);
  return listening(server);
}

/** Clients authenticate with tokens on $cbs; the connection itself is open to all on this machine, as in the emulator. */
function acceptAnyMechanism(mechanisms: unknown): void {
  if (typeof mechanisms !== 'object' || mechanisms === null) return;
  for (const name of ['MSSBCBS', 'ANONYMOUS', 'EXTERNAL']) Reflect.set(mechanisms, name, openMechanism);
}

function openMechanism(): object {
  return {
    outcome: undefined,
    start(): void {
      Reflect.set(this, 'outcome', true);
    },
  };
}

async function listening(server: Server): Promise<BusServer> {
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
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
