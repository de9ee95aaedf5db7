import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { QUEUE_NAMES, type QueueName } from '../../contracts/queue-name.ts';
import type { DeadLetter, DeadLetters, LetterChoice } from '../../ports/dead-letters.ts';
import {
  brokenSource,
  letterOf,
  type LetterSource,
  peekLetters,
  rejectedSources,
  sequenceOf,
  withReceiver,
} from './peek-letters.ts';
import { returnMessage } from './return-message.ts';

const BATCH = 50;
const WAIT_MS = 500;
const MOST_SWEPT = 1_000;
const MOST_PEEKED = 10_000;
/** Those that lie before a chosen one are taken too, since Service Bus gives messages in their order alone, and put back. */
const MOST_PUT_BACK = 5_000;

/** Rejected and dead-lettered messages through the Service Bus client; links are opened for each call and closed after it. */
export function createDeadLetters(client: ServiceBusClient): DeadLetters {
  return {
    async list(limit, signal) {
      const sources = QUEUE_NAMES.flatMap((queue) =>
        [...rejectedSources(client, queue), brokenSource(client, queue)].map((source) => ({ queue, source })),
      );
      // At once: each opens a link of its own, and nearly all are empty.
      const found = await Promise.all(
        sources.map(({ queue, source }) => peekLetters(source, queue, limit, signal)),
      );
      return found
        .flat()
        .map(({ letter }) => letter)
        .slice(0, limit);
    },
    async sweep(tell, signal) {
      let swept = 0;
      for (const queue of QUEUE_NAMES) {
        await withReceiver(brokenSource(client, queue).open(), async (receiver) => {
          swept += await drain(receiver, signal, async (message) => {
            await tell(letterOf(message, queue, 'broken'), message.body);
            await receiver.completeMessage(message);
          });
        });
      }
      return swept;
    },
    async replay(choose, tell, signal) {
      const senders = new Map(QUEUE_NAMES.map((queue) => [queue, client.createSender(queue)]));
      try {
        return await eachChosen(client, choose, signal, async (message, { queue, letter }) => {
          await tell(letter);
          await senders.get(queue)?.sendMessages(returnMessage(message), { abortSignal: signal });
        });
      } finally {
        await Promise.all([...senders.values()].map((sender) => sender.close()));
      }
    },
    discard: (choose, tell, signal) =>
      eachChosen(client, choose, signal, (_message, { letter }) => tell(letter)),
  };
}

type Act = (
  message: ServiceBusReceivedMessage,
  about: { readonly queue: QueueName; readonly letter: DeadLetter },
) => Promise<void>;

/** Acts on each chosen message and takes it out. @returns those acted on */
async function eachChosen(
  client: ServiceBusClient,
  choose: LetterChoice,
  signal: AbortSignal,
  act: Act,
): Promise<readonly DeadLetter[]> {
  const queues = QUEUE_NAMES.filter((name) => choose.queue === undefined || name === choose.queue);
  const done = await Promise.all(
    queues.flatMap((queue) =>
      rejectedSources(client, queue).map((source) => takeChosen(source, queue, choose, signal, act)),
    ),
  );
  return done.flat();
}

/** Looks first: a queue without a chosen message is not touched, since taking a message and putting it back counts as a delivery. */
async function takeChosen(
  source: LetterSource,
  queue: QueueName,
  choose: LetterChoice,
  signal: AbortSignal,
  act: Act,
): Promise<readonly DeadLetter[]> {
  const peeked = await peekLetters(source, queue, MOST_PEEKED, signal);
  const wanted = new Set(
    peeked.filter(({ letter }) => chosen(letter, choose)).map(({ sequenceNumber }) => sequenceNumber),
  );
  if (wanted.size === 0) return [];
  const done: DeadLetter[] = [];
  const held = new Set<ServiceBusReceivedMessage>();
  await withReceiver(source.open(), async (receiver) => {
    try {
      while (wanted.size > 0 && held.size < MOST_PUT_BACK) {
        const messages = await take(receiver, signal);
        if (messages.length === 0) break;
        for (const message of messages) held.add(message);
        for (const message of messages) {
          if (!wanted.delete(sequenceOf(message))) continue;
          const letter = letterOf(message, queue, source.kind);
          await act(message, { queue, letter });
          await receiver.completeMessage(message);
          held.delete(message);
          done.push(letter);
        }
      }
    } finally {
      // Only now, or an abandoned message would be received again at once; and after a failure, too, or it would be hidden until its lock ends.
      for (const message of held) await receiver.abandonMessage(message);
    }
  });
  return done;
}

function chosen(letter: DeadLetter, choose: LetterChoice): boolean {
  if (choose.code !== undefined && letter.code !== choose.code) return false;
  if (choose.runId !== undefined && letter.runId !== choose.runId) return false;
  return choose.messageId === undefined || letter.messageId === choose.messageId;
}

async function drain(
  receiver: ServiceBusReceiver,
  signal: AbortSignal,
  each: (message: ServiceBusReceivedMessage) => Promise<void>,
): Promise<number> {
  for (let count = 0; count < MOST_SWEPT;) {
    const messages = await take(receiver, signal);
    if (messages.length === 0) return count;
    for (const message of messages) await each(message);
    count += messages.length;
  }
  return MOST_SWEPT;
}

function take(receiver: ServiceBusReceiver, signal: AbortSignal): Promise<ServiceBusReceivedMessage[]> {
  return receiver.receiveMessages(BATCH, { maxWaitTimeInMs: WAIT_MS, abortSignal: signal });
}
