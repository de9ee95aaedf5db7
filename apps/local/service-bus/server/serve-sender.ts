import { type Delivery, type Receiver } from 'rhea';
import { parseTransfer } from '../amqp/parse-message.ts';
import { faultFromError } from '../amqp/refusal.ts';
import { type Bus } from '../broker/bus.ts';
import { type BusQueue } from '../broker/bus-queue.ts';
import { storeMessages } from '../broker/store-messages.ts';
import { MAX_MESSAGE_BYTES } from '../queue-settings.ts';
import { answerTransfer } from './outcomes.ts';
import { answerAttachWith } from './rhea-internals.ts';

/** Transfers that a client may have on their way at once; Azure grants as many. */
const SENDER_CREDIT = 1000;

/** Serves a client's sender: our receiving link. A transfer is accepted when its messages are on disk. */
export function serveSender(bus: Bus, queue: BusQueue, link: Receiver): void {
  answerAttachWith(link, { max_message_size: MAX_MESSAGE_BYTES });
  link.add_credit(SENDER_CREDIT);
  link.on(
    'message',
    ({ message, delivery }: { readonly message?: unknown; readonly delivery?: Delivery }) => {
      if (delivery === undefined || !Buffer.isBuffer(message)) return;
      void store(bus, queue, message, delivery).then(() => link.add_credit(1));
    },
  );
}

async function store(bus: Bus, queue: BusQueue, bytes: Buffer, delivery: Delivery): Promise<void> {
  try {
    await storeMessages(bus, queue, parseTransfer(bytes, delivery.format));
    answerTransfer(delivery, null);
  } catch (error) {
    answerTransfer(delivery, faultFromError(error));
  }
}
