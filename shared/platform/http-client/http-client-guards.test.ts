import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import {
  clientWith,
  failureOf,
  options,
  SECRET,
  Thing,
} from '../../../test/support/http-client-under-test.ts';
import { json, serve, stopServersAfterEach } from '../../../test/support/local-server.ts';

stopServersAfterEach();

describe('the HTTP client on its guard', () => {
  it('stops reading a body beyond its limit, announced or not', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/announced') response.writeHead(200, { 'content-length': '5000' });
      response.end(Buffer.alloc(5_000, 'a'));
    });
    const limited = { ...options(), maxBytes: 4_999 };

    const announced = await failureOf(clientWith().getBytes(server.url('/announced'), limited));
    const chunked = await failureOf(clientWith().getBytes(server.url('/chunked'), limited));
    const fits = await clientWith().getBytes(server.url('/fits'), { ...options(), maxBytes: 5_000 });

    expect(announced).toMatchObject({ code: 'REMOTE_REPLY_INVALID' });
    expect(chunked).toMatchObject({ code: 'REMOTE_REPLY_INVALID' });
    expect(fits?.body.byteLength).toBe(5_000);
  });

  it('counts a compressed body by what it unpacks to, without unpacking all of it', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(bomb);
    });
    const before = process.memoryUsage.rss();

    const failure = await failureOf(
      clientWith().getBytes(server.url(), { ...options(), maxBytes: 1_000_000 }),
    );

    expect(failure).toMatchObject({ code: 'REMOTE_REPLY_INVALID' });
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('follows no redirect, so the token reaches no other host', async () => {
    const other = await serve(json(200, { name: 'thief' }));
    const server = await serve((_request, response) =>
      response.writeHead(302, { location: other.url('/').href }).end(),
    );

    const failure = await failureOf(clientWith().getJson(server.url(), Thing, options()));

    expect(failure).toMatchObject({ code: 'REMOTE_REFUSED' });
    expect(other.seen).toHaveLength(0);
  });

  it.each([
    ['http://gitlab.example.com/api', 'Plain http'],
    ['http://10.0.0.1/api', 'Plain http'],
    ['http://127.0.0.1.example.com/api', 'Plain http'],
    ['ftp://127.0.0.1/api', 'not supported'],
    ['https://user:pass@gitlab.example.com/api', 'user name or password'],
  ])('refuses %s before anything is sent', async (address, why) => {
    const fetch = vi.fn();

    const failure = await failureOf(clientWith({ fetch }).getJson(new URL(address), Thing, options()));

    expect(failure).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(failure.message).toContain(why);
    expect(failure.message).not.toContain('pass@');
    expect(fetch).not.toHaveBeenCalled();
  });

  it('asks a host over plain http when the configuration allows that host', async () => {
    const fetch = vi.fn(async () => Response.json({ name: 'a' }));
    const client = clientWith({ fetch, allowHttpHosts: ['prometheus:9090'] });

    const reply = await client.getJson(new URL('http://prometheus:9090/api'), Thing, options());

    expect(reply?.body).toEqual({ name: 'a' });
  });

  it('keeps secrets, queries and bodies out of every error', async () => {
    const server = await serve((request, response) => {
      if (request.url?.startsWith('/reset') === true) request.socket.destroy();
      else if (request.url?.startsWith('/bad') === true) response.end(SECRET);
      else response.writeHead(400, 'because').end(`{"message":"${SECRET}"}`);
    });
    const client = clientWith();
    const headers = { 'private-token': `${SECRET}\n` };

    const failures = [
      await failureOf(client.getJson(server.url('/reset?q=in-query'), Thing, options())),
      await failureOf(client.getJson(server.url('/bad?q=in-query'), Thing, options())),
      await failureOf(
        client.sendJson('POST', server.url('/400?q=in-query'), { text: 'in-body' }, Thing, options()),
      ),
      await failureOf(
        client.getJson(server.url('/?q=in-query'), Thing, {
          ...options(),
          headers: { 'x-bad': `${SECRET}\n\nx` },
        }),
      ),
      await failureOf(client.getJson(server.url('/?q=in-query'), Thing, { ...options(), headers })),
    ];

    for (const failure of failures) {
      const told = `${failure.stack ?? ''}${JSON.stringify(failure)}${String(failure.cause)}`;
      expect(failure).toHaveProperty('code');
      expect(told).not.toMatch(/in-query|in-body|very-secret/);
    }
  });

  it('tells a span of each call, with the host and the status and nothing of the address', async () => {
    const server = await serve(json(200, { name: 'a' }));
    const told: unknown[] = [];
    const client = clientWith({
      telemetry: {
        span: (name, spanOptions, work) => {
          told.push(name, spanOptions);
          return work({ traceparent: null, set: (attributes) => void told.push(attributes) });
        },
      },
    });

    await client.getJson(server.url('/secret-project?x=in-query'), Thing, options());

    expect(told[0]).toBe('GET');
    expect(told[1]).toMatchObject({ kind: 'client', attributes: { 'server.address': '127.0.0.1' } });
    expect(told[2]).toEqual({ 'http.response.status_code': 200 });
    expect(JSON.stringify(told)).not.toMatch(/secret-project|in-query/);
  });
});
