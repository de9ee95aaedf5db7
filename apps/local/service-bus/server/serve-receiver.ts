import { type Delivery, type Sender } from 'rhea';
import { encodeDelivery } from '../amqp/encode-delivery.ts';
import { faultFromError } from '../amqp/refusal.ts';
import { type Bus } from '../broker/bus.ts';
import { type BusQueue, type Consumer } from '../broker/bus-queue.ts';
import { deliverMessages } from '../broker/deliver-messages.ts';
import { type Settlement, settleMessage } from '../broker/settle-message.ts';
import { type StoredMessage } from '../queue/stored-message.ts';
import { type ConnectionState } from './connection-state.ts';
import { tagFromToken, tokenFromTag } from './lock-token.ts';
import { confirmSettlement } from './outcomes.ts';
import { answerAttachWith, answerEveryDrain, freeCredit, unsent } from './rhea-internals.ts';
import { settlementFromOutcome } from './settlement-from-outcome.ts';

/** snd-settle-mode of a receiver that wants messages settled as they are sent: receive-and-delete. */
const SETTLED = 1;
/** Format of an ordinary AMQP message; naming it makes rhea take encoded bytes. */
const MESSAGE_FORMAT = 0;
const DRAIN_RECHECK_MS = 5;

/** Serves a client's receiver: our sending link. Messages flow while the client grants credit. */
export function serveReceiver(bus: Bus, state: ConnectionState, queue: BusQueue, link: Sender): void {
  const removes = link.snd_settle_mode === SETTLED;
  answerAttachWith(link, removes ? { snd_settle_mode: SETTLED } : { rcv_settle_mode: link.rcv_settle_mode });
  answerEveryDrain(link);
  let reserved = 0;
  let draining = false;

  const consumer: Consumer = {
    removes,
    canTake: () => !draining && freeCredit(link) > reserved,
    reserve: () => {
      reserved += 1;
    },
    take: (message) => {
      reserved -= 1;
      if (link.is_open()) send(link, message, queue);
    },
  };

  const settle = (delivery: Delivery, outcome: 'accepted' | 'released' | 'rejected' | 'modified'): void => {
    if (removes || !Buffer.isBuffer(delivery.tag)) return;
    const token = tokenFromTag(delivery.tag);
    void answerSettlement(bus, queue, token, delivery, settlementFromOutcome(outcome, delivery.remote_state));
  };

  const finishDrain = (): void => {
    if (!draining || !link.is_open()) return;
    if (reserved > 0 || unsent(link.session) > 0) setTimeout(finishDrain, DRAIN_RECHECK_MS);
    else link.set_drained(true);
  };

  for (const outcome of ['accepted', 'released', 'rejected', 'modified'] as const) {
    link.on(outcome, ({ delivery }: { readonly delivery?: Delivery }) => {
      if (delivery !== undefined) settle(delivery, outcome);
    });
  }
  link.on('sender_flow', () => (draining = false));
  link.on('sender_draining', () => {
    draining = true;
    finishDrain();
  });
  link.on('sendable', () => deliverMessages(bus, queue));
  queue.consumers.add(consumer);
  state.releases.set(link, () => queue.consumers.delete(consumer));
}

function send(link: Sender, message: StoredMessage, queue: BusQueue): void {
  const tag = message.lock === null ? Buffer.alloc(16) : tagFromToken(message.lock.token);
  link.send(encodeDelivery(message, queue.deadLetterSource), tag, MESSAGE_FORMAT);
}

async function answerSettlement(
  bus: Bus,
  queue: BusQueue,
  token: string,
  delivery: Delivery,
  settlement: Settlement,
): Promise<void> {
  try {
    await settleMessage(bus, queue, token, settlement);
    confirmSettlement(delivery, null);
  } catch (error) {
    confirmSettlement(delivery, faultFromError(error));
  }
}
