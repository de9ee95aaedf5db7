import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startServiceBus } from '../../apps/local/service-bus/start-service-bus.ts';
import { clientFor, isEmpty, queue, receiveOne, runBus } from './service-bus-fixture.ts';

const LIMIT_MS = 20_000;

describe('what the embedded Service Bus refuses', { timeout: LIMIT_MS }, () => {
  it('says that a queue is unknown, to senders and receivers', async () => {
    await using running = await runBus(queue('known'));
    const sending = running.client.createSender('unknown').sendMessages({ body: 1 });
    const receiving = running.client.createReceiver('unknown').receiveMessages(1, { maxWaitTimeInMs: 500 });

    await expect(sending).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
    await expect(receiving).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
  });

  it('finds queues whatever the case of the name, as Azure does', async () => {
    await using running = await runBus(queue('Mixed-Case'));

    await running.client.createSender('mixed-CASE').sendMessages({ body: 1 });

    expect(running.bus.stats()['Mixed-Case']?.active).toBe(1);
  });

  it('turns away a client with another key', async () => {
    await using running = await runBus(queue('q'));
    const wrong = running.bus.connectionString.replace(/SharedAccessKey=[^;]+/, 'SharedAccessKey=d3Jvbmc=');
    const client = clientFor(wrong);

    const sending = client.createSender('q').sendMessages({ body: 1 });

    await expect(sending).rejects.toMatchObject({ code: 'UnauthorizedAccess' });
    await client.close();
    expect(running.bus.stats()['q']?.active).toBe(0);
  });

  it('turns away a client with another key name', async () => {
    await using running = await runBus(queue('q'));
    const wrong = running.bus.connectionString.replace('RootManageSharedAccessKey', 'Somebody');
    const client = clientFor(wrong);

    const receiving = client.createReceiver('q').receiveMessages(1, { maxWaitTimeInMs: 500 });

    await expect(receiving).rejects.toMatchObject({ code: 'UnauthorizedAccess' });
    await client.close();
  });

  it.each([300_000, 5_000_000])('refuses a message of %i bytes and goes on', async (bytes) => {
    await using running = await runBus(queue('q'));
    const sender = running.client.createSender('q');

    const sending = sender.sendMessages({ body: Buffer.alloc(bytes) });

    await expect(sending).rejects.toMatchObject({ code: 'MessageSizeExceeded' });
    await sender.sendMessages({ body: 'small' });
    expect((await receiveOne(running.client.createReceiver('q'))).body).toBe('small');
  });

  it('refuses to hold more than the queue may, dead letters included, until there is room', async () => {
    await using running = await runBus(queue('q', { maxSizeBytes: 10_000 }));
    const sender = running.client.createSender('q');
    for (let sent = 0; sent < 3; sent += 1) await sender.sendMessages({ body: Buffer.alloc(2500) });
    const receiver = running.client.createReceiver('q');
    await receiver.deadLetterMessage(await receiveOne(receiver));

    const sending = sender.sendMessages({ body: Buffer.alloc(2500) });

    await expect(sending).rejects.toMatchObject({ code: 'QuotaExceeded' });
    await receiver.completeMessage(await receiveOne(receiver));
    await sender.sendMessages({ body: Buffer.alloc(2500) });
    expect(running.bus.stats()['q']).toMatchObject({ active: 2, deadLetter: 1 });
  });

  it('does not accept messages for a dead-letter sub-queue', async () => {
    await using running = await runBus(queue('q'));

    const sending = running.client.createSender('q/$DeadLetterQueue').sendMessages({ body: 1 });

    await expect(sending).rejects.toThrow();
    expect(running.bus.stats()['q']?.deadLetter).toBe(0);
  });

  it('does not settle the same message twice', async () => {
    await using running = await runBus(queue('q'));
    await running.client.createSender('q').sendMessages({ body: 1 });
    const receiver = running.client.createReceiver('q');
    const message = await receiveOne(receiver);
    await receiver.completeMessage(message);

    await expect(receiver.abandonMessage(message)).rejects.toThrow();

    expect(await isEmpty(receiver)).toBe(true);
  });

  it('says that it has no sessions', async () => {
    await using running = await runBus(queue('q'));

    await expect(running.client.acceptSession('q', 'one')).rejects.toThrow('session');
    await expect(running.client.acceptNextSession('q')).rejects.toThrow('session');
  });

  it('says that its port is taken, and leaves the folder free', async () => {
    await using running = await runBus(queue('q'));
    const folder = await mkdtemp(join(tmpdir(), 'service-bus-test-'));

    const starting = startServiceBus({ folder, queues: [queue('q')], port: running.bus.port });

    await expect(starting).rejects.toMatchObject({ code: 'BUS_SETTINGS_INVALID' });
    await expect(starting).rejects.toThrow(String(running.bus.port));
    await (await startServiceBus({ folder, queues: [queue('q')] })).stop();
    await rm(folder, { recursive: true });
  });

  it.each<[string, Buffer]>([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['an AMQP header with noise behind it', Buffer.from('AMQP\0\x01\0\0\0\0\0\x10\x02\0\0\0noisenoise')],
  ])('ends a connection that speaks %s, and serves the others', async (_, bytes) => {
    await using running = await runBus(queue('q'));
    const socket = connect(running.bus.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    socket.end(bytes);
    await once(socket, 'close');

    await running.client.createSender('q').sendMessages({ body: 'x' });

    expect((await receiveOne(running.client.createReceiver('q'))).body).toBe('x');
  });

  it('does not start on a folder that another broker works on', async () => {
    await using running = await runBus(queue('q'));

    const starting = startServiceBus({ folder: running.folder, queues: [] });

    await expect(starting).rejects.toMatchObject({ code: 'BUS_FOLDER_IN_USE' });
  });

  it.each([
    ['name', queue('a/b')],
    ['lockDurationMs', queue('q', { lockDurationMs: 600_000 })],
    ['maxDeliveryCount', queue('q', { maxDeliveryCount: 0 })],
    ['duplicateDetectionWindowMs', queue('q', { duplicateDetectionWindowMs: -1 })],
    ['defaultTtlMs', queue('q', { defaultTtlMs: Number.NaN })],
  ])('refuses a queue whose %s Azure would refuse', async (field, settings) => {
    const folder = await mkdtemp(join(tmpdir(), 'service-bus-test-'));

    const starting = startServiceBus({ folder, queues: [settings] });

    await expect(starting).rejects.toMatchObject({ code: 'BUS_SETTINGS_INVALID' });
    await expect(starting).rejects.toThrow(field);
    await rm(folder, { recursive: true });
  });
});
