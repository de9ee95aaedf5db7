import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { Envelope } from '../../contracts/envelope.ts';
import { QUEUE_NAMES, type QueueName, rejectedQueue } from '../../contracts/queue-name.ts';
import type { DeadLetter, DeadLetters } from '../../ports/dead-letters.ts';
import { returnMessage } from './return-message.ts';

const BATCH = 50;
const WAIT_MS = 500;
const MOST_SWEPT = 1_000;

/** Rejected and dead-lettered messages through the Service Bus client; links are opened for each call and closed after it. */
export function createDeadLetters(client: ServiceBusClient): DeadLetters {
  return {
    async list(limit, signal) {
      const letters: DeadLetter[] = [];
      for (const queue of QUEUE_NAMES) {
        for (const { kind, receiver } of receiversOf(client, queue)) {
          letters.push(...(await peek(receiver, queue, kind, limit - letters.length, signal)));
          if (letters.length >= limit) return letters;
        }
      }
      return letters;
    },
    async sweep(tell, signal) {
      let swept = 0;
      for (const queue of QUEUE_NAMES) {
        await withReceiver(client.createReceiver(queue, { subQueueType: 'deadLetter' }), async (receiver) => {
          swept += await drain(receiver, signal, async (message) => {
            await tell(letterOf(message, queue, 'broken'), message.body);
            await receiver.completeMessage(message);
          });
        });
      }
      return swept;
    },
    async replay(choose, signal) {
      const replayed: DeadLetter[] = [];
      for (const queue of QUEUE_NAMES.filter((name) => choose.queue === undefined || name === choose.queue)) {
        const sender = client.createSender(queue);
        const kept: ServiceBusReceivedMessage[] = [];
        try {
          await withReceiver(client.createReceiver(rejectedQueue(queue)), async (receiver) => {
            await drain(receiver, signal, async (message) => {
              const letter = letterOf(message, queue, 'rejected');
              if (!chosen(letter, choose)) {
                kept.push(message);
                return;
              }
              await sender.sendMessages(returnMessage(message), { abortSignal: signal });
              await receiver.completeMessage(message);
              replayed.push(letter);
            });
            // Only now, or an abandoned message would be received again at once and the drain never end.
            for (const message of kept) await receiver.abandonMessage(message);
          });
        } finally {
          await sender.close();
        }
      }
      return replayed;
    },
  };
}

function chosen(
  letter: DeadLetter,
  choose: { readonly runId?: string; readonly messageId?: string },
): boolean {
  if (choose.runId !== undefined && letter.runId !== choose.runId) return false;
  return choose.messageId === undefined || letter.messageId === choose.messageId;
}

function receiversOf(
  client: ServiceBusClient,
  queue: QueueName,
): readonly { readonly kind: DeadLetter['kind']; readonly receiver: ServiceBusReceiver }[] {
  return [
    { kind: 'rejected', receiver: client.createReceiver(rejectedQueue(queue)) },
    { kind: 'broken', receiver: client.createReceiver(queue, { subQueueType: 'deadLetter' }) },
  ];
}

async function peek(
  receiver: ServiceBusReceiver,
  queue: QueueName,
  kind: DeadLetter['kind'],
  limit: number,
  signal: AbortSignal,
): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  await withReceiver(receiver, async () => {
    while (letters.length < limit) {
      const wanted = Math.min(BATCH, limit - letters.length);
      const messages = await receiver.peekMessages(wanted, { abortSignal: signal });
      if (messages.length === 0) return;
      letters.push(...messages.map((message) => letterOf(message, queue, kind)));
    }
  });
  return letters;
}

async function drain(
  receiver: ServiceBusReceiver,
  signal: AbortSignal,
  each: (message: ServiceBusReceivedMessage) => Promise<void>,
): Promise<number> {
  for (let count = 0; count < MOST_SWEPT;) {
    const messages = await receiver.receiveMessages(BATCH, { maxWaitTimeInMs: WAIT_MS, abortSignal: signal });
    if (messages.length === 0) return count;
    for (const message of messages) await each(message);
    count += messages.length;
  }
  return MOST_SWEPT;
}

async function withReceiver(
  receiver: ServiceBusReceiver,
  work: (receiver: ServiceBusReceiver) => Promise<void>,
): Promise<void> {
  try {
    await work(receiver);
  } finally {
    await receiver.close();
  }
}

function letterOf(
  message: ServiceBusReceivedMessage,
  queue: QueueName,
  kind: DeadLetter['kind'],
): DeadLetter {
  const envelope = Envelope.safeParse(message.body);
  const properties = message.applicationProperties ?? {};
  return {
    queue,
    kind,
    messageId: String(message.messageId ?? ''),
    runId: envelope.success ? envelope.data.subject : null,
    part: envelope.success ? (envelope.data.part ?? null) : null,
    code: String(properties['code'] ?? message.deadLetterReason ?? 'UNKNOWN'),
    reason: String(properties['reason'] ?? message.deadLetterErrorDescription ?? ''),
    at: message.enqueuedTimeUtc ?? new Date(0),
  };
}
