import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readOrCreateHostKeys, type HostKeys } from '../functions-host/http/host-keys.ts';
import { bundleHost } from './bundle-host.ts';
import { type CloudOptions, type CloudUrls } from './cloud-options.ts';
import { lockFolder } from './folder-lock.ts';
import { freePort } from './free-port.ts';
import { createHostProcess, type HostProcess } from './host-process.ts';
import { releaseMemory } from './release-memory.ts';
import { startLookAlikes, type LookAlikes } from './start-look-alikes.ts';
import { withinTime } from './within-time.ts';

export interface Cloud {
  readonly folder: string;
  readonly urls: CloudUrls;
  /** Everything the app reads from its environment, as the host's process gets it. */
  readonly env: Readonly<Record<string, string>>;
  /** Keys of the Functions app, for `x-functions-key`. */
  readonly keys: HostKeys;
  readonly host: HostProcess;
  readonly serviceBus: LookAlikes['serviceBus'];
  setSecret(name: string, value: string): void;
  hasSecret(name: string): boolean;
  /** Drains the host, then ends everything; data stays. */
  stop(): Promise<void>;
}

/** By then whoever started the cloud has prepared it, and nobody measures yet. */
const RELEASE_MEMORY_AFTER_MS = 2000;

/**
 * Starts the embedded cloud: look-alikes of Service Bus, Blob, Key Vault, managed identity and PostgreSQL in this
 * process, the Functions host in a child process. Addresses and settings are also written to `<folder>/cloud.json`.
 *
 * @throws Error that names what did not start, and why; nothing is left running then
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const folder = resolve(options.folder);
  const unlock = lockFolder(folder);
  const undo: (() => Promise<void> | void)[] = [unlock];
  async function stop(): Promise<void> {
    for (const step of undo.splice(0).reverse()) await step();
  }
  let releasing: NodeJS.Timeout | undefined;
  undo.push(() => clearTimeout(releasing));
  function releaseSoon(): void {
    clearTimeout(releasing);
    if (options.releaseMemory === false) return;
    releasing = setTimeout(releaseMemory, RELEASE_MEMORY_AFTER_MS).unref();
  }
  try {
    const identityHeader = randomBytes(16).toString('hex');
    const stateFolder = join(folder, 'functions');
    mkdirSync(stateFolder, { recursive: true });
    const given = options.hostFile;
    const bundling = given === undefined ? bundleHost(stateFolder) : Promise.resolve(given);
    // Awaited below; a failure meanwhile must not count as unhandled.
    bundling.catch(() => undefined);
    const lookAlikes = await startLookAlikes(folder, options, identityHeader);
    undo.push(() => lookAlikes.stop());
    const hostFile = await withinTime('Bundling the Functions host', 30_000, bundling);
    const port = options.ports?.functions ?? (await freePort());
    const urls = { ...lookAlikes.urls, functions: `http://127.0.0.1:${port}` };
    const env = environment(urls, lookAlikes, identityHeader, options.env ?? {});
    const keys = readOrCreateHostKeys(stateFolder);
    const host = createHostProcess({
      ...options,
      hostFile,
      onReady: releaseSoon,
      appFolder: resolve(options.appFolder ?? '.'),
      stateFolder,
      port,
      env,
    });
    undo.push(() => host.stop());
    releaseSoon();
    const description = join(folder, 'cloud.json');
    describe(description, { pid: process.pid, urls, keys, env });
    undo.push(() => rmSync(description, { force: true }));
    if (options.functionsHost !== false) await host.start();
    return {
      folder,
      urls,
      env,
      keys,
      host,
      serviceBus: lookAlikes.serviceBus,
      hasSecret: (name) => lookAlikes.keyVault.store.read(name) !== null,
      setSecret: (name, value) => void lookAlikes.keyVault.store.set(name, { value }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environment(
  urls: CloudUrls,
  lookAlikes: LookAlikes,
  identityHeader: string,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    SERVICE_BUS: lookAlikes.serviceBus.connectionString,
    BLOB_STORAGE: lookAlikes.blob.connectionString,
    AzureWebJobsStorage: lookAlikes.blob.connectionString,
    DATABASE_URL: urls.database,
    KEY_VAULT_URL: urls.keyVault,
    IDENTITY_ENDPOINT: urls.identity,
    IDENTITY_HEADER: identityHeader,
    PUBLIC_URL: urls.functions,
    ...extra,
  };
}

function describe(file: string, content: object): void {
  writeFileSync(`${file}.new`, JSON.stringify(content, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
