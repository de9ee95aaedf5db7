import { type Connection, type Receiver, type Sender } from 'rhea';
import { type AmqpFault } from '../amqp/refusal.ts';
import { type Bus } from '../broker/bus.ts';
import { type AccessKey, isCovered } from './access-key.ts';
import { type ConnectionState, createConnectionState } from './connection-state.ts';
import { entityNotFound, findEntity } from './entity-path.ts';
import { serveCbs } from './serve-cbs.ts';
import { serveManagement } from './serve-management.ts';
import { serveReceiver } from './serve-receiver.ts';
import { serveSender } from './serve-sender.ts';
import { addressOf, asksForSession } from './terminus.ts';

const CBS = '$cbs';

/** Decides what each new link of a client is for; refused links are closed with the reason. */
export class LinkAttacher {
  readonly #bus: Bus;
  readonly #access: AccessKey;
  readonly #connections = new WeakMap<Connection, ConnectionState>();

  constructor(bus: Bus, access: AccessKey) {
    this.#bus = bus;
    this.#access = access;
  }

  stateOf(connection: Connection): ConnectionState {
    const known = this.#connections.get(connection);
    if (known !== undefined) return known;
    const state = createConnectionState();
    this.#connections.set(connection, state);
    return state;
  }

  /** The client wants to receive: messages, or answers to requests. */
  attachReceiver(link: Sender): void {
    const state = this.stateOf(link.connection);
    const address = addressOf(link.source);
    const entity = findEntity(this.#bus, address);
    link.set_source({ address });
    link.set_target({ address: addressOf(link.target) });
    if (address === CBS || entity?.isManagement === true) {
      this.#openReplyLink(state, link);
      return;
    }
    if (entity === null) {
      refuse(link, entityNotFound(address));
      return;
    }
    if (!this.#isAllowed(state, address)) {
      refuse(link, unauthorized(address));
      return;
    }
    if (asksForSession(link.source)) {
      refuse(link, NO_SESSIONS);
      return;
    }
    serveReceiver(this.#bus, state, entity.queue, link);
  }

  /** The client wants to send: messages, or requests. */
  attachSender(link: Receiver): void {
    const state = this.stateOf(link.connection);
    const address = addressOf(link.target);
    link.set_target({ address });
    link.set_source({ address: addressOf(link.source) });
    if (address === CBS) {
      serveCbs(this.#bus, state, link, this.#access);
      return;
    }
    const entity = findEntity(this.#bus, address);
    if (entity === null) {
      refuse(link, entityNotFound(address));
      return;
    }
    if (!this.#isAllowed(state, address)) {
      refuse(link, unauthorized(address));
      return;
    }
    if (entity.isManagement) {
      serveManagement(this.#bus, state, entity.queue, link);
      return;
    }
    if (entity.queue.deadLetter === null) {
      refuse(link, NO_SENDING_TO_DEAD_LETTERS);
      return;
    }
    serveSender(this.#bus, entity.queue, link);
  }

  /** Requests name the answering link by its target address or, for $cbs, by its name. */
  #openReplyLink(state: ConnectionState, link: Sender): void {
    const names = [link.name, addressOf(link.target)].filter((name) => name !== '');
    for (const name of names) state.replyLinks.set(name, link);
    state.releases.set(link, () => {
      for (const name of names) state.replyLinks.delete(name);
    });
  }

  #isAllowed(state: ConnectionState, address: string): boolean {
    return isCovered(state.claims, address, this.#bus.now());
  }
}

const NO_SESSIONS: AmqpFault = {
  condition: 'amqp:not-allowed',
  description: 'The queues of the embedded Service Bus have no sessions; use a receiver without one.',
};

const NO_SENDING_TO_DEAD_LETTERS: AmqpFault = {
  condition: 'amqp:not-allowed',
  description: 'Messages cannot be sent to a dead-letter sub-queue; dead-letter them at the queue.',
};

function unauthorized(address: string): AmqpFault {
  return {
    condition: 'amqp:unauthorized-access',
    description: `Unauthorized access to '${address}': put a valid token for it to $cbs first.`,
  };
}

function refuse(link: Sender | Receiver, fault: AmqpFault): void {
  link.close(fault);
}
