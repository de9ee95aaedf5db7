import { writeFileSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { matching } from './support/matching.ts';
import { eventually } from './support/records.ts';
import { createTestHost, type TestHost } from './support/start-test-host.ts';

let tested: TestHost;

beforeAll(async () => {
  tested = await createTestHost('http-app', { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '100000' });
  await tested.host.start();
});
afterAll(() => tested.dispose());

function get(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${tested.url}${path}`, init);
}

describe('HTTP triggers', () => {
  it('hand method, URL, route parameter, query, header and body to the handler', async () => {
    const response = await get('/v1/echo/Bob%20B?a=1&b=2&b=3', {
      method: 'POST',
      headers: { 'x-test': 'yes', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
      body: 'päyload',
    });

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({
      name: 'Bob B',
      method: 'POST',
      url: `${tested.url}/v1/echo/Bob%20B?a=1&b=2&b=3`,
      query: { a: '1', b: '2,3' },
      header: 'yes',
      body: 'päyload',
      traceParent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      functionName: 'echo',
    });
  });

  it('start a new trace when the caller sends none, or a broken one', async () => {
    const response = await get('/v1/echo', { headers: { traceparent: 'nonsense' } });

    expect(await response.json()).toMatchObject({
      name: null,
      traceParent: matching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    });
  });

  it.each([
    ['/v1/items/newest', 'literal'],
    ['/v1/ITEMS/Newest', 'literal'],
    ['/v1/items/42', 'number 42'],
    ['/v1/items/forty-two', 'text forty-two'],
    ['/v1/files/a/b%20c/d.txt', 'a/b c/d.txt'],
    ['/v1/files', ''],
  ])('choose for %s the most specific route', async (path, body) => {
    const response = await get(path);

    expect(await response.text()).toBe(body);
  });

  it.each([
    ['an unknown route', '/v1/nowhere', 'GET'],
    ['a route without its prefix', '/echo', 'GET'],
    ['a method that the function does not take', '/v1/echo', 'DELETE'],
  ])('answer 404 to %s', async (_what, path, method) => {
    const response = await get(path, { method });

    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it('answer 500 without details when the handler throws, and log the reason', async () => {
    const response = await get('/v1/boom');

    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
    expect(tested.lines.join('\n')).toContain('the handler failed with a secret');
  });

  it('answer 204 when the handler returns nothing', async () => {
    const response = await get('/v1/nothing');

    expect(response.status).toBe(204);
  });

  it('pass binary bodies, statuses and headers through, with those of host.json', async () => {
    const response = await get('/v1/bytes');

    expect(response.status).toBe(201);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 128]);
    expect(response.headers.get('x-own')).toBe('yes');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
  });

  it('send each cookie in a header of its own', async () => {
    const response = await get('/v1/cookies');

    expect(response.headers.getSetCookie()).toEqual([
      'a=1%202; Max-Age=60; Path=/v1; HttpOnly; Secure; SameSite=Strict',
      'b=2; Domain=example.org; Expires=Wed, 02 Jan 2030 03:04:05 GMT',
    ]);
  });

  it('answer 400 to a Host header that is none', async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpGet(`${tested.url}/v1/echo`, { headers: { host: 'not a host' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.once('error', reject);
    });

    expect(status).toBe(400);
  });

  it('answer 413 to a body above the limit, announced or not', async () => {
    const announced = await get('/v1/echo', { method: 'POST', body: 'x'.repeat(100_001) });
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let index = 0; index < 11; index += 1) controller.enqueue(new Uint8Array(10_000));
        controller.close();
      },
    });
    const streamed = await get('/v1/echo', { method: 'POST', body: stream, duplex: 'half' });

    expect([announced.status, streamed.status]).toEqual([413, 413]);
  });

  it('answer 429 above maxOutstandingRequests, saying when to come back, and serve the others', async () => {
    let answered = 0;
    const asked = Array.from({ length: 9 }, () => get('/v1/slow').finally(() => (answered += 1)));
    await eventually('three refusals', () => answered === 3);
    writeFileSync(join(tested.folder, 'records.jsonl.release'), '');
    const responses = await Promise.all(asked);

    const statuses = responses.map(({ status }) => status).sort();
    const refused = responses.filter(({ status }) => status === 429);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429, 429]);
    expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(['2', '2', '2']);
  });
});

describe('auth levels', () => {
  it.each([
    ['no key for a function', '/v1/keyed', undefined, 401],
    ['a wrong key', '/v1/keyed', 'wrong', 401],
    ['the function key', '/v1/keyed', 'default', 200],
    ['the master key for a function', '/v1/keyed', 'master', 200],
    ['the function key for an admin function', '/v1/guarded', 'default', 401],
    ['the master key for an admin function', '/v1/guarded', 'master', 200],
  ] as const)('%s: %s with %s answers %i', async (_what, path, name, status) => {
    const key = name === 'default' || name === 'master' ? tested.keys[name] : name;

    const byHeader = await get(path, { headers: key === undefined ? {} : { 'x-functions-key': key } });
    const byQuery = await get(key === undefined ? path : `${path}?code=${encodeURIComponent(key)}`);

    expect([byHeader.status, byQuery.status]).toEqual([status, status]);
  });
});

describe('admin routes', () => {
  it('list the functions with their addresses to the master key alone', async () => {
    const refused = await get('/admin/functions');
    const listed = await get('/admin/functions', { headers: { 'x-functions-key': tested.keys.master } });

    expect(refused.status).toBe(401);
    expect(await listed.json()).toContainEqual({
      name: 'item',
      invoke_url_template: '/v1/items/{id:int}',
      methods: ['GET', 'POST'],
    });
  });

  it('say that the host runs', async () => {
    const ping = await get('/admin/host/ping');
    const status = await get('/admin/host/status', { headers: { 'x-functions-key': tested.keys.master } });

    expect(ping.status).toBe(200);
    expect(await status.json()).toMatchObject({ state: 'Running' });
  });

  it('start no HTTP function and no unknown one', async () => {
    const headers = { 'x-functions-key': tested.keys.master };
    const start = (name: string): Promise<Response> =>
      get(`/admin/functions/${name}`, { method: 'POST', headers, body: '{}' });

    expect([(await start('echo')).status, (await start('nobody')).status]).toEqual([404, 404]);
  });
});

describe('hooks and log', () => {
  it('let hooks change inputs, results and log lines', async () => {
    const response = await get('/v1/hooked');

    expect(await response.json()).toEqual({ input: { replaced: true }, marker: 'from the pre hook' });
    // The log is a pipe of its own and may trail the answer.
    await vi.waitFor(() => expect(tested.lines.join('\n')).toContain('a *** in a line'), 60_000);
    expect(tested.lines.join('\n')).not.toContain('secret-token');
  });

  it('follow the log levels of host.json by function', async () => {
    await get('/v1/quiet');

    await vi.waitFor(
      () => expect(tested.lines.some((line) => line.includes('at the level'))).toBe(true),
      60_000,
    );
    expect(tested.lines.some((line) => line.includes('below the level'))).toBe(false);
  });
});
