import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { listenWidely, type WideListener } from './listen-widely.ts';

const open: { readonly server: Server; readonly listener: WideListener | null }[] = [];

async function start(port: number) {
  const server = createServer((_request, response) => response.end('here'));
  const listener = await listenWidely(server, port);
  open.push({ server, listener });
  return { server, listener };
}

describe('listenWidely', () => {
  afterEach(() => {
    for (const { server, listener } of open.splice(0)) {
      listener?.stop();
      server.closeAllConnections();
      server.close();
    }
  });

  it('answers every connection, whichever socket took it', async () => {
    const { listener } = await start(0);

    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        fetch(`http://127.0.0.1:${listener.port}/`, { headers: { connection: 'close' } }),
      ),
    );

    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(Array(40).fill('here'));
  });

  it('finds out that another listener has the port, also one that shares it', async () => {
    const { listener } = await start(0);

    await expect(start(listener.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('takes no new connections once it is stopped', async () => {
    const { server, listener } = await start(0);
    listener.stop();
    server.close();

    const refused = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = connect(listener.port, '127.0.0.1');
        const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
        return error.code;
      }),
    );

    expect(new Set(refused)).toEqual(new Set(['ECONNREFUSED']));
  });
});
