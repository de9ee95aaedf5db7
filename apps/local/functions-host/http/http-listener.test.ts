import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHostJson } from '../host-json.ts';
import { startHttpListener } from './http-listener.ts';

const HEAD = 'host: x\r\n';

describe('the HTTP listener of the host', () => {
  let port: number;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const none = (): never => {
      throw new TypeError('No function is called here.');
    };
    const listener = await startHttpListener({
      port: 0,
      settings: parseHostJson(
        '{"version":"2.0","extensions":{"http":{"customHeaders":{"x-content-type-options":"nosniff"}}}}',
      ),
      functions: [],
      keys: { master: 'm'.repeat(40), default: 'd'.repeat(40) },
      invoker: { invoke: none, active: () => 0, idle: async () => true },
      log: { write: () => undefined },
      library: null,
      maxBodyBytes: 1_000,
      headersWithinMs: 1_000,
      lingerMs: 100,
      admin: { functions: () => [], trigger: () => null },
    });
    port = listener.port;
    close = () => listener.close();
  });
  afterAll(() => close());

  /** Sends the parts, each when the one before is out, and gives back all that came until the connection was closed. */
  async function answerTo(...parts: readonly (string | Buffer)[]): Promise<string> {
    const socket: Socket = connect(port, '127.0.0.1');
    let answer = '';
    const closed = Promise.withResolvers<string>();
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    socket.on('error', () => undefined);
    socket.on('close', () => closed.resolve(answer));
    for (const part of parts) socket.write(part);
    const timer = setTimeout(() => {
      answer = 'still open';
      socket.destroy();
    }, 15_000);
    return closed.promise.finally(() => clearTimeout(timer));
  }

  it.concurrent.each([
    ['says nothing at all', ''],
    ['stops in the request line', 'GET /v1/ru'],
    ['stops within its headers', `GET / HTTP/1.1\r\n${HEAD}x-slow: `],
  ])('closes the connection of a client that %s', async (_what, sent) => {
    expect(await answerTo(sent)).toMatch(/^(?:HTTP\/1\.1 408 .*|)$/s);
  });

  it.each([
    ['no route', `POST /nowhere HTTP/1.1\r\n${HEAD}content-length: 1000\r\n\r\n{`, 404],
    [
      'an admin route without its key',
      `POST /admin/functions/x HTTP/1.1\r\n${HEAD}content-length: 9\r\n\r\n{`,
      401,
    ],
    ['no address', `POST http://x/ HTTP/1.1\r\n${HEAD}content-length: 9\r\n\r\n{`, 400],
    [
      'an endless chunked body',
      `POST / HTTP/1.1\r\n${HEAD}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`,
      404,
    ],
  ])(
    'answers a request that never ends and has %s, and closes the connection',
    async (_what, sent, status) => {
      expect(await answerTo(sent)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    },
  );

  it.each([
    ['two lengths', `content-length: 1\r\ncontent-length: 2\r\n\r\nab`],
    [
      'a length and chunks (request smuggling)',
      'content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a coding before the chunks', 'transfer-encoding: gzip, identity\r\n\r\n'],
    ['a length that is no number', 'content-length: 1e3\r\n\r\n'],
    ['a negative length', 'content-length: -1\r\n\r\n'],
    ['a blank before the colon', 'content-length : 1\r\n\r\na'],
    ['a folded header', 'x-a: 1\r\n b: 2\r\n\r\n'],
    ['a NUL in a header', 'x-a: a\0b\r\n\r\n'],
    ['a bare line feed within a header', 'x-a: a\rb\r\n\r\n'],
    ['a chunk of a size that is no number', 'transfer-encoding: chunked\r\n\r\nzz\r\n'],
  ])('refuses a request with %s, and closes the connection', async (_what, headers) => {
    expect(await answerTo(`POST / HTTP/1.1\r\n${HEAD}${headers}`)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it.each([
    ['what is no HTTP', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['a header without end', `GET / HTTP/1.1\r\n${HEAD}x-large: ${'x'.repeat(40_000)}`, 431],
    ['a head that never ends', `GET / HTTP/1.1\r\n${HEAD}x-slow: `, 408],
    ['an unknown expectation', `GET / HTTP/1.1\r\n${HEAD}expect: the-best\r\n\r\n`, 417],
    ['a second host', `GET / HTTP/1.1\r\n${HEAD}host: y\r\nconnection: close\r\n\r\n`, 400],
    ['a version to come', `GET / HTTP/2.0\r\n${HEAD}connection: close\r\n\r\n`, 400],
  ])('answers %s with its own headers, too, and closes the connection', async (_what, sent, status) => {
    const answer = await answerTo(sent);

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im);
  });

  it.each([
    ['one header of 40 KB', `x-large: ${'x'.repeat(40_000)}\r\n\r\n`],
    ['3,000 headers', `${Array.from({ length: 3_000 }, (_none, at) => `x-${at}: y`).join('\r\n')}\r\n\r\n`],
  ])('takes no %s', async (_what, headers) => {
    expect(await answerTo(`GET / HTTP/1.1\r\n${HEAD}${headers}`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('takes no address of 40 KB', async () => {
    expect(await answerTo(`GET /${'a'.repeat(40_000)} HTTP/1.1\r\n${HEAD}\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each(['TRACE', 'CONNECT', 'TRACK', 'DEBUG', 'OPTIONS', 'PROPFIND'])(
    'has nothing for %s',
    async (method) => {
      const path = method === 'CONNECT' ? 'x:443' : '/';
      const answer = await answerTo(`${method} ${path} HTTP/1.1\r\n${HEAD}connection: close\r\n\r\n`);

      expect(answer).toMatch(/^(?:HTTP\/1\.1 4\d\d .*|)$/s);
      expect(answer).not.toContain('Running');
    },
  );

  it('asks for the host, and for one that is a host', async () => {
    expect(await answerTo('GET / HTTP/1.1\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await answerTo('GET / HTTP/1.1\r\nhost: a b/../c\r\nconnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
  });
});
