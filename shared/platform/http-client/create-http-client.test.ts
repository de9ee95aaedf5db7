import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  clientWith,
  failureOf,
  options,
  SECRET,
  Thing,
} from '../../../test/support/http-client-under-test.ts';
import { json, serve, stopServersAfterEach } from '../../../test/support/local-server.ts';

stopServersAfterEach();

describe('the HTTP client', () => {
  it('gives the parsed body, the status and the headers in lower case', async () => {
    const server = await serve(json(200, { name: 'a', more: 1 }, { 'X-Next-Page': '2' }));

    const reply = await clientWith().getJson(server.url(), Thing, options());

    expect(reply).toMatchObject({ status: 200, body: { name: 'a' } });
    expect(reply?.headers['x-next-page']).toBe('2');
    expect(server.seen[0]?.headers).toMatchObject({ 'private-token': SECRET, 'user-agent': 'perf-agent' });
  });

  it('sends JSON and forms as such', async () => {
    const server = await serve(json(200, { name: 'a' }));
    const client = clientWith();

    await client.sendJson('POST', server.url('/notes'), { body: 'ü' }, Thing, options());
    await client.postForm(server.url('/query'), { query: 'a & b="ü"' }, options());

    expect(server.seen.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"body":"ü"}'],
      ['POST', 'query=a+%26+b%3D%22%C3%BC%22'],
    ]);
  });

  it('reads an empty body as null', async () => {
    const server = await serve((_request, response) => response.writeHead(204).end());

    const reply = await clientWith().sendJson('DELETE', server.url(), undefined, z.null(), options());

    expect(reply).toMatchObject({ status: 204, body: null });
  });

  it('answers null for a status that the caller expects', async () => {
    const server = await serve(json(404, {}));

    expect(await clientWith().getJson(server.url(), Thing, { ...options(), nullOn: [404] })).toBeNull();
    expect(await clientWith().getBytes(server.url(), { ...options(), nullOn: [404] })).toBeNull();
  });

  it.each([
    [400, {}, 'REMOTE_REFUSED', 'dead-letter'],
    [401, {}, 'REMOTE_UNAUTHORISED', 'dead-letter'],
    [403, {}, 'REMOTE_FORBIDDEN', 'dead-letter'],
    [404, {}, 'REMOTE_NOT_FOUND', 'dead-letter'],
    [408, {}, 'REMOTE_UNAVAILABLE', 'retry'],
    [422, {}, 'REMOTE_REFUSED', 'dead-letter'],
    [429, {}, 'REMOTE_THROTTLED', 'retry-later'],
    [500, {}, 'REMOTE_UNAVAILABLE', 'retry'],
    [503, {}, 'REMOTE_UNAVAILABLE', 'retry'],
    [503, { 'retry-after': '5' }, 'REMOTE_THROTTLED', 'retry-later'],
  ])('turns status %i %j into %s (%s)', async (status, headers, code, disposition) => {
    const server = await serve(json(status, { message: SECRET }, { ...headers }));

    const failure = await failureOf(clientWith().getJson(server.url(), Thing, options()));

    expect(failure).toMatchObject({ code, disposition, details: { status } });
  });

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 08:01:30 GMT' }, 90_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 07:00:00 GMT' }, 1_000],
    [{ 'retry-after': '99999999' }, 3_600_000],
    [{ 'retry-after': 'soon' }, 30_000],
    [{ 'ratelimit-reset': String(Date.parse('2026-11-21T08:00:20Z') / 1_000) }, 20_000],
    [{ 'x-ratelimit-reset': '12' }, 12_000],
    [{}, 30_000],
  ])('waits as told by %j: %i ms', async (headers, wait) => {
    const server = await serve(json(429, {}, { ...headers }));

    const failure = await failureOf(clientWith().getJson(server.url(), Thing, options()));

    expect(failure).toMatchObject({ retryAfterMs: wait });
  });

  it('says that a page is not JSON', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<h1>Sign in</h1>');
    });

    const failure = await failureOf(clientWith().getJson(server.url(), Thing, options()));

    expect(failure).toMatchObject({ code: 'REMOTE_REPLY_INVALID', disposition: 'dead-letter' });
    expect(failure.message).toContain('HTML page instead of JSON');
  });

  it.each(['{"name":', '\xff\xfe', 'null garbage'])('refuses the body %j as not JSON', async (body) => {
    const server = await serve((_request, response) => response.end(Buffer.from(body, 'latin1')));

    const failure = await failureOf(clientWith().getJson(server.url(), Thing, options()));

    expect(failure).toMatchObject({ code: 'REMOTE_REPLY_INVALID' });
  });

  it('names the field that does not fit, and not its value', async () => {
    const server = await serve(json(200, { items: [{ name: 'a' }, { name: 4_711 }] }));

    const failure = await failureOf(
      clientWith().getJson(server.url(), z.object({ items: z.array(Thing) }), options()),
    );

    expect(failure.message).toContain('"items.1.name"');
    expect(failure.message).not.toContain('4711');
  });

  it('takes a body that breaks off as a failure of the network', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"name":"a"', () => response.destroy());
    });

    const failure = await failureOf(clientWith().getJson(server.url(), Thing, options()));

    expect(failure).toMatchObject({ code: 'REMOTE_UNAVAILABLE', disposition: 'retry' });
    expect(server.seen).toHaveLength(2);
  });

  it('takes a reset connection and a closed port as failures of the network', async () => {
    const server = await serve((request) => request.socket.resetAndDestroy());

    const reset = await failureOf(clientWith().getJson(server.url(), Thing, options()));
    const closed = await failureOf(clientWith().getJson(new URL('http://127.0.0.1:9/x'), Thing, options()));

    expect(reset).toMatchObject({ code: 'REMOTE_UNAVAILABLE' });
    expect(closed).toMatchObject({ code: 'REMOTE_UNAVAILABLE' });
  });
});
