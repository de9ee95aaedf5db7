import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startBlob, type Blob } from '../blob/start-blob.ts';
import { startDatabase, type Database } from '../database/start-database.ts';
import { startIdentity } from '../identity/start-identity.ts';
import { startKeyVault, type KeyVault } from '../key-vault/start-key-vault.ts';
import { startServiceBus } from '../service-bus/start-service-bus.ts';
import { type CloudOptions, type CloudUrls } from './cloud-options.ts';
import { withinTime } from './within-time.ts';

export interface LookAlikes {
  readonly serviceBus: Awaited<ReturnType<typeof startServiceBus>>;
  readonly blob: Blob;
  readonly keyVault: KeyVault;
  readonly database: Database;
  readonly urls: Omit<CloudUrls, 'functions'>;
  stop(): Promise<void>;
}

interface Stoppable {
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;

/** Starts all look-alikes at the same time. @throws Error that names those that did not start; the others are stopped */
export async function startLookAlikes(
  folder: string,
  { ports = {}, queues, startTimeoutMs = START_TIMEOUT_MS }: CloudOptions,
  identityHeader: string,
): Promise<LookAlikes> {
  const tokenKey = randomBytes(32).toString('hex');
  const faults: string[] = [];
  const started: Stoppable[] = [];

  async function start<T extends Stoppable>(what: string, work: Promise<T>): Promise<T | null> {
    try {
      const running = await withinTime(`The start of ${what}`, startTimeoutMs, work);
      started.push(running);
      return running;
    } catch (error) {
      faults.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }
  async function stop(): Promise<void> {
    await Promise.allSettled(started.map((running) => running.stop()));
  }

  const [serviceBus, blob, keyVault, database, identity] = await Promise.all([
    start(
      'Service Bus',
      startServiceBus({
        folder: join(folder, 'service-bus'),
        queues: [...queues],
        ...portOf(ports.serviceBus),
      }),
    ),
    start('Blob Storage (Azurite)', startBlob({ folder: join(folder, 'blob'), ...portOf(ports.blob) })),
    start(
      'Key Vault',
      startKeyVault({ folder: join(folder, 'key-vault'), tokenKey, ...portOf(ports.keyVault) }),
    ),
    start(
      'the database (PGlite)',
      startDatabase({ folder: join(folder, 'database'), ...portOf(ports.database) }),
    ),
    start('managed identity', startIdentity({ header: identityHeader, tokenKey, ...portOf(ports.identity) })),
  ]);
  if (serviceBus === null || blob === null || keyVault === null || database === null || identity === null) {
    await stop();
    throw new Error(`The embedded cloud did not start:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
  const urls = {
    serviceBus: `amqp://127.0.0.1:${serviceBus.port}`,
    blob: blob.url,
    keyVault: keyVault.url,
    database: database.url,
    identity: `${identity.url}/msi/token`,
  };
  return { serviceBus, blob, keyVault, database, urls, stop };
}

function portOf(port: number | undefined): { port?: number } {
  return port === undefined ? {} : { port };
}
