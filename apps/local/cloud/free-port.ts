import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections (Linux: from 32,768; others: from 49,152). */
const FIRST_PORT = 20_000;
const PORTS = 12_000;
const MOST_TRIES = 50;

/**
 * A TCP port of 127.0.0.1 that was free a moment ago, and is so again after its server was killed: no outgoing connection takes it meanwhile. One
 * that the system chooses when fifty of those were taken.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      return await listenedOn(FIRST_PORT + randomInt(PORTS));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
  return listenedOn(0);
}

function listenedOn(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No free TCP port was found.'));
        else resolve(address.port);
      });
    });
  });
}
