import { createServer, request, type IncomingMessage, type RequestListener } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { connectWithin } from './connect-within.ts';

/** Asks a server that listens nowhere. */
function ask(listener: RequestListener) {
  const server = createServer(listener);
  return request({ method: 'POST', path: '/', createConnection: () => connectWithin(server) });
}

async function answerOf(asking: ReturnType<typeof ask>): Promise<IncomingMessage> {
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return answer;
}

describe('connectWithin', () => {
  it('carries a request and its answer, larger than any buffer, to a server that listens nowhere', async () => {
    const asking = ask((incoming, outgoing) => void incoming.pipe(outgoing));
    asking.end('x'.repeat(1_000_000));

    const echoed = await text(await answerOf(asking));

    expect(echoed.length).toBe(1_000_000);
  });

  it('tells the server when the client gives up in the middle of its body', async () => {
    const given = Promise.withResolvers<unknown>();
    const asking = ask((incoming) => {
      incoming.once('data', () => asking.destroy());
      incoming.once('error', given.resolve);
    });
    asking.on('error', () => undefined);
    asking.write('half');

    expect(await given.promise).toMatchObject({ code: 'ECONNRESET' });
  });

  it('fails for the client when the server breaks off before its answer', async () => {
    const asking = ask((incoming) => void incoming.destroy());
    asking.end();

    await expect(answerOf(asking)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('does not let half of an answer pass for the whole', async () => {
    const asking = ask((_incoming, outgoing) => {
      outgoing.write('half', () => outgoing.destroy());
    });
    asking.end();
    const answer = await answerOf(asking);

    await expect(text(answer)).rejects.toThrow('aborted');
  });
});
