import { describe, expect, it } from 'vitest';
import type { Door, DoorRequest } from './door.ts';
import { listRuns } from './read-runs.ts';
import { receiveResults } from './receive-results.ts';
import { requestAnalysis } from './request-analysis.ts';

const COMMIT = 'a'.repeat(40);

describe('POST /api/v1/results', () => {
  it.each([
    ['service', { service: '..' }],
    ['service', { service: 'a/../b' }],
    ['service', { service: 'shop\0' }],
    ['commit', { commit: '..' }],
    ['commit', { commit: 'a1b2c3d' }],
    ['branch', { branch: 'main\n' }],
    ['branch', { branch: 'x'.repeat(301) }],
    ['environment', { environment: 'ci\u{1}' }],
    ['fact.NAME', { 'fact.cpu': '4\0' }],
    ['fact.NAME', { 'fact.': '4' }],
  ])('answers 400 that names %s to %j', async (field, wrong) => {
    const query = new URLSearchParams({ service: 'shop', commit: COMMIT, ...wrong });

    const answer = await ask(receiveResults(unreached()), `/api/v1/results?${query.toString()}`);

    expect(answer.status).toBe(400);
    expect(answer.detail).toContain(field);
  });

  it('says what a commit must be', async () => {
    const answer = await ask(receiveResults(unreached()), '/api/v1/results?service=shop&commit=a1b2c3d');

    expect(answer.detail).toMatch(/full commit id.*40 hex digits.*git rev-parse HEAD/);
  });
});

describe('POST /api/v1/runs', () => {
  it.each([
    ['project', { project: 'shop/orders\0' }],
    ['project', { project: 'shop/..' }],
    ['project', { project: '\ud800' }],
    ['service', { service: 'orders\0' }],
    ['service', { service: '..' }],
    ['headSha', { headSha: 'a1b2c3d' }],
    ['baseSha', { baseSha: 'main' }],
    ['targetBranch', { targetBranch: 'main\0' }],
    ['number', { number: '1\0' }],
    ['connection', { connection: 'unknown' }],
  ])('answers 400 that names %s to %j', async (field, wrong) => {
    const body = JSON.stringify({ project: 'shop/orders', headSha: COMMIT, ...wrong });

    const answer = await ask(requestAnalysis(unreached()), '/api/v1/runs', body);

    expect(answer.status).toBe(400);
    expect(answer.detail).toContain(`${field}:`);
  });
});

describe('GET /api/v1/runs', () => {
  it('answers 400 to a service that nothing can be called', async () => {
    const answer = await ask(listRuns(unreached()), '/api/v1/runs?service=shop%00');

    expect(answer.status).toBe(400);
    expect(answer.detail).toContain('service');
  });
});

async function ask(door: Door, path: string, body = ''): Promise<{ status: number; detail: string }> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(body);
  }
  const request: DoorRequest = {
    method: 'POST',
    url: new URL(`http://localhost${path}`),
    headers: {},
    params: {},
    body: bytes(),
    signal: AbortSignal.timeout(5_000),
    traceparent: null,
  };
  const reply = await door(request);
  const problem = JSON.parse(String(reply.body)) as { readonly detail: string };
  return { status: reply.status, detail: problem.detail };
}

/** Ports that a refused request must not reach, but for what the configuration says. */
function unreached(): never {
  const known: Readonly<Record<string, unknown>> = { tenant: 'default', connectionIds: ['gitlab'] };
  const ports = new Proxy(
    {},
    {
      get(_target, name) {
        if (String(name) in known) return known[String(name)];
        throw new Error(`${String(name)} was used for a request that is refused.`);
      },
    },
  );
  return ports as never;
}
