import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listHttpFunctions } from '../../apps/local/cloud/list-http-functions.ts';
import { ROUTE_ACCESS } from '../../shared/access/route-access.ts';
import { type Ask, askOf } from '../support/raw-request.ts';
import { type Installation, startInstallation } from '../support/start-installation.ts';

interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}
const RUN = `run-${'0'.repeat(24)}`;
const FILLINGS: readonly string[] = [
  RUN,
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e',
  'run-%00',
  "'%20or%201=1--",
  '%C0%AE%C0%AE',
  '__proto__',
  '%F0%9F%9A%80',
  'a'.repeat(3_000),
];
const QUERIES: readonly string[] = [
  '',
  '?service=..%2f..&commit=../../x',
  '?service=%00&branch=%00&status=%00',
  '?limit=-1&before=never',
  '?limit=1e99&service[]=a&service=a&service=b',
  '?__proto__=1&constructor=2&status=__proto__',
  `?service=shop&commit=${'a'.repeat(40)}&branch=%F0%9F%9A%80&durationSeconds=NaN`,
  '?expires=NaN&signature=%FF&code[]=x',
  '?service=%ff%fe&branch=%ed%a0%80',
];
const BODIES: readonly (readonly [string, string | Buffer])[] = [
  ['application/json', ''],
  ['application/json', '{'],
  ['application/json', 'null'],
  ['application/json', '['.repeat(50_000)],
  ['application/json', '{"__proto__":{"tenant":"x"},"constructor":{"prototype":1}}'],
  ['application/json', Buffer.from([0xff, 0xfe, 0x00])],
  ['application/json; charset=utf-16', '{}'],
  ['application/x-www-form-urlencoded', 'payload=%7B&form=x&by=__proto__&code=x&decision=approve'],
  ['application/xml', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'],
  ['multipart/form-data; boundary=x', '--x\r\n'],
  ['text/csv', '=cmd|calc,\u0000\n"'],
];

describe('every registered route', () => {
  let installation: Installation;
  let ask: Ask;
  let routes: readonly Route[];

  beforeAll(async () => {
    installation = await startInstallation();
    const { cloud } = installation;
    ask = askOf(cloud.urls.functions);
    const functions = await listHttpFunctions(cloud.urls.functions, cloud.keys.master);
    routes = functions.flatMap(({ name, methods, path }) =>
      methods.map((method) => ({ name, method: method.toUpperCase(), path })),
    );
  });

  afterAll(() => installation.stop());

  const admin = (): Record<string, string> => ({ 'x-functions-key': installation.cloud.keys.default });
  const filled = (path: string, value: string): string => path.replaceAll(/\{[^}]+\}/g, value);

  it('stands in the table of who may open it, and nothing stands there that is no route', () => {
    expect(routes.map(({ name }) => name).sort()).toEqual(Object.keys(ROUTE_ACCESS).sort());
  });

  it('answers hostile requests without a failure of ours, a stack or a page that may be framed', async () => {
    const wrong: unknown[] = [];
    let asked = 0;
    for (const { method, path } of routes) {
      const requests: (readonly [string, Record<string, string>, string | Buffer])[] = [
        ...FILLINGS.map((value) => [filled(path, value), admin(), '{}'] as const),
        ...QUERIES.map((query) => [`${filled(path, RUN)}${query}`, admin(), ''] as const),
        ...BODIES.map(
          ([type, body]) => [filled(path, RUN), { ...admin(), 'content-type': type }, body] as const,
        ),
        [
          filled(path, RUN),
          { ...admin(), 'content-type': 'application/json', 'content-encoding': 'br' },
          '{}',
        ],
        [
          filled(path, RUN),
          { ...admin(), traceparent: '00-zz-zz-00', 'x-forwarded-host': 'evil.example' },
          '',
        ],
      ];
      for (const [target, headers, body] of requests) {
        const sent = method === 'GET' ? '' : body;
        const answer = await ask(method, target, headers, sent);
        asked += 1;
        const isFault = answer.status >= 500 || /\bat .+:\d+:\d+|node_modules|\/work\//.test(answer.body);
        const policy = String(answer.headers['content-security-policy'] ?? '');
        // What the host answers itself has no body.
        const isBare =
          answer.headers['x-content-type-options'] !== 'nosniff' ||
          (answer.body !== '' &&
            (!policy.includes("frame-ancestors 'none'") || answer.headers['referrer-policy'] === undefined));
        if (isFault || isBare)
          wrong.push({ method, target, status: answer.status, body: answer.body.slice(0, 200) });
      }
    }

    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(500);
  });

  it('is closed to nobody in particular: no credential, a made-up one, two at once', async () => {
    const guarded = routes.filter(({ name }) => !isSelfProving(name));
    const shown: readonly Record<string, string>[] = [
      {},
      { authorization: 'Bearer nonsense' },
      { authorization: `Bearer pak_${'0'.repeat(16)}_${'A'.repeat(43)}` },
      { 'x-functions-key': '' },
      { authorization: 'Basic YWRtaW46YWRtaW4=' },
      { ...admin(), authorization: 'Bearer nonsense' },
    ];

    const statuses = new Set<number>();
    for (const { method, path } of guarded) {
      for (const headers of shown) statuses.add((await ask(method, filled(path, RUN), headers)).status);
    }

    expect(guarded.length).toBeGreaterThan(9);
    expect([...statuses]).toEqual([401]);
  });

  it('tells other origins nothing: no header lets them read, and a preflight is not answered', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const allowed: unknown[] = [];
    for (const { method, path } of routes) {
      const preflight = await ask('OPTIONS', filled(path, RUN), headers);
      const plain = await ask(method, filled(path, RUN), { ...admin(), ...headers });
      if (preflight.status < 400) allowed.push(path);
      for (const answer of [preflight, plain]) {
        if (Object.keys(answer.headers).some((name) => name.startsWith('access-control-')))
          allowed.push(path);
      }
    }

    expect(allowed).toEqual([]);
  });

  it('takes no headers of more than 16 KiB', async () => {
    const answer = await ask('GET', '/api/v1/runs', { 'x-large': 'x'.repeat(40_000) });

    expect(answer.status).toBe(431);
  });
});

function isSelfProving(name: string): boolean {
  const row = Object.entries(ROUTE_ACCESS).find(([known]) => known === name)?.[1];
  return row?.opens === 'signature' || row?.opens === 'link';
}
