import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { DatabaseConnection, type Backend } from './connection.ts';
import { ensureDataFolder } from './ensure-data-folder.ts';
import { signIn } from './sign-in.ts';
import { createTurns } from './turns.ts';

export interface Database {
  readonly port: number;
  /** For `pg`: `postgresql://postgres:<password>@127.0.0.1:<port>/postgres?sslmode=disable`. */
  readonly url: string;
  stats(): { readonly connections: number; readonly waiting: number };
  stop(): Promise<void>;
}

interface DatabaseOptions {
  readonly folder: string;
  /** 0: any free port. */
  readonly port?: number;
  readonly maxConnections?: number;
  /** How long a query waits for another connection's transaction. */
  readonly turnTimeoutMs?: number;
  readonly idleInTransactionMs?: number;
}

// Defaults of 160 MiB shared buffers and 100 connections are sized for servers; here there is one backend.
const SETTINGS = ['shared_buffers=16MB', 'max_connections=5', 'wal_buffers=512kB', 'timezone=UTC'];
const SIGN_IN_TIMEOUT_MS = 10_000;

/**
 * Starts PGlite (PostgreSQL compiled to WebAssembly, with pgvector) on a folder and serves it to PostgreSQL clients on
 * 127.0.0.1. There is one backend: connections take turns, a transaction at a time. What was committed is in the
 * folder's files before the client hears of it, so it survives the end of this process, however it ends.
 *
 * @throws when the port is taken or the stored data cannot be opened
 */
export async function startDatabase(options: DatabaseOptions): Promise<Database> {
  mkdirSync(options.folder, { recursive: true });
  const password = passwordOf(options.folder);
  const dataFolder = join(options.folder, 'data');
  await ensureDataFolder(dataFolder);
  const pglite = await openPglite(dataFolder);
  const version = await pglite.query<{ server_version: string }>('show server_version');
  const serverVersion = version.rows[0]?.server_version ?? '17';

  const backend: Backend = async (messages, onAnswer) => {
    await pglite.execProtocolRawStream(messages, { onRawData: onAnswer });
  };
  const turns = createTurns(options.turnTimeoutMs ?? 30_000);
  const sockets = new Set<Socket>();
  let nextId = 1;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
    // A client that breaks off is no error of the server; 'close' follows and cleans up.
    socket.on('error', () => socket.destroy());
    signIn(socket, {
      password,
      serverVersion,
      timeoutMs: SIGN_IN_TIMEOUT_MS,
      onSignedIn: (rest) => {
        const idleInTransactionMs = options.idleInTransactionMs ?? 60_000;
        new DatabaseConnection({ id: nextId, socket, backend, turns, idleInTransactionMs }).serve(rest);
        nextId += 1;
      },
    });
  });
  server.maxConnections = options.maxConnections ?? 100;
  const port = await listen(server, options.port ?? 0);
  return {
    port,
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=disable`,
    stats: () => ({ connections: sockets.size, waiting: turns.waiting() }),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      sockets.forEach((socket) => socket.destroy());
      await closed;
      await pglite.close();
    },
  };
}

async function openPglite(dataDir: string) {
  // Compiling only what runs, once, keeps some 60 MiB of compiled code out of memory; see docs/embedded-cloud.md.
  for (const flag of ['--wasm-lazy-compilation', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'])
    setFlagsFromString(flag);
  const { PGlite } = await import('@electric-sql/pglite');
  const { vector } = await import('@electric-sql/pglite-pgvector');
  return PGlite.create({
    dataDir,
    extensions: { vector },
    startParams: [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ['-c', setting])],
  });
}

function passwordOf(folder: string): string {
  const file = join(folder, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}
