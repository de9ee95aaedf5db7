import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../shared/contracts/access.ts';
import { lookAtBlobs, lookAtMessages, lookAtTables } from '../support/everything-stored.ts';
import type { Ask, RawAnswer } from '../support/raw-request.ts';
import { PROJECT } from '../support/start-installation.ts';
import {
  type AttackedDoors,
  CANARY,
  JSON_TYPE,
  type Route,
  RUN,
  startAttackedDoors,
  TOKENS,
  TRAVERSALS,
} from './doors-under-attack.ts';
import { LETS_IN } from './lets-in.ts';

const SIGNAL = AbortSignal.timeout(110_000);

describe('the doors of the built bundle, attacked', () => {
  let doors: AttackedDoors;
  let ask: Ask;
  let routes: readonly Route[];

  beforeAll(async () => {
    doors = await startAttackedDoors(SIGNAL);
    ({ ask, routes } = doors);
  });
  afterAll(() => doors.stop());

  const isLetIn = ({ status }: RawAnswer): boolean => ![401, 403].includes(status);
  const guarded = () => routes.filter(({ name }) => LETS_IN[name]?.by === 'role');

  it('let each role in where the list says so, and nowhere else', async () => {
    const seen: Record<string, string[]> = {};
    for (const role of Role.options) {
      const { headers } = await doors.keyFor(role);
      for (const route of guarded()) {
        if (isLetIn(await doors.call(route, headers))) (seen[route.name] ??= []).push(role);
      }
    }

    const expected = guarded().map(({ name }) => [name, LETS_IN[name]?.roles]);
    expect(seen).toEqual(Object.fromEntries(expected));
    expect(routes.filter(({ name }) => LETS_IN[name] === undefined)).toEqual([]);
  });

  it('let in nobody without a credential, with one that has ended, been revoked, or belongs to nobody', async () => {
    const ended = await doors.keyFor('admin', { validForMs: 1 });
    const revoked = await doors.keyFor('admin');
    await doors.revoke(revoked.id);
    const other = await doors.keyFor('admin', { tenant: 'hostile' });
    const cut = { authorization: (other.headers['authorization'] ?? '').slice(0, -1) };

    const opened: unknown[] = [];
    for (const headers of [{}, ended.headers, revoked.headers, cut]) {
      for (const route of guarded()) {
        const { status } = await doors.call(route, headers);
        if (status !== 401) opened.push([route.name, status]);
      }
    }

    expect(opened).toEqual([]);
  });

  it("show another tenant's admin nothing of this one, at no door", async () => {
    const { headers } = await doors.keyFor('admin', { tenant: 'hostile' });
    const told: unknown[] = [];
    for (const route of guarded()) {
      const { status, body } = await doors.call(route, headers);
      if (body.includes(RUN) || body.includes('shop')) told.push([route.name, status, body]);
    }

    const own = await doors.call(
      { name: 'read-run', method: 'GET', path: '/api/v1/runs/{runId}' },
      doors.admin,
    );
    expect(told).toEqual([]);
    expect(own.body).toContain(RUN);
  });

  it('hold a key that is limited to services to them', async () => {
    const { headers } = await doors.keyFor('admin', { services: ['other'] });
    const told: unknown[] = [];
    for (const route of guarded()) {
      const { status, body } = await doors.call(route, headers);
      if (status < 300 && body.includes(RUN)) told.push([route.name, status]);
    }

    expect(told).toEqual([]);
  });

  it.each(TOKENS)('answer a token %s', async (_what, make, status) => {
    const answer = await ask('GET', '/api/v1/runs', { authorization: `Bearer ${await make()}` });

    expect(answer.status).toBe(status);
  });

  it('give out one file for one signed link, however the path is written', async () => {
    const link = new URL(
      doors.services.links.url(`reports/${RUN}/report.html`, new Date(Date.now() + 60_000)),
    );
    const good = `${link.pathname}${link.search}`;
    const spellings = TRAVERSALS.map((way) => `/api/v1/reports/${RUN}/${way}${link.search}`);
    const others = [
      ...TRAVERSALS.map((way) => `/api/v1/reports/${way}/report.html${link.search}`),
      `/api/v1/runs/../reports/${RUN}/report.html`,
      `//evil.example/api/v1/reports/${RUN}/report.html${link.search}&x=//`,
      `${good}&expires=99999999999`.replace(/expires=\d+&/, ''),
      good.replace('report.html', 'report.html%00.png'),
      good.replace('report.html', 'Report.html'),
      good.replace(RUN, RUN.toUpperCase()),
    ];

    const opened = await ask('GET', good);
    const stolen: unknown[] = [];
    for (const path of [...spellings, ...others]) {
      const { status, body } = await ask('GET', path);
      if (status < 400 || body.includes(CANARY)) stolen.push([path, status]);
    }

    expect(opened.body).toBe(CANARY);
    expect(stolen).toEqual([]);
  });

  it('answer no method but their own, whatever a header says of the method', async () => {
    const wrong: unknown[] = [];
    for (const { path, method: own } of routes) {
      const target = path.replaceAll(/\{[^}]+\}/g, RUN);
      const known = routes.filter((route) => route.path === path).map(({ method }) => method);
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
        if (known.includes(method)) continue;
        const headers = { ...doors.admin, 'x-http-method-override': own, 'x-method-override': own };
        const { status } = await ask(method, target, headers);
        if (status !== 404) wrong.push([method, target, status]);
      }
    }

    expect(wrong).toEqual([]);
  });

  it('believe no header about who they are: no answer repeats a host or a scheme', async () => {
    const lies = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'javascript',
      'x-original-url': '/admin/host/status',
      'x-rewrite-url': '/admin/host/status',
      forwarded: 'host=evil.example',
    };
    const body = JSON.stringify({
      project: PROJECT,
      headSha: 'c'.repeat(40),
      baseSha: 'd'.repeat(40),
      service: 'orders',
    });

    const accepted = await ask('POST', '/api/v1/runs', { ...doors.admin, ...JSON_TYPE, ...lies }, body);
    const answers = [accepted];
    for (const route of routes) answers.push(await doors.call(route, { ...doors.admin, ...lies }));

    expect(accepted.status).toBe(202);
    expect(JSON.stringify(answers)).not.toContain('evil.example');
  });

  it('leave nothing of what they answer in a cache', async () => {
    const kept: unknown[] = [];
    for (const route of routes) {
      const { headers, body, status } = await doors.call(route, doors.admin);
      if (body !== '' && headers['cache-control'] !== 'no-store') kept.push([route.name, status]);
    }

    expect(kept).toEqual([]);
  });

  it('allow neither script nor inline style on any page', async () => {
    const link = new URL(
      doors.services.links.url(`reports/${RUN}/report.html`, new Date(Date.now() + 60_000)),
    );
    const pages = [
      await ask('GET', '/api/v1/status', doors.admin),
      await ask('GET', `${link.pathname}${link.search}`),
    ];
    for (const route of routes) pages.push(await doors.call(route, doors.admin));
    const policies = pages.flatMap(({ headers }) => headers['content-security-policy'] ?? []);

    expect(pages[0]?.headers['content-security-policy']).toMatch(/style-src 'sha256-[\w+/]+=*';/);
    expect(policies.length).toBeGreaterThan(10);
    expect(policies.filter((policy) => !policy.startsWith("default-src 'none'"))).toEqual([]);
    expect(policies.filter((policy) => /unsafe|script-src|\*|https?:/.test(policy))).toEqual([]);
  });

  it.each([
    ['results', 'one endless line', 96, 'a'],
    ['results', 'empty lines', 64, '\n'],
    ['logs', 'one endless line', 64, 'a'],
  ])('take %s that unpack into %s without growing with them', async (door, _what, mebibytes, sign) => {
    const packed = gzipSync(Buffer.alloc(mebibytes * 1024 * 1024, sign));
    const before = residentMebibytes(doors);
    const path = `/api/v1/${door}?service=orders&commit=${'e'.repeat(40)}`;

    const { status } = await ask('POST', path, { ...doors.admin, 'content-encoding': 'gzip' }, packed);

    expect(packed.length).toBeLessThan(300_000);
    expect(status).toBeLessThan(500);
    expect(residentMebibytes(doors) - before).toBeLessThan(160);
  });

  it('refuse a body of another kind than they take, before they read it', async () => {
    const taken: unknown[] = [];
    const types = [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/json-patch+json',
      '',
    ];
    for (const route of guarded().filter(
      ({ name, method }) => method === 'POST' && LETS_IN[name]?.takes === 'json',
    )) {
      for (const type of types) {
        const { status } = await doors.call(route, { ...doors.admin, 'content-type': type });
        if (status !== 415) taken.push([route.name, type, status]);
      }
    }

    expect(taken).toEqual([]);
  });

  // Connection strings are settings of the process, as on Azure; what lies in the vault is in its memory alone.
  it.runIf(process.platform === 'linux')(
    'say no secret in the list of processes or in their environment',
    () => {
      const pids = processesOf(doors.installation.cloud.host.pid ?? 0);
      const argv = pids.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).join('\n');
      const environment = pids.map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8')).join('\n');
      const { env } = doors.installation.cloud;
      const settings = [env['DATABASE_URL'], env['SERVICE_BUS'], env['BLOB_STORAGE'], env['IDENTITY_HEADER']];

      const shown = [...doors.secrets].filter(
        ([, value]) => argv.includes(value) || environment.includes(value),
      );

      expect(argv).toContain('--app');
      expect(environment).toContain('DATABASE_URL=');
      expect(shown.map(([name]) => name)).toEqual([]);
      expect(settings.filter((value) => value === undefined || argv.includes(value))).toEqual([]);
    },
  );

  // Last: everything above has left its traces.
  it('say who asked in logs and spans, and say no key, token or secret there or in any store', async () => {
    const reader = await doors.keyFor('reader');
    await ask('GET', '/api/v1/runs', reader.headers);
    await ask('POST', '/api/v1/acknowledgements', { ...reader.headers, ...JSON_TYPE }, '{}');
    await doors.installation.cloud.host.stop();

    const log = doors.installation.log.join('\n');
    const found = new Set<string>();
    const look = (where: string, content: string | Uint8Array): void => {
      const text = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
      for (const [name, value] of doors.secrets) if (text.includes(value)) found.add(`${name} in ${where}`);
    };
    look('log', log);
    for (const body of doors.otlp.bodies()) look('span', body);
    await lookAtBlobs(doors.installation, look);
    await lookAtTables(doors.installation, look);
    lookAtMessages(doors.installation, look);

    expect([...found]).toEqual([]);
    expect(doors.secrets.size).toBeGreaterThan(10);
    expect(log).toMatch(new RegExp(`"request answered".*"route":"list-runs".*"caller":"${reader.id}"`));
    expect(log).toMatch(new RegExp(`"request refused".*"status":403.*"caller":"${reader.id}"`));
    expect(Buffer.concat(doors.otlp.bodies()).toString('latin1')).toContain(reader.id);
  });
});

/** Of the host's process; elsewhere than on Linux nothing is measured. */
function residentMebibytes({ installation: { cloud } }: AttackedDoors): number {
  if (process.platform !== 'linux') return 0;
  const status = readFileSync(`/proc/${String(cloud.host.pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}

/** A process and all that it started. */
function processesOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return [
    pid,
    ...children
      .split(' ')
      .filter(Boolean)
      .flatMap((child) => processesOf(Number(child))),
  ];
}
