import rhea, { type Connection, type Container, type EventContext } from 'rhea';
import { type Bus } from '../broker/bus.ts';
import { MAX_MESSAGE_BYTES } from '../queue-settings.ts';
import { type AccessKey } from './access-key.ts';
import { LinkAttacher } from './attach-links.ts';
import { releaseConnection } from './connection-state.ts';
import { type BusServer, listening } from './listen.ts';
import { watchTransfers } from './rhea-internals.ts';

/** As in Azure. */
const MAX_FRAME_BYTES = 65_536;

/** Speaks AMQP 1.0 on the loopback interface. Port 0 takes a free one. */
export async function startServer(bus: Bus, access: AccessKey, port: number): Promise<BusServer> {
  const container = rhea.create_container({
    id: 'perf-agent-service-bus',
    receiver_options: { credit_window: 0, autoaccept: false },
    sender_options: { treat_modified_as_released: false },
  });
  acceptAnyMechanism(container.sasl_server_mechanisms);
  const links = new LinkAttacher(bus, access);
  attachLinks(container, links);
  reportErrors(container);
  // rhea's typings leave out max_frame_size, hence the variable.
  const options = { host: '127.0.0.1', port, max_frame_size: MAX_FRAME_BYTES, tcp_no_delay: true };
  const server = container.listen(options);
  return listening(server, trackConnections(container, links), port);
}

function attachLinks(container: Container, links: LinkAttacher): void {
  container.on('session_open', ({ session }: EventContext) => {
    if (session !== undefined) watchTransfers(session, MAX_MESSAGE_BYTES);
  });
  container.on('sender_open', ({ sender }: EventContext) => {
    if (sender !== undefined) links.attachReceiver(sender);
  });
  container.on('receiver_open', ({ receiver }: EventContext) => {
    if (receiver !== undefined) links.attachSender(receiver);
  });
  container.on('sender_close', ({ connection, sender }: EventContext) => {
    if (sender !== undefined) links.stateOf(connection).releases.get(sender)?.();
    if (sender !== undefined) links.stateOf(connection).releases.delete(sender);
  });
}

function trackConnections(container: Container, links: LinkAttacher): ReadonlySet<Connection> {
  const connections = new Set<Connection>();
  container.on('connection_open', ({ connection }: EventContext) => connections.add(connection));
  for (const event of ['connection_close', 'disconnected'] as const) {
    container.on(event, ({ connection }: EventContext) => {
      connections.delete(connection);
      releaseConnection(links.stateOf(connection));
    });
  }
  return connections;
}

/** rhea ends the connection on which something went wrong, and throws when nobody listens to its error events. */
function reportErrors(container: Container): void {
  for (const event of ['error', 'protocol_error']) {
    container.on(event, (error: unknown) => console.error('service bus: a connection was ended:', error));
  }
  // A client's own errors, told to us as it closes something: the close events that follow are what counts.
  for (const event of ['connection_error', 'session_error', 'sender_error', 'receiver_error']) {
    container.on(event, () => undefined);
  }
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
