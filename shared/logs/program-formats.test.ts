import { describe, expect, it } from 'vitest';
import { mineLines } from './mine-lines.ts';
import { type Severity } from './severity.ts';

interface Event {
  readonly at: number;
  readonly clock: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly name: string;
  readonly text: string;
}

const EVENTS: readonly Event[] = Array.from({ length: 120 }, (_, at) => {
  const clock = `08:00:${String(at % 60).padStart(2, '0')}`;
  if (at % 3 === 0)
    return { at, clock, level: 'info', name: 'orders', text: `order ${at} stored in ${at * 7} ms` };
  if (at % 3 === 1) return { at, clock, level: 'warning', name: 'stock', text: `only ${at} pieces left` };
  return { at, clock, level: 'error', name: 'pay', text: `payment ${at} failed` };
});
const pick = (level: Event['level'], info: string, warning: string, error: string): string =>
  ({ info, warning, error })[level];
const capitals = (level: Event['level']): string => pick(level, 'INFO', 'WARNING', 'ERROR');

/** Name, line, and what is read of the first event: time and component. */
const FORMATS: readonly (readonly [string, (event: Event) => string, string | null, string | null])[] = [
  [
    'Serilog on a console',
    ({ clock, level, text }) => `[${clock} ${pick(level, 'INF', 'WRN', 'ERR')}] ${text}`,
    '08:00:00',
    null,
  ],
  [
    "Rust's env_logger",
    ({ clock, level, name, text }) =>
      `[2026-11-20T${clock}Z ${pick(level, 'INFO ', 'WARN ', 'ERROR')} shop::${name}] ${text}`,
    '2026-11-20T08:00:00Z',
    'shop::orders',
  ],
  [
    "Rust's tracing",
    ({ clock, level, name, text }) =>
      `2026-11-20T${clock}.123456Z ${pick(level, ' INFO', ' WARN', 'ERROR')} shop::${name}: ${text}`,
    '2026-11-20T08:00:00.123456Z',
    'shop::orders',
  ],
  [
    'Celery',
    ({ at, clock, level, text }) =>
      `[2026-11-20 ${clock},190: ${capitals(level)}/ForkPoolWorker-${at % 4}] ${text}`,
    '2026-11-20 08:00:00,190',
    null,
  ],
  [
    "Apache's errors",
    ({ at, clock, level, text }) =>
      `[Fri Nov 20 ${clock}.190000 2026] [core:${pick(level, 'info', 'warn', 'error')}] [pid ${at + 100}:tid 140] [client 10.0.0.${at}:4${at}] ${text}`,
    'Fri Nov 20 08:00:00.190000 2026',
    'core',
  ],
  [
    'Laravel',
    ({ clock, level, text }) => `[2026-11-20 ${clock}] production.${capitals(level)}: ${text}`,
    '2026-11-20 08:00:00',
    'production',
  ],
  [
    'Monolog',
    ({ clock, level, text }) => `[2026-11-20T${clock}.123456+00:00] app.${capitals(level)}: ${text} [] []`,
    '2026-11-20T08:00:00.123456+00:00',
    'app',
  ],
  [
    'MySQL',
    ({ at, clock, level, text }) =>
      `2026-11-20T${clock}.123456Z ${at} [${pick(level, 'System', 'Warning', 'ERROR')}] [MY-010931] [Server] ${text}`,
    '2026-11-20T08:00:00.123456Z',
    null,
  ],
  [
    'MongoDB',
    ({ at, clock, level, text }) =>
      JSON.stringify({
        t: { $date: `2026-11-20T${clock}.123Z` },
        s: pick(level, 'I', 'W', 'E'),
        c: 'NETWORK',
        id: 22943,
        ctx: `conn${at}`,
        msg: text,
      }),
    '2026-11-20T08:00:00.123Z',
    'NETWORK',
  ],
  [
    "zerolog's console",
    ({ level, text }) => `8:05AM ${pick(level, 'INF', 'WRN', 'ERR')} ${text}`,
    '8:05AM',
    null,
  ],
  [
    "zap's console",
    ({ clock, level, name, text }) =>
      `2026-11-20T${clock}.123Z\t${pick(level, 'INFO', 'WARN', 'ERROR')}\t${name}/main.go:42\t${text}`,
    '2026-11-20T08:00:00.123Z',
    'orders/main.go',
  ],
  [
    'NestJS',
    ({ clock, level, name, text }) =>
      `[Nest] 1  - 11/20/2026, ${clock} AM ${pick(level, '    LOG', '   WARN', '  ERROR')} [${name}] ${text}`,
    '11/20/2026, 08:00:00 AM',
    null,
  ],
  [
    'the console of .NET',
    ({ level, name, text }) => `${pick(level, 'info', 'warn', 'fail')}: Shop.${name}[0]\n      ${text}`,
    null,
    'Shop.orders',
  ],
  [
    "Java's own logging",
    ({ clock, level, name, text }) =>
      `Nov 20, 2026 ${clock} AM com.shop.${name} handle\n${pick(level, 'INFO', 'WARNING', 'SEVERE')}: ${text}`,
    'Nov 20, 2026 08:00:00 AM',
    'com.shop.orders',
  ],
  ['a level alone', ({ level, text }) => `[${capitals(level)}] ${text}`, null, null],
];

const linesOf = (format: (event: Event) => string, trace: readonly string[]): readonly string[] =>
  EVENTS.flatMap((event) => [...format(event).split('\n'), ...(event.level === 'error' ? trace : [])]);

describe.each(FORMATS)('a log of %s', (_, format, time, component) => {
  it('has the level, the time and the component of each message', () => {
    const { patterns } = mineLines(linesOf(format, []));

    const levels = patterns.map(({ template, severity }) => [template.replace(/ \[\] \[\]$/, ''), severity]);
    expect(new Map<string, Severity | null>(levels as [string, Severity | null][])).toEqual(
      new Map([
        ['order <*> stored in <*> ms', 'info'],
        ['only <*> pieces left', 'warning'],
        ['payment <*> failed', 'error'],
      ]),
    );
    const first = patterns.find(({ template }) => template.startsWith('order'));
    expect(first).toMatchObject({ firstTime: time, component });
  });
});

/** A trace in lines of its own stands behind no JSON. */
describe.each(FORMATS.filter(([name]) => name !== 'MongoDB'))('a log of %s', (name, format) => {
  it('has a trace with the line before it', () => {
    const indent = name === 'the console of .NET' ? '      ' : '';
    const trace = [
      'System.TimeoutException: timed out',
      '   at Shop.Pay.Post(Order order) in /src/Pay.cs:line 42',
      '   at Shop.Program.Main()',
    ].map((line) => `${indent}${line}`);

    const { patterns } = mineLines(linesOf(format, trace));

    expect(patterns).toHaveLength(3);
    expect(patterns.find(({ template }) => template.startsWith('payment'))).toMatchObject({
      severity: 'error',
      causes: ['System.TimeoutException: timed out at Shop.Pay.Post'],
    });
  });
});

it('takes no later time than that of the header', () => {
  const lines = EVENTS.map(
    ({ at, clock }) =>
      `Nov 20 ${clock} lb1 haproxy[991]: 10.0.0.7:4${at} [20/Nov/2026:${clock}.123] http-in~ app/web1 ${at}/0/0/53/93 200 338 - - ---- 3/7/0/0/0 0/0 "GET /orders HTTP/1.1"`,
  );

  expect(mineLines(lines).patterns[0]?.firstTime).toMatch(/^20\/Nov\/2026:08:00:00\.123$|^Nov 20 08:00:00$/);
});

it('has one component for all levels of a channel', () => {
  const lines = EVENTS.map(
    ({ at, clock, level }) => `[2026-11-20 ${clock}] app.${capitals(level)}: job ${at} done`,
  );

  expect(mineLines(lines).patterns).toHaveLength(1);
});
