import { afterEach, describe, expect, it, vi } from 'vitest';
import { testEnvelope } from '../../../test/support/memory-runner.ts';
import { startMessageBus } from '../../../test/support/message-bus.ts';
import type { OutgoingMessage } from '../../ports/message-sender.ts';
import { createMessageSender } from './create-message-sender.ts';

describe('createMessageSender', () => {
  afterEach(() => void vi.useRealTimers());

  it('sends envelopes with id, correlation and trace', async () => {
    await using running = await startMessageBus(['plan']);

    await createMessageSender(running.client).send([messageOf('plan')], signal());

    const [received] = await running.client
      .createReceiver('plan')
      .receiveMessages(1, { maxWaitTimeInMs: 15_000 });
    expect(received).toMatchObject({
      body: testEnvelope('plan'),
      messageId: testEnvelope('plan').id,
      correlationId: testEnvelope('plan').subject,
      contentType: 'application/cloudevents+json',
      applicationProperties: { traceparent: 'trace', 'Diagnostic-Id': 'trace' },
    });
  });

  it('lets the broker drop the second copy of a message, alone and within a batch', async () => {
    await using running = await startMessageBus(['plan', 'learn']);
    const sender = createMessageSender(running.client);
    const both = [messageOf('plan', 'a'), messageOf('plan', 'b'), messageOf('learn', 'c')];

    await sender.send(both, signal());
    await sender.send(both, signal());
    await sender.send([messageOf('plan', 'a')], signal());

    expect([running.bus.stats()['plan']?.active, running.bus.stats()['learn']?.active]).toEqual([2, 1]);
  });

  it('holds a scheduled message back until its time', async () => {
    await using running = await startMessageBus(['deadline']);
    const receiver = running.client.createReceiver('deadline');
    // The broker's clock stands still, however slow the machine is.
    vi.useFakeTimers({ toFake: ['Date'] });
    const notBefore = new Date(Date.now() + 500);

    await createMessageSender(running.client).send([{ ...messageOf('deadline'), notBefore }], signal());

    vi.advanceTimersByTime(499);
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 300 })).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 15_000 })).toHaveLength(1);
  });

  it('refuses for good to send to a queue that there is not, and names it', async () => {
    await using running = await startMessageBus(['plan']);

    const sending = createMessageSender(running.client).send([messageOf('collect')], signal());

    await expect(sending).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE', disposition: 'dead-letter' });
    await expect(sending).rejects.toThrow(/"collect".*MessagingEntityNotFound/);
  });

  it('comes back later when the broker is gone', async () => {
    await using running = await startMessageBus(['plan']);
    const sender = createMessageSender(running.client);
    await sender.send([messageOf('plan', 'a')], signal());
    await running.bus.stop();

    const sending = sender.send([messageOf('plan', 'b')], signal());

    await expect(sending).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE', disposition: 'retry' });
  });

  it('gives up when the caller does', async () => {
    await using running = await startMessageBus(['plan']);

    const sending = createMessageSender(running.client).send([messageOf('plan')], AbortSignal.abort());

    await expect(sending).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE', disposition: 'retry' });
    expect(running.bus.stats()['plan']?.active).toBe(0);
  });
});

function messageOf(queue: 'plan' | 'learn' | 'deadline' | 'collect', part?: string): OutgoingMessage {
  const envelope = testEnvelope(queue, part === undefined ? {} : { part });
  const messageId = part === undefined ? envelope.id : `${envelope.id}:${part}`;
  return { queue, envelope, messageId, traceparent: 'trace' };
}

function signal(): AbortSignal {
  return AbortSignal.timeout(20_000);
}
