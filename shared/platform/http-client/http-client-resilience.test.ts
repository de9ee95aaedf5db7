import { afterEach, describe, expect, it, vi } from 'vitest';
import { clientWith, failureOf, options, Thing } from '../../../test/support/http-client-under-test.ts';
import { json, serve, stopServersAfterEach } from '../../../test/support/local-server.ts';

stopServersAfterEach();
afterEach(() => void vi.useRealTimers());

describe('the HTTP client under failure', () => {
  it('tries once more after a transient failure of what may be repeated', async () => {
    let hits = 0;
    const server = await serve((request, response) => {
      hits += 1;
      if (hits % 2 === 1) response.writeHead(502).end();
      else json(200, { name: request.method })(request, response);
    });
    const client = clientWith();

    await expect(client.getJson(server.url(), Thing, options())).resolves.toMatchObject({
      body: { name: 'GET' },
    });
    await expect(client.sendJson('PUT', server.url(), {}, Thing, options())).resolves.toMatchObject({
      status: 200,
    });
    await expect(client.postForm(server.url(), {}, options())).resolves.toMatchObject({ status: 200 });

    expect(hits).toBe(6);
  });

  it('does not repeat what may have made something', async () => {
    const server = await serve((_request, response) => response.writeHead(502).end());
    const client = clientWith();

    await failureOf(client.sendJson('POST', server.url(), {}, Thing, options()));
    await failureOf(client.sendJson('PATCH', server.url(), {}, Thing, options()));

    expect(server.seen).toHaveLength(2);
  });

  it('tries no more than twice', async () => {
    const server = await serve((_request, response) => response.writeHead(500).end());

    await failureOf(clientWith().getJson(server.url(), Thing, options()));

    expect(server.seen).toHaveLength(2);
  });

  it('gives up a slow answer after the time-out, its body included', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/slow-body')
        response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    });
    const client = clientWith();

    const silent = await failureOf(
      client.getJson(server.url('/silent'), Thing, { ...options(), timeoutMs: 60 }),
    );
    const dripping = await failureOf(
      client.getJson(server.url('/slow-body'), Thing, { ...options(), timeoutMs: 60 }),
    );

    expect(silent).toMatchObject({ code: 'REMOTE_UNAVAILABLE', details: { reason: 'time-out' } });
    expect(dripping).toMatchObject({ code: 'REMOTE_UNAVAILABLE', details: { reason: 'time-out' } });
  });

  it('stops at once when the caller cancels, and does not try again', async () => {
    const server = await serve(() => undefined);
    const controller = new AbortController();
    const work = failureOf(clientWith().getJson(server.url(), Thing, { signal: controller.signal }));
    await vi.waitFor(() => expect(server.seen).toHaveLength(1));

    controller.abort();

    expect(await work).toMatchObject({ code: 'REMOTE_UNAVAILABLE', details: { reason: 'cancelled' } });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ['seconds', { 'retry-after': '7' }, {}, 7_000],
    ['a date', { 'retry-after': 'Sat, 21 Nov 2026 08:00:30 GMT' }, {}, 30_000],
    ['nothing left until', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795248120' }, {}, 120_000],
    [
      'a sentence alone',
      { 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': '1795249000' },
      { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' },
      60_000,
    ],
  ])('reads a 403 that limits by %s as a wait', async (_how, headers, body, waitMs) => {
    const server = await serve(json(403, body, headers));

    const failure = await failureOf(clientWith().getJson(server.url(), Thing, options()));

    expect(failure).toMatchObject({ code: 'REMOTE_THROTTLED', retryAfterMs: waitMs });
    expect(server.seen).toHaveLength(1);
  });

  it('leaves a host alone after repeated failures, then asks again', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    let broken = true;
    const server = await serve((request, response) => {
      if (broken) response.writeHead(500).end();
      else json(200, { name: 'back' })(request, response);
    });
    const client = clientWith({ limits: { failuresToBreak: 4, halfOpenAfterMs: 800 } });
    for (let call = 0; call < 2; call += 1) await failureOf(client.getJson(server.url(), Thing, options()));

    const refused = await failureOf(client.getJson(server.url(), Thing, options()));
    const hitsWhileOpen = server.seen.length;
    broken = false;
    vi.advanceTimersByTime(1_000);
    const again = await client.getJson(server.url(), Thing, options());

    expect(refused).toMatchObject({ code: 'REMOTE_UNAVAILABLE', details: { reason: 'circuit-open' } });
    expect(hitsWhileOpen).toBe(4);
    expect(again?.body.name).toBe('back');
  });

  it('does not open the circuit for refusals, and one broken host does not hold up another', async () => {
    const refusing = await serve(json(404, {}));
    const broken = await serve((_request, response) => response.writeHead(500).end());
    const client = clientWith({ limits: { failuresToBreak: 2 } });

    for (let call = 0; call < 5; call += 1) {
      const failure = await failureOf(client.getJson(refusing.url(), Thing, options()));
      expect(failure.code).toBe('REMOTE_NOT_FOUND');
      await failureOf(client.getJson(broken.url(), Thing, options()));
    }
  });

  it('asks a host with a bounded number of calls at once and refuses more than can wait', async () => {
    let open = 0;
    let most = 0;
    const server = await serve((request, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        json(200, { name: 'a' })(request, response);
      }, 20);
    });
    const client = clientWith({ limits: { concurrency: 3, queue: 5 } });

    const results = await Promise.allSettled(
      Array.from({ length: 12 }, () => client.sendJson('POST', server.url(), {}, Thing, options())),
    );

    expect(most).toBe(3);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'REMOTE_UNAVAILABLE', details: { reason: 'too-many-calls' } },
    });
  });
});
