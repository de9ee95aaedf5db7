import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import Long from 'long';
import { Envelope } from '../../contracts/envelope.ts';
import { type QueueName, rejectedQueue } from '../../contracts/queue-name.ts';
import type { DeadLetter } from '../../ports/dead-letters.ts';

const BATCH = 50;

/** A letter with the message that it was read from. */
export interface PeekedLetter {
  readonly letter: DeadLetter;
  readonly sequenceNumber: string;
}

/** A place where dead letters of a queue lie. */
export interface LetterSource {
  readonly kind: DeadLetter['kind'];
  readonly open: () => ServiceBusReceiver;
}

/**
 * Where what the product rejected lies: the rejected queue, and its own dead-letter sub-queue, into which Service Bus puts what was looked at too
 * often there.
 */
export function rejectedSources(client: ServiceBusClient, queue: QueueName): readonly LetterSource[] {
  const name = rejectedQueue(queue);
  return [
    { kind: 'rejected', open: () => client.createReceiver(name) },
    { kind: 'rejected', open: () => client.createReceiver(name, { subQueueType: 'deadLetter' }) },
  ];
}

/** Where Service Bus puts what it gave up on itself. */
export function brokenSource(client: ServiceBusClient, queue: QueueName): LetterSource {
  return { kind: 'broken', open: () => client.createReceiver(queue, { subQueueType: 'deadLetter' }) };
}

/** At most `limit` letters, oldest first, each time from the beginning: the client itself goes on where it last stopped. */
export async function peekLetters(
  source: LetterSource,
  queue: QueueName,
  limit: number,
  signal: AbortSignal,
): Promise<PeekedLetter[]> {
  const letters: PeekedLetter[] = [];
  let from = Long.ZERO;
  await withReceiver(source.open(), async (receiver) => {
    while (letters.length < limit) {
      const messages = await receiver.peekMessages(Math.min(BATCH, limit - letters.length), {
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- one class, declared for ESM and for CommonJS
        fromSequenceNumber: from,
        abortSignal: signal,
      });
      const last = messages.at(-1)?.sequenceNumber;
      if (last === undefined) return;
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- as above
      from = last.add(1);
      letters.push(...messages.map((message) => peekedLetter(message, queue, source.kind)));
    }
  });
  return letters;
}

function peekedLetter(
  message: ServiceBusReceivedMessage,
  queue: QueueName,
  kind: DeadLetter['kind'],
): PeekedLetter {
  return { letter: letterOf(message, queue, kind), sequenceNumber: sequenceOf(message) };
}

/** What identifies a message within its queue. */
export function sequenceOf(message: ServiceBusReceivedMessage): string {
  return String(message.sequenceNumber ?? '');
}

/** A message in the words of the product. */
export function letterOf(
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
    code: String(properties['code'] ?? message.deadLetterReason ?? 'UNKNOWN'),
    reason: String(properties['reason'] ?? message.deadLetterErrorDescription ?? ''),
    ...wordsOf(envelope.data),
    at: message.enqueuedTimeUtc ?? new Date(0),
  };
}

function wordsOf(
  envelope: Envelope | undefined,
): Pick<DeadLetter, 'runId' | 'part' | 'failures' | 'replays'> {
  if (envelope === undefined) return { runId: null, part: null, failures: null, replays: 0 };
  const { subject, part = null, failures = 0, replay = 0 } = envelope;
  return { runId: subject, part, failures: failures + 1, replays: replay };
}

/** Closes the link after the work, whatever its end. */
export async function withReceiver(
  receiver: ServiceBusReceiver,
  work: (receiver: ServiceBusReceiver) => Promise<void>,
): Promise<void> {
  try {
    await work(receiver);
  } finally {
    await receiver.close();
  }
}
