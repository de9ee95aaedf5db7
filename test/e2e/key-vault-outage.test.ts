import { connect, createServer, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../apps/local/cloud/free-port.ts';
import {
  createMessageSender,
  createServiceBusClient,
} from '../../shared/platform/service-bus/create-message-sender.ts';
import type { Envelope } from '../../shared/contracts/envelope.ts';
import { type Installation, startInstallation } from '../support/start-installation.ts';

const RUN = `run-${'a'.repeat(24)}`;
const OUTAGE_MS = 4_000;

describe('a key vault that is away while a message arrives', () => {
  let installation: Installation | undefined;
  let door: Server | undefined;

  afterEach(async () => {
    door?.close();
    await installation?.stop();
  });

  it('costs the message no delivery: it is worked on when the vault is back', async () => {
    const port = await freePort();
    installation = await startInstallation({ env: { KEY_VAULT_URL: `http://127.0.0.1:${port}` } });
    const { cloud } = installation;
    const stats = (queue: string) => cloud.serviceBus.stats()[queue];

    await sendBadRequest(cloud.env['SERVICE_BUS'] ?? '');
    await wait(OUTAGE_MS);
    const during = { ...stats('requests') };
    door = await openVault(port, new URL(cloud.urls.keyVault));

    // The rejected copy is sent before the message itself is settled.
    await installation.waitFor(
      'the message to be worked on and settled',
      () => stats('requests-rejected')?.active === 1 && stats('requests')?.active === 0,
      30_000,
    );
    expect(during).toMatchObject({ deadLetter: 0 });
    expect(stats('requests')).toMatchObject({ active: 0, deadLetter: 0 });
    expect(installation.log.join('\n')).toContain('SECRETS_UNAVAILABLE');
  });
});

/** A request that the first step refuses for good: that it was refused proves that it was worked on. */
async function sendBadRequest(connectionString: string): Promise<void> {
  const client = createServiceBusClient(connectionString, () => {
    throw new Error('A connection string needs no credential.');
  });
  const envelope: Envelope = {
    specversion: '1.0',
    id: `${RUN}:requests`,
    type: 'perf.requests.v1',
    source: 'test',
    subject: RUN,
    tenant: 'default',
    time: new Date().toISOString(),
    data: {},
  };
  const message = { queue: 'requests', envelope, messageId: envelope.id, traceparent: null };
  await createMessageSender(client).send([message], AbortSignal.timeout(10_000));
  await client.close();
}

/** The vault under the address that the app was given. */
async function openVault(port: number, target: URL): Promise<Server> {
  const server = createServer((socket) => {
    const vault = connect(Number(target.port), target.hostname);
    for (const side of [socket, vault]) side.on('error', () => side.destroy());
    socket.pipe(vault).pipe(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
