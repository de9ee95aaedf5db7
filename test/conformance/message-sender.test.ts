import { afterAll, beforeAll, describe } from 'vitest';
import { createMessageSender } from '../../shared/platform/service-bus/create-message-sender.ts';
import { createMemoryPipeline } from '../support/memory-pipeline.ts';
import { startMessageBus } from '../support/message-bus.ts';
import { itSendsMessages } from './message-sender.ts';

describe('the sender in memory', () => {
  const { ports, waiting } = createMemoryPipeline();
  itSendsMessages(() => ({
    sender: ports.sender,
    async take(queue, most) {
      const due = waiting.filter(
        (message) => message.queue === queue && (message.notBefore?.getTime() ?? 0) <= Date.now(),
      );
      const taken = due.slice(0, most);
      for (const message of taken) waiting.splice(waiting.indexOf(message), 1);
      return taken.map(({ messageId, envelope }) => ({ id: messageId, body: envelope }));
    },
  }));
});

describe('the sender on the embedded Service Bus', () => {
  let running: Awaited<ReturnType<typeof startMessageBus>>;
  let sender: ReturnType<typeof createMessageSender>;
  beforeAll(async () => {
    running = await startMessageBus(['plan', 'learn', 'collect', 'audit']);
    sender = createMessageSender(running.client);
  });
  afterAll(() => running[Symbol.asyncDispose]());

  itSendsMessages(() => ({
    sender,
    async take(queue, most) {
      // An empty queue keeps a receiver waiting; what may be received now is known beforehand.
      if ((running.bus.stats()[queue]?.active ?? 0) === 0) return [];
      const receiver = running.client.createReceiver(queue, { receiveMode: 'receiveAndDelete' });
      const messages = await receiver.receiveMessages(most, { maxWaitTimeInMs: 1_000 });
      await receiver.close();
      return messages.map(({ messageId, body }) => ({ id: String(messageId), body: body as unknown }));
    },
  }));
});
