import { mkdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { saveOften } from './save-often.ts';

export interface Blob {
  readonly port: number;
  readonly url: string;
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** Azurite's published development account; it opens nothing but an emulator. */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const KEEP_ALIVE_SECONDS = 60;

/**
 * Starts Azurite's blob service inside this process, which takes a third of a second where the child process of the
 * package's command takes four. Data is kept in the folder.
 *
 * @param port 0: any free port
 * @throws when the port is taken or the stored data cannot be read
 */
export async function startBlob({ folder, port = 0 }: { folder: string; port?: number }): Promise<Blob> {
  mkdirSync(folder, { recursive: true });
  const { BlobServer, BlobConfiguration } = await importAzurite();
  const server = new BlobServer(
    new BlobConfiguration(
      '127.0.0.1',
      port,
      KEEP_ALIVE_SECONDS,
      join(folder, 'blobs.json'),
      join(folder, 'extents.json'),
      [{ locationId: 'Default', locationPath: join(folder, 'content'), maxConcurrency: 50 }],
      false,
      undefined,
      false,
      undefined,
      false,
      true,
    ),
  );
  await server.start();
  const stopSaving = saveOften([server.extentMetadataStore.db, server.metadataStore.db], (error) => {
    throw new Error(`Azurite's metadata could not be written to ${folder}`, { cause: error });
  });
  const address = new URL(server.getHttpServerAddress());
  const url = `http://127.0.0.1:${address.port}/${ACCOUNT}`;
  return {
    port: Number(address.port),
    url,
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};BlobEndpoint=${url};`,
    async stop() {
      await stopSaving();
      await server.close();
    },
  };
}

/**
 * Azurite loads Application Insights for its own usage reports, which costs 50 MiB and most of its start; nothing is
 * to be reported from here, so that one import is answered with an empty module.
 */
async function importAzurite() {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'applicationinsights' && context.parentURL?.includes('/azurite/') === true
        ? { url: 'azurite-without:applicationinsights', format: 'commonjs', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === 'azurite-without:applicationinsights'
        ? { format: 'commonjs', source: 'module.exports = {};', shortCircuit: true }
        : next(url, context),
  });
  try {
    const server = await import('azurite/dist/src/blob/BlobServer.js');
    const configuration = await import('azurite/dist/src/blob/BlobConfiguration.js');
    return { BlobServer: classOf(server.default), BlobConfiguration: classOf(configuration.default) };
  } finally {
    hooks.deregister();
  }
}

/** Azurite is CommonJS made from ES modules: Node's `default` is its whole module, a bundler's is its own default. */
function classOf<T extends abstract new (...parameters: never[]) => object>(
  module: T | { readonly default: T },
): T {
  return 'default' in module ? module.default : module;
}
