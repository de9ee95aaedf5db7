import { mkdir } from 'node:fs/promises';
import { Alarms } from './broker/alarms.ts';
import { buryExhausted } from './broker/bury-exhausted.ts';
import { type Bus, createBus, declarationsOf, type QueueStats, stateOf, statsOf } from './broker/bus.ts';
import { handleDue } from './broker/handle-due.ts';
import { checkSettings } from './check-settings.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { Journal } from './journal/journal.ts';
import { type JournalFolder, readJournalFolder } from './journal/read-journal-folder.ts';
import { type QueueSettings } from './queue-settings.ts';
import { ensureAccessKey } from './server/access-key.ts';
import { startServer } from './server/start-server.ts';

interface ServiceBusOptions {
  /** Where queues and the access key live; created when missing. One broker a folder. */
  readonly folder: string;
  readonly queues: readonly QueueSettings[];
  /** TCP port on 127.0.0.1; without it a free one is taken. */
  readonly port?: number;
}

/** A running broker. */
export interface ServiceBus {
  readonly port: number;
  /** For `new ServiceBusClient(…)`. */
  readonly connectionString: string;
  /** Bytes of unfinished records found at the start: written by a process that died, acknowledged to nobody. */
  readonly tornBytes: number;
  readonly stats: () => Record<string, QueueStats>;
  /** Closes connections, then writes what is left; clients see the connection end. */
  readonly stop: () => Promise<void>;
}

/** Journals below this size are not worth rewriting. */
const COMPACT_ABOVE_BYTES = 32 * 1024 * 1024;

/**
 * Starts an embedded broker that speaks enough of Azure Service Bus for the real `@azure/service-bus` client:
 * docs/embedded-service-bus.md says what is alike and what is not.
 * @throws PermanentError (BUS_JOURNAL_DAMAGED, BUS_FOLDER_IN_USE, BUS_SETTINGS_INVALID)
 */
export async function startServiceBus(options: ServiceBusOptions): Promise<ServiceBus> {
  checkSettings(options.queues);
  await mkdir(options.folder, { recursive: true });
  const lock = await lockFolder(options.folder);
  try {
    return await startLocked(options, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startLocked(
  { folder, queues, port }: ServiceBusOptions,
  lock: FolderLock,
): Promise<ServiceBus> {
  const access = await ensureAccessKey(folder);
  const stored = await readJournalFolder(folder);
  const { bus, journal, alarms } = await openBus(folder, queues, stored);
  const close = async (): Promise<void> => {
    alarms.stop();
    await journal.close();
    await lock.release();
  };
  const server = await startServer(bus, access, port ?? 0).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  let stopping: Promise<void> | null = null;
  return {
    port: server.port,
    connectionString: `Endpoint=sb://127.0.0.1:${server.port};SharedAccessKeyName=${access.name};SharedAccessKey=${access.key};UseDevelopmentEmulator=true;`,
    tornBytes: stored.tornBytes,
    stats: () => statsOf(bus),
    stop: () => (stopping ??= server.close().then(close)),
  };
}

interface OpenBus {
  readonly bus: Bus;
  readonly journal: Journal;
  readonly alarms: Alarms;
}

async function openBus(
  folder: string,
  queues: readonly QueueSettings[],
  stored: JournalFolder,
): Promise<OpenBus> {
  const now = (): number => Date.now();
  const alarms = new Alarms(now, (queue) => handleDue(bus, queue));
  const bus: Bus = createBus(queues, stored.queues, {
    now,
    wakeAt: (queue, at) => alarms.wakeAt(queue, at),
    journal: {
      append: (operations, committed) => journal.append(operations, committed),
      barrier: (committed) => journal.barrier(committed),
    },
  });
  const journal = await Journal.start({
    folder,
    generation: stored.generation + 1,
    state: () => stateOf(bus),
    declarations: () => declarationsOf(bus),
    compactAboveBytes: COMPACT_ABOVE_BYTES,
  });
  buryExhausted(bus);
  for (const queue of bus.queues.values()) alarms.wakeAt(queue, queue.messages.nextDueAt());
  return { bus, journal, alarms };
}
