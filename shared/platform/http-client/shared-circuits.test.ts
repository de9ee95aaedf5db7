import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientWith, failureOf, options, Thing } from '../../../test/support/http-client-under-test.ts';
import { json, serve, stopServersAfterEach } from '../../../test/support/local-server.ts';
import type { DependencyStates } from '../../ports/dependency-states.ts';
import type { HttpClient } from '../../ports/http-client.ts';
import { createLocalStates } from './local-states.ts';

stopServersAfterEach();
// The clients measure time by it: it stands still, however slow the machine is, and moves on when a test says so.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const limits = { failuresToBreak: 2, halfOpenAfterMs: 300 };

/** Clients of two instances that share their states. */
function twoInstances(shared: DependencyStates): readonly [HttpClient, HttpClient] {
  const client = () => clientWith({ limits, shared, connection: 'code' });
  return [client(), client()];
}

/** A database that is gone, and one that does not answer. */
const GONE = allMethods(() => Promise.reject(new TypeError('connection refused')));
const SILENT = allMethods(() => new Promise<never>(() => undefined));

function allMethods(answer: () => Promise<never>): DependencyStates {
  return {
    read: answer,
    noteFailure: answer,
    noteSuccess: answer,
    noteWait: answer,
    takeProbe: answer,
    takeTokens: answer,
  };
}

describe('clients that share circuits', () => {
  it('leave a host alone when another instance found it broken', async () => {
    const server = await serve((_request, response) => response.writeHead(500).end());
    const [first, second] = twoInstances(createLocalStates());
    await failureOf(first.getJson(server.url(), Thing, options()));
    const hits = server.seen.length;

    const refused = await failureOf(second.getJson(server.url(), Thing, options()));

    expect(refused).toMatchObject({ code: 'REMOTE_UNAVAILABLE', details: { reason: 'circuit-open' } });
    expect(server.seen).toHaveLength(hits);
  });

  it('send one probe between them when its time has come, and all calls once it worked', async () => {
    let broken = true;
    const server = await serve((request, response) => {
      if (broken) response.writeHead(500).end();
      else setTimeout(() => json(200, { name: 'back' })(request, response), 100);
    });
    const [first, second] = twoInstances(createLocalStates());
    await failureOf(first.getJson(server.url(), Thing, options()));
    await failureOf(second.getJson(server.url(), Thing, options()));
    const hits = server.seen.length;
    broken = false;
    vi.advanceTimersByTime(400);

    const asked = await Promise.allSettled(
      [first, second, first, second].map((client) => client.getJson(server.url(), Thing, options())),
    );
    const probes = server.seen.length - hits;
    vi.advanceTimersByTime(1_100);
    const after = await Promise.all(
      [first, second].map((client) => client.getJson(server.url(), Thing, options())),
    );

    expect(probes).toBe(1);
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(after.map((reply) => reply?.body.name)).toEqual(['back', 'back']);
  });

  it('wait together when one was told to come back later', async () => {
    const server = await serve(json(429, {}, { 'retry-after': '60' }));
    const [first, second] = twoInstances(createLocalStates());
    await failureOf(first.getJson(server.url(), Thing, options()));

    const waits = await failureOf(second.getJson(server.url(), Thing, options()));

    expect(waits).toMatchObject({ code: 'REMOTE_THROTTLED', details: { reason: 'asked-to-wait' } });
    expect('retryAfterMs' in waits && waits.retryAfterMs).toBeGreaterThan(50_000);
    expect(server.seen).toHaveLength(1);
  });

  it('do not call again when a reply said that nothing is left of the limit', async () => {
    const limited = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' };
    const server = await serve(json(200, { name: 'a' }, limited));
    const [first, second] = twoInstances(createLocalStates());

    const reply = await first.getJson(server.url(), Thing, options());
    const waits = await failureOf(second.getJson(server.url(), Thing, options()));

    expect(reply?.status).toBe(200);
    expect(waits.code).toBe('REMOTE_THROTTLED');
  });

  it('send no more than the rate of the connection allows, all together', async () => {
    const server = await serve(json(200, { name: 'a' }));
    const shared = createLocalStates();
    const rate = { requestsPerSecond: 0.05, burst: 5 };
    const clients = [1, 2].map(() => clientWith({ shared, connection: 'code', rate }));

    const asked = await Promise.allSettled(
      Array.from({ length: 5 }, () =>
        clients.map((client) => client.getJson(server.url(), Thing, options())),
      ).flat(),
    );

    expect(server.seen).toHaveLength(5);
    expect(asked.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'REMOTE_THROTTLED', disposition: 'retry-later', details: { reason: 'rate-limit' } },
    });
  });

  it('keep connections to one host apart, since each has a token of its own', async () => {
    const server = await serve((request, response) =>
      json(request.headers['private-token'] === 'tired' ? 429 : 200, { name: 'a' })(request, response),
    );
    const shared = createLocalStates();
    const one = clientWith({ shared, connection: 'one' });
    const two = clientWith({ shared, connection: 'two' });

    await failureOf(
      one.getJson(server.url(), Thing, { ...options(), headers: { 'private-token': 'tired' } }),
    );

    await expect(two.getJson(server.url(), Thing, options())).resolves.toMatchObject({ status: 200 });
  });
});

describe.each([
  ['is gone', GONE],
  ['does not answer', SILENT],
])('a client whose database %s', (_how, shared) => {
  it('does its work, breaks circuits by itself and probes by itself', async () => {
    let broken = false;
    const server = await serve((request, response) => {
      if (broken) response.writeHead(500).end();
      else json(200, { name: 'a' })(request, response);
    });
    const client = clientWith({ limits, shared, connection: 'code' });
    const ask = () => client.getJson(server.url(), Thing, options());

    const well = await ask();
    broken = true;
    await failureOf(ask());
    const refused = await failureOf(ask());
    broken = false;
    vi.advanceTimersByTime(400);
    const back = await ask();

    expect(well?.body.name).toBe('a');
    expect(refused).toMatchObject({ details: { reason: 'circuit-open' } });
    expect(back?.body.name).toBe('a');
  });

  it('asks the database once and then leaves it alone for some seconds', async () => {
    const read = vi.fn(shared.read);
    const server = await serve(json(200, { name: 'a' }));
    const client = clientWith({ shared: { ...shared, read }, connection: 'code' });

    for (let call = 0; call < 20; call += 1) await client.getJson(server.url(), Thing, options());
    vi.advanceTimersByTime(1_100);
    await client.getJson(server.url(), Thing, options());

    expect(read).toHaveBeenCalledTimes(1);
  });
});
