import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhookHeaders } from '../../apps/local/gitlab-look-alike/signed-webhook.ts';
import { type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';

describe('the doors of the built bundle', () => {
  let installation: Installation;
  let url: string;

  beforeAll(async () => {
    installation = await startInstallation();
    installation.openMergeRequest();
    url = `${installation.cloud.urls.functions}/api/webhooks/gitlab`;
  });

  afterAll(() => installation.stop());

  function signed(body: string, event = 'Merge Request Hook'): Record<string, string> {
    const secrets = { token: '', signingSecret: installation.gitlab.signingSecret };
    return webhookHeaders(body, event, secrets, crypto.randomUUID());
  }

  it('answers 401 to a forged signature and to none', async () => {
    const { headers, body } = installation.gitlab.signedWebhook({ project: PROJECT, iid: 1, action: 'open' });

    const forged = await fetch(url, { method: 'POST', headers, body: `${body} ` });
    const none = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

    expect([forged.status, none.status]).toEqual([401, 401]);
  });

  it('answers 202 to an event that it does not know, and says that it is ignored', async () => {
    const body = '{"object_kind":"feature_flag"}';

    const reply = await fetch(url, { method: 'POST', headers: signed(body, 'Feature Flag Hook'), body });

    expect(reply.status).toBe(202);
    expect(await reply.json()).toHaveProperty('ignored');
  });

  it.each([
    ['no JSON', '{"object_kind":'],
    ['no object attributes', '{"object_kind":"merge_request"}'],
  ])('answers 400 with the reason to a body with %s', async (_what, body) => {
    const reply = await fetch(url, { method: 'POST', headers: signed(body), body });

    const problem = (await reply.json()) as { detail: string };
    expect(reply.status).toBe(400);
    expect(problem.detail.length).toBeGreaterThan(10);
  });

  it('answers 413 to a body over 25 MiB', async () => {
    const body = ' '.repeat(25 * 1024 * 1024 + 1);

    const reply = await fetch(url, { method: 'POST', headers: signed(body), body });

    expect(reply.status).toBe(413);
  });

  it('leaves the connection usable after it refused what it did not read', async () => {
    const body = ' '.repeat(25 * 1024 * 1024 + 1);
    const statuses: number[] = [];

    for (let turn = 0; turn < 5; turn += 1) {
      const large = await fetch(url, { method: 'POST', headers: signed(body), body });
      const small = await fetch(`${installation.cloud.urls.functions}/api/v1/runs`, {
        headers: { 'x-functions-key': installation.cloud.keys.default },
        signal: AbortSignal.timeout(10_000),
      });
      statuses.push(large.status, small.status);
    }

    expect(statuses).toEqual(Array.from({ length: 5 }, () => [413, 200]).flat());
  });

  it('answers 404 to a connection that is not configured', async () => {
    const reply = await fetch(`${installation.cloud.urls.functions}/api/webhooks/nobody`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });

    expect(reply.status).toBe(404);
  });

  it('refuses a result that it cannot read, naming the line', async () => {
    const reply = await installation.postResult('{"metric":"x","type":"Point"}\nnot json\n', {
      service: 'orders',
      commit: 'c'.repeat(40),
    });

    expect(reply.status).toBe(400);
    expect(((await reply.json()) as { detail: string }).detail).toMatch(/line \d/i);
  });

  it('refuses a result without a commit, naming the field', async () => {
    const reply = await installation.postResult('x', { service: 'orders' });

    expect(reply.status).toBe(400);
    expect(((await reply.json()) as { detail: string }).detail).toContain('commit');
  });

  it('takes the same result once', async () => {
    const { k6Lines } = await import('../support/k6-lines.ts');
    const body = k6Lines({ medianMs: 10, seed: 7 });
    const query = { service: 'orders', commit: 'd'.repeat(40) };

    const first = await installation.postResult(body, query);
    const second = await installation.postResult(body, query);

    expect([first.status, second.status]).toEqual([201, 200]);
  });

  it('takes a packed result, and refuses one that is damaged', async () => {
    const { gzipSync } = await import('node:zlib');
    const { k6Lines } = await import('../support/k6-lines.ts');
    const packed = gzipSync(k6Lines({ medianMs: 10, seed: 8 }));
    const url = `${installation.cloud.urls.functions}/api/v1/results?service=orders&commit=${'e'.repeat(40)}`;
    const headers = { 'x-functions-key': installation.cloud.keys.default, 'content-encoding': 'gzip' };

    const taken = await fetch(url, { method: 'POST', headers, body: packed });
    const cut = await fetch(url, { method: 'POST', headers, body: packed.subarray(0, packed.length / 2) });

    expect([taken.status, cut.status]).toEqual([201, 400]);
  });

  it('asks for a key at every door but webhook and report', async () => {
    const base = `${installation.cloud.urls.functions}/api/v1`;

    const replies = await Promise.all([
      fetch(`${base}/runs`),
      fetch(`${base}/runs/run-000000000000000000000000`),
      fetch(`${base}/results`, { method: 'POST', body: 'x' }),
      fetch(`${base}/runs`, { method: 'POST', body: '{}' }),
    ]);

    expect(replies.map((reply) => reply.status)).toEqual([401, 401, 401, 401]);
  });
});
