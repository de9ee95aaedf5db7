import { ServiceBusClient, type ServiceBusMessage, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startServiceBus } from '../../apps/local/service-bus/start-service-bus.ts';
import { matching } from './support/matching.ts';
import { eventually, readRecords, type Entry } from './support/records.ts';
import { createTestHost, temporaryFolder, type TestHost } from './support/start-test-host.ts';

const LOCK_MS = 1500;
const QUEUES = ['work', 'left', 'fan', 'out-one', 'out-two'];
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

let bus: Awaited<ReturnType<typeof startServiceBus>>;
let client: ServiceBusClient;
let tested: TestHost;

beforeAll(async () => {
  bus = await startServiceBus({
    folder: temporaryFolder(),
    queues: QUEUES.map((name) => ({
      name,
      lockDurationMs: LOCK_MS,
      maxDeliveryCount: 3,
      duplicateDetectionWindowMs: 60_000,
    })),
  });
  client = new ServiceBusClient(bus.connectionString);
  tested = await createTestHost('queue-app', { SERVICE_BUS: bus.connectionString, WORK_QUEUE: 'work' });
  await tested.host.start();
});
afterEach(async () => {
  await tested.host.start();
});
afterAll(async () => {
  await tested.dispose();
  await client.close();
  await bus.stop();
});

function records(event: string): Entry[] {
  return readRecords(join(tested.folder, 'records.jsonl')).filter((entry) => entry.event === event);
}

function startsOf(id: string): Entry[] {
  return records('started').filter((entry) =>
    JSON.stringify(entry['metadata']).includes(`"messageId":"${id}"`),
  );
}

async function send(queue: string, ...messages: ServiceBusMessage[]): Promise<void> {
  const sender = client.createSender(queue);
  await sender.sendMessages(messages);
  await sender.close();
}

async function receive(
  queue: string,
  count: number,
  deadLetter = false,
): Promise<ServiceBusReceivedMessage[]> {
  const receiver = client.createReceiver(queue, deadLetter ? { subQueueType: 'deadLetter' } : {});
  const received: ServiceBusReceivedMessage[] = [];
  while (received.length < count) {
    const some = await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 5000 });
    if (some.length === 0) break;
    for (const message of some) await receiver.completeMessage(message);
    received.push(...some);
  }
  await receiver.close();
  return received;
}

describe('Service Bus queue triggers', () => {
  it('hand body, metadata and trace to the handler and complete the message', async () => {
    await send('work', {
      body: { hello: 'world' },
      messageId: 'metadata',
      correlationId: 'run-7',
      subject: 'a subject',
      contentType: 'application/json',
      applicationProperties: { 'Diagnostic-Id': TRACE, attempt: 2 },
    });

    await eventually('the end', () => records('done').find((entry) => entry['id'] === 'metadata'));

    expect(startsOf('metadata')[0]).toMatchObject({
      message: { hello: 'world' },
      trace: { traceParent: TRACE },
      metadata: {
        messageId: 'metadata',
        correlationId: 'run-7',
        subject: 'a subject',
        contentType: 'application/json',
        deliveryCount: 1,
        lockToken: matching(/^[0-9a-f-]{36}$/),
        enqueuedTimeUtc: matching(/^\d{4}-.*Z$/),
        applicationProperties: { 'diagnostic-Id': TRACE, attempt: 2 },
      },
    });
    await new Promise((resolve) => setTimeout(resolve, LOCK_MS + 300));
    expect(startsOf('metadata')).toHaveLength(1);
  });

  it('hand text as text and bytes that are no UTF-8 as bytes', async () => {
    await send(
      'work',
      { body: Buffer.from('no JSON at all'), messageId: 'text' },
      { body: Buffer.from([0xff, 0xfe, 1]), messageId: 'bytes' },
    );

    await eventually('both', () => startsOf('text').length + startsOf('bytes').length === 2);

    expect(startsOf('text')[0]?.['message']).toBe('no JSON at all');
    expect(startsOf('bytes')[0]?.['message']).toEqual({ bytes: [0xff, 0xfe, 1] });
  });

  it('abandon a message whose handler throws, until the queue dead-letters it', async () => {
    await send('work', { body: { fail: 'always' }, messageId: 'failing' });

    const [dead] = await receive('work', 1, true);

    expect(dead?.messageId).toBe('failing');
    expect(dead?.deadLetterReason).toBe('MaxDeliveryCountExceeded');
    expect(startsOf('failing').map((entry) => entry.metadata?.deliveryCount)).toEqual([1, 2, 3]);
    expect(tested.lines.join('\n')).toContain('asked to fail: always');
  });

  it('run at most maxConcurrentCalls messages at a time', async () => {
    const ids = Array.from({ length: 9 }, (_unused, index) => `parallel-${index}`);
    await send('work', ...ids.map((messageId) => ({ body: { pauseMs: 150 }, messageId })));

    await eventually('all nine', () =>
      ids.every((id) => records('done').some((entry) => entry['id'] === id)),
    );

    const peak = Math.max(...ids.map((id) => Number(startsOf(id)[0]?.['running'])));
    expect(peak).toBe(3);
  });

  it('keep the lock while a handler takes longer than the lock lasts', async () => {
    await send('work', { body: { pauseMs: LOCK_MS * 2.2 }, messageId: 'long' });

    await eventually('the end', () => records('done').some((entry) => entry['id'] === 'long'));
    await new Promise((resolve) => setTimeout(resolve, 300));

    expect(startsOf('long')).toHaveLength(1);
  });

  it('leave a message alone with autoCompleteMessages false, so that it returns when its lock ends', async () => {
    await send('left', { body: 'x', messageId: 'left' });

    const [dead] = await receive('left', 1, true).then(async (first) =>
      first.length > 0 ? first : receive('left', 1, true),
    );

    expect(dead?.messageId).toBe('left');
    expect(records('left').map((entry) => entry['deliveryCount'])).toEqual([1, 2, 3]);
  });

  it('send what functions return or set to their output bindings, an array as one message each', async () => {
    await send('fan', { body: { id: 5 }, messageId: 'fan' });

    const [one, two] = await Promise.all([receive('out-one', 1), receive('out-two', 2)]);

    expect(one.map(({ body }) => body as unknown)).toEqual([{ of: { id: 5 } }]);
    expect(two.map(({ body }) => body as unknown)).toEqual([{ part: 1 }, { part: 2 }]);
  });

  it('redeliver what a killed host was working on', async () => {
    await send('work', { body: { pauseMs: 800 }, messageId: 'killed' });
    await eventually('the first start', () => startsOf('killed').length === 1);
    const firstPid = tested.host.pid;

    await tested.host.kill('SIGKILL');
    await tested.host.ready();
    await eventually('the end', () => records('done').some((entry) => entry['id'] === 'killed'));

    const [first, second] = startsOf('killed');
    expect(first?.pid).toBe(firstPid);
    expect(second?.pid).toBe(tested.host.pid);
    expect(second?.metadata?.deliveryCount).toBe(2);
  });

  it('finish the messages in hand on SIGTERM and take no further ones', async () => {
    const ids = Array.from({ length: 6 }, (_unused, index) => `drain-${index}`);
    await send('work', ...ids.map((messageId) => ({ body: { pauseMs: 600 }, messageId })));
    await eventually('three starts', () => ids.filter((id) => startsOf(id).length > 0).length === 3);

    await tested.host.stop();

    const done = ids.filter((id) => records('done').some((entry) => entry['id'] === id));
    const begun = ids.filter((id) => startsOf(id).length > 0);
    expect(done).toHaveLength(3);
    expect(begun).toEqual(done);

    await tested.host.start();
    await eventually('the rest', () =>
      ids.every((id) => records('done').some((entry) => entry['id'] === id)),
    );
    expect(ids.map((id) => startsOf(id).length)).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
