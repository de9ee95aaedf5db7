import type { ServiceBusClient } from '@azure/service-bus';
import { describe, expect, it } from 'vitest';
import { TEST_RUN, testEnvelope } from '../support/memory-runner.ts';
import { startMessageBus } from '../support/message-bus.ts';
import { QUEUE_NAMES, type QueueName, rejectedQueue } from '../../shared/contracts/queue-name.ts';
import type { DeadLetter } from '../../shared/ports/dead-letters.ts';
import { createDeadLetters } from '../../shared/platform/service-bus/create-dead-letters.ts';
import { createMessageSender } from '../../shared/platform/service-bus/create-message-sender.ts';

const ALL_QUEUES = QUEUE_NAMES.flatMap((name) => [name, rejectedQueue(name)]);

describe('dead letters', () => {
  it('are listed with code and reason as often as they are asked for', async () => {
    await using running = await startMessageBus(ALL_QUEUES);
    await reject(running.client, 'collect', { part: 'results' });
    const letters = createDeadLetters(running.client);

    const first = await letters.list(10, signal());

    expect(first).toEqual([
      expect.objectContaining({
        queue: 'collect',
        kind: 'rejected',
        runId: TEST_RUN,
        part: 'results',
        code: 'REMOTE_FORBIDDEN',
        reason: 'GET x is forbidden (403).',
      }),
    ]);
    expect(await letters.list(10, signal())).toEqual(first);
    expect(await letters.list(0, signal())).toEqual([]);
  }, 60_000);

  it('sweeps what the broker gave up on, and keeps it when telling fails', async () => {
    await using running = await startMessageBus(ALL_QUEUES);
    await createMessageSender(running.client).send([messageOf('plan', 'a')], signal());
    await exhaust(running.client, 'plan');
    const letters = createDeadLetters(running.client);
    const told: [DeadLetter, unknown][] = [];

    const dying = (): Promise<string> =>
      letters.sweep(() => Promise.reject(new TypeError('died')), signal()).then(String, String);
    await expect.poll(dying, { timeout: 60_000 }).toBe('TypeError: died');
    let swept = 0;
    await expect
      .poll(
        async () => {
          swept += await letters.sweep(async (letter, body) => {
            told.push([letter, body]);
          }, signal());
          return swept;
        },
        { timeout: 60_000 },
      )
      .toBe(1);

    expect(told).toEqual([
      [
        expect.objectContaining({ queue: 'plan', kind: 'broken', runId: TEST_RUN, part: 'a' }),
        testEnvelope('plan', { part: 'a' }),
      ],
    ]);
    expect(await letters.sweep(() => Promise.reject(new TypeError('twice')), signal())).toBe(0);
  }, 120_000);
});

function messageOf(queue: QueueName, part: string) {
  const envelope = testEnvelope(queue, { part });
  return { queue, envelope, messageId: `${envelope.id}:${part}`, traceparent: null };
}

async function reject(
  client: ServiceBusClient,
  queue: QueueName,
  more: Parameters<typeof testEnvelope>[1] = {},
): Promise<void> {
  const envelope = testEnvelope(queue, more);
  const properties = { code: 'REMOTE_FORBIDDEN', reason: 'GET x is forbidden (403).' };
  const message = {
    queue: rejectedQueue(queue),
    envelope,
    messageId: envelope.id,
    traceparent: null,
    properties,
  };
  await createMessageSender(client).send([message], signal());
}

/** Takes a message and gives it back until the broker gives up on it. */
async function exhaust(client: ServiceBusClient, queue: QueueName): Promise<void> {
  const receiver = client.createReceiver(queue);
  for (let delivery = 0; delivery < 2; delivery += 1) {
    const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 30_000 });
    if (message === undefined) throw new TypeError(`Delivery ${delivery + 1} did not come.`);
    await receiver.abandonMessage(message);
  }
  await receiver.close();
}

function signal(): AbortSignal {
  return AbortSignal.timeout(60_000);
}
