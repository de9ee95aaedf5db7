import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadEnvironment } from '../../shared/config/environment.ts';
import type { Role } from '../../shared/contracts/access.ts';
import { createKey, type MadeKey, revokeKey, rotateKey } from '../../shared/pipeline/manage-keys.ts';
import { createServices, type Services } from '../../shared/wiring.ts';
import { runCli } from '../cli/run-cli.ts';
import { type Ask, askOf, type RawAnswer } from '../support/raw-request.ts';
import { type Installation, startInstallation } from '../support/start-installation.ts';

const WITHIN_MS = 20_000;
const IDENTITY = ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER'];

describe('keys of the API, on the built bundle', () => {
  let installation: Installation;
  let services: Services;
  let ask: Ask;

  beforeAll(async () => {
    installation = await startInstallation();
    const { cloud } = installation;
    for (const name of IDENTITY) vi.stubEnv(name, cloud.env[name]);
    services = await createServices(() => undefined, loadEnvironment(cloud.env));
    ask = askOf(cloud.urls.functions);
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await services.close();
    await installation.stop();
  });

  const bearer = ({ text }: MadeKey): Record<string, string> => ({ authorization: `Bearer ${text}` });

  function make(
    role: Role,
    more: {
      readonly tenant?: string;
      readonly services?: readonly string[];
      readonly perMinute?: number;
    } = {},
  ): Promise<MadeKey> {
    const { tenant = 'default', services: limited = null, perMinute = 600 } = more;
    const wanted = { tenant, by: 'test', name: role, role, services: limited };
    return createKey(
      { ...wanted, requestsPerMinute: perMinute, validForMs: 3_600_000 },
      { ...services, pause: () => Promise.resolve() },
      AbortSignal.timeout(WITHIN_MS),
    );
  }

  it('open each door to the role of its row and to no other', async () => {
    const keys = new Map<Role, MadeKey>();
    for (const role of ['reader', 'operator', 'approver', 'admin'] as const) keys.set(role, await make(role));
    const opened = async (role: Role, method: string, path: string): Promise<boolean> => {
      const key = keys.get(role);
      if (key === undefined) throw new TypeError(role);
      return ![401, 403].includes((await ask(method, path, bearer(key))).status);
    };

    const seen: Record<string, boolean[]> = {};
    for (const role of ['reader', 'operator', 'approver', 'admin'] as const) {
      seen[role] = [
        await opened(role, 'GET', '/api/v1/runs'),
        await opened(role, 'POST', '/api/v1/results'),
        await opened(role, 'POST', '/api/v1/acknowledgements'),
      ];
    }

    expect(seen).toEqual({
      reader: [true, false, false],
      operator: [true, true, false],
      approver: [true, false, true],
      admin: [true, true, true],
    });
  });

  it("shows a tenant's run to its own key and not to another tenant's, by id or in the list", async () => {
    const runId = `run-${'b'.repeat(24)}`;
    const patch = {
      runId,
      tenant: 'default',
      at: new Date(),
      step: 'plan',
      rank: 1,
      service: 'shop',
    } as const;
    await services.index.putRun(patch, AbortSignal.timeout(WITHIN_MS));
    const own = await make('reader');
    const hostile = await make('admin', { tenant: 'hostile' });
    const limited = await make('reader', { services: ['other'] });

    const read = (key: MadeKey) => ask('GET', `/api/v1/runs/${runId}`, bearer(key));
    const list = await ask('GET', '/api/v1/runs', bearer(hostile));
    const answers = await Promise.all([own, hostile, limited].map(read));

    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404]);
    expect(JSON.parse(list.body)).toEqual({ runs: [] });
    const asksForIt = await ask('GET', '/api/v1/runs?service=shop', bearer(limited));
    const asksForTwo = await ask('GET', '/api/v1/runs?service=other&service=shop', bearer(limited));
    const itsOwn = await ask('GET', '/api/v1/runs?service=other', bearer(limited));
    expect([asksForIt, asksForTwo, itsOwn].map(({ status }) => status)).toEqual([403, 403, 200]);
  });

  it('lets a key in for a service whose name is kept masked, asked for as people call it', async () => {
    const limited = await make('approver', { services: ['orders-10.1.2.3'] });
    const acknowledges = (service: string) => {
      const word = { service, metric: 'cpu', owner: 'ada', by: 'ada', reason: 'known', until: '2000-01-01' };
      const headers = { ...bearer(limited), 'content-type': 'application/json' };
      return ask('POST', '/api/v1/acknowledgements', headers, JSON.stringify(word));
    };

    expect(limited.key.services).toEqual([expect.stringMatching(/^orders-<ip-/)]);
    const itsOwn = await ask('GET', '/api/v1/runs?service=orders-10.1.2.3', bearer(limited));
    const another = await ask('GET', '/api/v1/runs?service=orders-10.1.2.4', bearer(limited));
    const ownWord = await acknowledges('orders-10.1.2.3');
    const anotherWord = await acknowledges('orders-10.1.2.4');

    // 400: the day is over.
    expect([itsOwn, another, ownWord, anotherWord].map(({ status }) => status)).toEqual([200, 403, 400, 403]);
  });

  it("lends another tenant none of the configuration's connections", async () => {
    const hostile = await make('admin', { tenant: 'hostile' });
    const body = JSON.stringify({ connection: 'gitlab', project: 'shop/orders', number: '1' });

    const answer = await ask(
      'POST',
      '/api/v1/runs',
      { ...bearer(hostile), 'content-type': 'application/json' },
      body,
    );

    expect(answer.status).toBe(400);
    expect(answer.body).toContain('the configuration knows none');
  });

  it('answers 429 with Retry-After when a key asks more often than it may', async () => {
    const key = await make('reader', { perMinute: 3 });

    const answers: RawAnswer[] = [];
    for (let turn = 0; turn < 8; turn += 1) answers.push(await ask('GET', '/api/v1/runs', bearer(key)));

    const refused = answers.filter(({ status }) => status === 429);
    // The minute may turn once on the way.
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(Number(refused[0]?.headers['retry-after'])).toBeLessThanOrEqual(60);
  });

  it('lets a rotated key and its successor in during the overlap, and a revoked key no more', async () => {
    const ports = { ...services, pause: () => Promise.resolve() };
    const actor = { tenant: 'default', by: 'test' };
    const old = await make('reader');
    const next = await rotateKey(old.key.id, 60_000, actor, ports, AbortSignal.timeout(WITHIN_MS));
    const status = async (key: MadeKey) => (await ask('GET', '/api/v1/runs', bearer(key))).status;

    const during = [await status(old), await status(next)];
    await revokeKey(old.key.id, actor, ports, AbortSignal.timeout(WITHIN_MS));
    const after = [await status(old), await status(next)];

    expect([during, after]).toEqual([
      [200, 200],
      [401, 200],
    ]);
    const listed = await services.access.keys.list('default');
    expect(listed.find(({ id }) => id === next.key.id)).toMatchObject({ replaces: old.key.id });
    expect(listed.find(({ id }) => id === next.key.id)?.lastUsedAt).toBeInstanceOf(Date);
    expect(JSON.stringify(listed)).not.toContain(next.text.slice(-43));
  });

  it('are made, listed, rotated and revoked on the command line, and each is noted in the audit log', async () => {
    const cloud = ['--cloud', installation.cloud.folder];
    const run = (...args: readonly string[]) => runCli(['keys', ...args, ...cloud]);
    const made = await run('create', '--name', 'by hand', '--role', 'reader', '--days', '1');
    const text = made.stdout.trim();
    const id = text.slice(4, 20);
    const status = async (key: string) =>
      (await ask('GET', '/api/v1/runs', { authorization: `Bearer ${key}` })).status;

    const before = await status(text);
    const rotated = await run('rotate', id, '--overlap-hours', '0');
    const revoked = await run('revoke', rotated.stdout.trim().slice(4, 20));
    const listed = await run('list');

    expect([made, rotated, revoked, listed].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect([before, await status(text), await status(rotated.stdout.trim())]).toEqual([200, 401, 401]);
    expect(listed.stdout).toContain(id);
    expect(listed.stdout).not.toContain(text.slice(21));
    expect((await run('create', '--name', 'x', '--role', 'root')).code).toBe(2);
    expect((await run('revoke', '0'.repeat(16))).code).toBe(2);
    const entries = await runCli([
      'audit',
      'export',
      '--out',
      path.join(installation.cloud.folder, 'audit'),
      ...cloud,
    ]);
    expect(entries.code).toBe(0);
    const log = readFileSync(path.join(installation.cloud.folder, 'audit', 'log.jsonl'), 'utf8');
    expect(log.match(new RegExp(`key\\.created.*key ${id}`))).not.toBeNull();
    expect(log).toContain('key.revoked');
    expect(log).not.toContain(text);
  });
});
