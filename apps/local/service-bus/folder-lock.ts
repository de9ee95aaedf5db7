import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';

/** Held as long as the process lives, whatever its end. */
export interface FolderLock {
  readonly release: () => Promise<void>;
}

/**
 * Keeps two brokers from writing to one folder. The lock is a local socket that the holder listens on: unlike a file
 * with a process id it cannot outlive its process, and a number given again to another process does not look like it.
 * @throws PermanentError (BUS_FOLDER_IN_USE)
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = await socketPath(folder);
  let server = await listen(path);
  if (server === null) {
    if (await isAnswered(path)) throw inUse(folder);
    await rm(path, { force: true });
    server = await listen(path);
  }
  if (server === null) throw inUse(folder);
  const held = server;
  held.unref();
  return { release: () => new Promise((resolve) => held.close(() => resolve())) };
}

/** Socket paths may have about 100 characters only, so the folder enters as a hash. */
async function socketPath(folder: string): Promise<string> {
  const hash = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 24);
  const name = `perf-agent-bus-${hash}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

/** Null when the path is taken. */
function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('listening', () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(path);
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function inUse(folder: string): Error {
  return new PermanentError(
    'BUS_FOLDER_IN_USE',
    `Another embedded Service Bus works on ${folder}; stop it or choose another folder.`,
  );
}
