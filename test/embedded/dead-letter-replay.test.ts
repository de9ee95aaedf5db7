import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceBusClient } from '@azure/service-bus';
import { readQueues } from '../../apps/local/cloud/read-queues.ts';
import { startServiceBus } from '../../apps/local/service-bus/start-service-bus.ts';
import { PermanentError, TransientError } from '../../shared/errors/pipeline-error.ts';
import { handleMessage } from '../../shared/pipeline/handle-message.ts';
import type { DeadLetters } from '../../shared/ports/dead-letters.ts';
import { createDeadLetters } from '../../shared/platform/service-bus/create-dead-letters.ts';
import {
  createMessageSender,
  createServiceBusClient,
} from '../../shared/platform/service-bus/create-message-sender.ts';
import { createMemoryRunner, TEST_RUN, testEnvelope } from '../support/memory-runner.ts';

const blip = new TransientError('STORE_UNAVAILABLE', 'A blip.');
const refused = new PermanentError('REMOTE_FORBIDDEN', 'The token may not.');

describe('a rejected message that is replayed within the duplicate-detection window', () => {
  let folder: string;
  let bus: Awaited<ReturnType<typeof startServiceBus>>;
  let client: ServiceBusClient;
  let letters: DeadLetters;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-replay-'));
    const queues = readQueues(new URL('../../shared/contracts/queues.json', import.meta.url));
    bus = await startServiceBus({ folder, queues });
    client = createServiceBusClient(bus.connectionString, () => {
      throw new TypeError('A connection string needs no identity.');
    });
    letters = createDeadLetters(client);
    await deliverAll([blip, blip, refused], () =>
      createMessageSender(client).send(
        [
          {
            queue: 'decide',
            envelope: testEnvelope('decide'),
            messageId: `${TEST_RUN}:decide`,
            traceparent: null,
          },
        ],
        AbortSignal.timeout(10_000),
      ),
    );
  });

  afterEach(async () => {
    await client.close();
    await bus.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is tried again after a transient failure', async () => {
    const settled = await deliverAll([blip, null], replay);

    expect(settled).toEqual(['retry', 'complete']);
    expect(await rejected()).toEqual([]);
  });

  it('is kept when it is rejected again', async () => {
    const settled = await deliverAll([refused], replay);

    expect(settled).toEqual(['reject']);
    expect(await rejected()).toEqual(['REMOTE_FORBIDDEN']);
  });

  async function replay(): Promise<void> {
    await letters.replay({ runId: TEST_RUN }, () => Promise.resolve(), AbortSignal.timeout(10_000));
  }

  async function rejected(): Promise<string[]> {
    const listed = await letters.list(10, AbortSignal.timeout(10_000));
    return listed.filter(({ queue }) => queue === 'decide').map(({ code }) => code);
  }

  /** One consumer: each delivery ends as the next of the outcomes says. */
  async function deliverAll(
    outcomes: readonly (Error | null)[],
    begin: () => Promise<void>,
  ): Promise<string[]> {
    await begin();
    const { services } = createMemoryRunner();
    const receiver = client.createReceiver('decide');
    const settled: string[] = [];
    for (const outcome of outcomes) {
      const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 10_000 });
      if (message === undefined) break;
      const delivery = {
        body: message.body as unknown,
        traceparent: null,
        deliveryCount: (message.deliveryCount ?? 0) + 1,
        maxDeliveryCount: 5,
        signal: AbortSignal.timeout(10_000),
      };
      const work = (): Promise<void> => (outcome === null ? Promise.resolve() : Promise.reject(outcome));
      const sender = createMessageSender(client);
      const clock = { now: () => new Date() };
      const settlement = await handleMessage('decide', delivery, work, { ...services, sender, clock });
      await receiver.completeMessage(message);
      settled.push(settlement.do);
    }
    await receiver.close();
    return settled;
  }
});
