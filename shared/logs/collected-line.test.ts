import { describe, expect, it } from 'vitest';
import { collectedLine } from './collected-line.ts';
import { type Collector } from './collector.ts';
import { learnHeader } from './learn-header.ts';
import { mineLines } from './mine-lines.ts';

function times<Made>(count: number, make: (at: number) => Made): readonly Made[] {
  return Array.from({ length: count }, (_, at) => make(at));
}
const clock = (at: number): string => `2026-11-20T08:00:${String(at % 60).padStart(2, '0')}.123456789Z`;

/** What each collector makes of a line of one program. */
const COLLECTED: readonly (readonly [name: string, collect: (line: string, at: number) => string])[] = [
  ['CRI', (line, at) => `${clock(at)} stderr F ${line}`],
  ['json-file', (line, at) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: clock(at) })],
  [
    'json-file as Fluent Bit writes it',
    (line, at) => JSON.stringify({ time: clock(at), stream: 'stderr', log: line }),
  ],
  ['Compose', (line) => `web-1  | ${line}`],
  ['Compose with times', (line, at) => `web-1  | ${clock(at)} ${line}`],
  ['Compose with a name of its own', (line) => `orders       | ${line}`],
  ['journal', (line, at) => `Nov 20 08:00:${10 + (at % 50)} web-1 shop[4711]: ${line}`],
  [
    'journal with the whole date',
    (line, at) => `2026-11-20T08:00:${10 + (at % 50)}+0100 web-1 shop[4711]: ${line}`,
  ],
  [
    'the journal, as JSON',
    (line, at) =>
      JSON.stringify({
        __REALTIME_TIMESTAMP: `17636256${at}`,
        _PID: '4711',
        SYSLOG_IDENTIFIER: 'shop',
        MESSAGE: line,
      }),
  ],
  [
    'Google as text',
    (line, at) => JSON.stringify({ textPayload: line, timestamp: clock(at), logName: 'stderr' }),
  ],
  ['Swarm', (line) => `shop_web.1.k3j4h5k6j7h8@node-1    | ${line}`],
  ['kubectl with its prefix', (line) => `[pod/shop-7d9f8b6c5-bc2dx/app] ${line}`],
  ['kubectl with its prefix and times', (line, at) => `[pod/shop-0/app] ${clock(at)} ${line}`],
  ['stern', (line) => `shop-7d9f8b6c5-bc2dx app ${line}`],
  ['stern in all name spaces, with times', (line, at) => `prod shop-db-0 app ${clock(at)} ${line}`],
  ['a job of GitLab', (line, at) => `${clock(at).slice(0, 26)}Z 01O ${line}`],
  ['a job of GitHub', (line, at) => `build\tRun tests\t${clock(at).slice(0, 27)}Z ${line}`],
  ['Heroku', (line, at) => `${clock(at).slice(0, 26)}+00:00 app[web.1]: ${line}`],
  [
    'CloudWatch',
    (line, at) => `${clock(at).slice(0, 26)}+00:00 ecs/app/9be77aa01c224f55c39be77aa01c224f ${line}`,
  ],
  [
    'CloudWatch, of a function',
    (line, at) =>
      `${clock(at).slice(0, 26)}+00:00 2026/11/20/[$LATEST]9be77aa01c224f55c39be77aa01c224f ${line}`,
  ],
  ['logcli', (line, at) => `${clock(at)} {app="shop", pod="shop-0"} ${line}`],
  ['foreman', (line, at) => `08:00:${10 + (at % 50)} web.1     | ${line}`],
  ['pm2', (line) => `0|shop  | ${line}`],
  [
    'Filebeat',
    (line, at) =>
      JSON.stringify({ '@timestamp': clock(at), message: line, kubernetes: { pod: { name: 'shop-0' } } }),
  ],
  [
    'Splunk, exported',
    (line, at) => JSON.stringify({ preview: false, result: { _time: clock(at), _raw: line, host: 'web-1' } }),
  ],
  ['Azure container apps', (line, at) => JSON.stringify({ TimeStamp: clock(at), Log: `stdout F ${line}` })],
  ['rsyslog', (line, at) => `2026-11-20T08:00:${10 + (at % 50)}.123456+01:00 web-1 shop: ${line}`],
];

const PLAIN = times(30, (at) => [
  `2026-11-20 08:00:0${at % 10} INFO  [main] com.shop.Orders - order ${at} stored`,
  `2026-11-20 08:00:0${at % 10} ERROR [main] com.shop.Orders - order ${at} failed`,
  'java.lang.IllegalStateException: no stock',
  '\tat com.shop.Orders.place(Orders.java:41)',
  'Caused by: java.io.IOException: disk full',
  '\tat com.shop.Disk.write(Disk.java:7)',
  '\t... 3 more',
]).flat();
const JSON_LINES = times(30, (at) =>
  JSON.stringify({ level: at % 3 === 0 ? 'error' : 'info', msg: `stored item ${at}` }),
);

describe.each(COLLECTED)('lines collected by %s', (_, collect) => {
  it.each([
    ['with headers and stack traces', PLAIN],
    ['of JSON', JSON_LINES],
    ['with a level alone', times(30, (at) => `WARN  slow page ${at}`)],
  ])('have the patterns, levels and causes of the program: %s', (_form, own) => {
    const collected = mineLines(own.map(collect));
    const plain = mineLines(own);

    expect(collected.records).toBe(plain.records);
    expect(collected.lines).toBe(plain.lines);
    expect(
      collected.patterns.map(({ id, count, severity, causes }) => [id, count, severity, causes]),
    ).toEqual(plain.patterns.map(({ id, count, severity, causes }) => [id, count, severity, causes]));
  });

  it('have the time and the component of their header', () => {
    const [first] = mineLines(PLAIN.map(collect)).patterns;

    expect(first).toMatchObject({ component: 'com.shop.Orders', firstTime: '2026-11-20 08:00:00' });
  });
});

describe.each<readonly [string, (line: string, at: number) => string]>([
  ['a time', (line, at) => `${clock(at)} ${line}`],
  ['a time of Azure DevOps', (line, at) => `${clock(at).slice(0, 27)}Z ${line}`],
  ['a number in brackets', (line) => `[0] ${line}`],
  ['a name in brackets', (line) => `[web] ${line}`],
  ['a package and its task', (line) => `@acme/shop:start: ${line}`],
  ['a folder and its task', (line) => `packages/shop dev: ${line}`],
])('lines with %s before them', (_, collect) => {
  it.each([
    ['headers of their own', PLAIN],
    ['JSON', JSON_LINES],
  ])('have the patterns of the program when they have %s', (_form, own) => {
    const collected = mineLines(own.map(collect));
    const plain = mineLines(own);

    expect(collected.patterns.map(({ id, count, causes }) => [id, count, causes])).toEqual(
      plain.patterns.map(({ id, count, causes }) => [id, count, causes]),
    );
  });

  it('are a log as the program wrote it when they have none', () => {
    const lines = times(30, (at) => collect(`WARN  slow page ${at}`, at));

    expect(learnHeader(lines)?.collector).toBeUndefined();
  });
});

describe('what a collector says', () => {
  it.each<[Collector, string, string, string, string]>([
    ['cri', `${clock(1)} stdout F hello`, 'hello', clock(1), ''],
    ['json-file', `{"log":"hello\\r\\n","stream":"stdout","time":"${clock(1)}"}`, 'hello', clock(1), ''],
    ['compose', 'web-12  | hello', 'hello', '', 'web'],
    ['compose', 'web-12  |', '', '', 'web'],
    ['compose with time', `db  | ${clock(1)} hello`, 'hello', clock(1), 'db'],
    ['journal', 'Nov  2 08:00:00 web-1 shop[4711]: hello', 'hello', 'Nov  2 08:00:00', 'shop'],
  ])('is read: %s %s', (collector, line, own, time, program) => {
    const found = collectedLine(collector, line, 0, line.length);

    expect(found).toMatchObject({ time, program });
    expect(found?.text.slice(found.start, found.stop)).toBe(own);
  });

  it('stands for the time and the component where the program writes none', () => {
    const { patterns } = mineLines(
      times(10, (at) => `Nov 20 08:00:0${at} web-1 shop[47${at}]: stored item ${at}`),
    );

    expect(patterns).toHaveLength(1);
    expect(patterns[0]).toMatchObject({ severity: null, firstTime: 'Nov 20 08:00:00', component: 'shop' });
  });

  it('stands for the level too, but for an exception that came without one', () => {
    const entry = (priority: string, line: string): string =>
      JSON.stringify({ PRIORITY: priority, SYSLOG_IDENTIFIER: 'shop', _PID: '1', MESSAGE: line });
    const lines = times(5, (at) => [
      entry('4', `slow page ${at}`),
      entry('3', `INFO page ${at} of the program`),
      entry('6', 'order lost'),
      entry('6', 'java.io.IOException: disk full'),
      entry('6', '\tat com.shop.Disk.write(Disk.java:7)'),
    ]).flat();

    const levels = mineLines(lines).patterns.map(({ template, severity }) => [
      template.split(' ')[0],
      severity,
    ]);

    expect(levels).toContainEqual(['slow', 'warning']);
    expect(levels).toContainEqual(['java.io.IOException:', 'error']);
  });

  it.each([
    ['a table with bars', times(20, (at) => `worker | did job ${at}`)],
    ['a padded table', times(20, (at) => `${at % 2 === 0 ? 'worker   ' : 'scheduler'} | did job ${at}`)],
    ['rows with names of their own', times(20, (at) => `row-${at}  | value ${at}`)],
    ['levels before a bar', times(20, (at) => `${at % 2 === 0 ? 'INFO   ' : 'WARNING'}  | did job ${at}`)],
    ['bars in several columns', times(20, (at) => `${'w'.repeat(1 + (at % 4))}  | did job ${at}`)],
    ['JSON with a log of its own', times(20, (at) => `{"log":"audit","msg":"did job ${at}"}`)],
    [
      'a level before a time',
      times(20, (at) => `[${at % 2 === 0 ? 'INFO' : 'WARN'}] ${clock(at)} did job ${at}`),
    ],
    ['threads before a time', times(20, (at) => `[worker-${at}] ${clock(at)} did job ${at}`)],
    ['JSON with a level', times(20, (at) => `{"level":"info","message":"${clock(at)} did job ${at}"}`)],
    ['a name of three words', times(20, (at) => `shop-abcde app did job ${at}`)],
    ['a word between time and message', times(20, (at) => `${clock(at)} stdout did job ${at}`)],
  ])('is not seen in %s', (_, lines) => {
    expect(learnHeader(lines)?.collector).toBeUndefined();
  });

  it('is not taken off twice: a program in a container may print bars', () => {
    const { patterns } = mineLines(times(20, (at) => `web-1  | left  | right ${at}`));

    expect(patterns.map(({ template }) => template)).toEqual(['left | right <*>']);
  });
});

describe('a line that a runtime cut in parts', () => {
  it('is one record, as the program wrote it', () => {
    const lines = times(12, (at) => [
      `${clock(at)} stdout P WARN  slow `,
      `${clock(at)} stderr F ERROR lost ${at}`,
      `${clock(at)} stdout P page `,
      `${clock(at)} stdout F ${at}`,
    ]).flat();
    const seen: number[] = [];

    const result = mineLines(lines, { onRecord: (_, count) => seen.push(count) });

    expect(result.patterns.map(({ template, severity, count }) => [template, severity, count])).toEqual([
      ['lost <*>', 'error', 12],
      ['slow page <*>', 'warning', 12],
    ]);
    expect(seen.reduce((sum, count) => sum + count, 0)).toBe(lines.length);
    expect(result.lines).toBe(lines.length);
  });

  it('is put together from what Docker cut at 16 KiB', () => {
    const long = 'x'.repeat(16_384);
    const lines = times(10, (at) => [
      JSON.stringify({ log: `WARN  page ${at} ${long}`, stream: 'stdout', time: clock(at) }),
      JSON.stringify({ log: 'end\n', stream: 'stdout', time: clock(at) }),
    ]).flat();

    const { records, patterns } = mineLines(lines);

    expect(records).toBe(10);
    expect(patterns[0]?.severity).toBe('warning');
  });

  it('is bounded, however many parts it has', () => {
    const part = `${clock(0)} stdout P ${'word '.repeat(2_000)}`;

    const { lines, records } = mineLines(times(3_000, () => part));

    expect(lines).toBe(3_000);
    expect(records).toBe(3);
  });
});
