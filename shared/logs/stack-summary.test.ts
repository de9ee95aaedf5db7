import { describe, expect, it } from 'vitest';
import { causesOf, HEADERS } from '../../test/support/trace-causes.ts';
import { mineLines } from './mine-lines.ts';

describe('chains of exceptions', () => {
  it.each([
    ['StopIteration', 'StopIteration at f'],
    ['app.models.User.DoesNotExist: no user 7', 'app.models.User.DoesNotExist: no user 7 at f'],
    ['TypeError: bad', 'TypeError: bad at f'],
  ])('ends a traceback with an exception of any name: %s', (raised, cause) => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: request failed',
        'Traceback (most recent call last):',
        '  File "/app/a.py", line 3, in f',
        '    return x["a"] + 1',
        '           ~~~~~~~^~~',
        raised,
      ].join('\n'),
    );

    expect(causes).toEqual([cause]);
  });

  it('ends a traceback with a dotted name in small letters', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: request failed',
        'Traceback (most recent call last):',
        '  File "/app/a.py", line 3, in f',
        'socket.timeout: timed out',
      ].join('\n'),
    );

    expect(causes).toEqual(['socket.timeout: timed out at f']);
  });

  it('takes a dotted name of any form for what an exception was caused by', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: java.lang.RuntimeException: no order',
        '\tat a.B.c(B.java:1)',
        'Caused by: com.shop.OutOfStock: 3 left',
        '\tat a.D.e(D.java:2)',
      ].join('\n'),
    );

    expect(causes).toEqual([
      'java.lang.RuntimeException: no order at a.B.c',
      'com.shop.OutOfStock: 3 left at a.D.e',
    ]);
  });

  it('keeps the root of a chain that is longer than it holds', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: a.E0Exception: number 0',
        '\tat a.B.f0(B.java:1)',
        ...Array.from({ length: 11 }, (_, at) => [
          `Caused by: a.E${at + 1}Exception: number ${at + 1}`,
          `\tat a.B.f${at + 1}(B.java:1)`,
        ]).flat(),
      ].join('\n'),
    );

    expect(causes).toHaveLength(8);
    expect(causes[6]).toBe('a.E6Exception: number 6 at a.B.f6');
    expect(causes[7]).toBe('a.E11Exception: number 11 at a.B.f11');
  });

  it.each([
    ['the message', `${'word '.repeat(22)}jane.doe@example.org`],
    ['the line', `${'word '.repeat(75)}java.io.IOException: mail to jane.doe@example.org`],
  ])('leaves out the word at which %s is cut', (_what, message) => {
    const causes = causesOf(
      [`2024-05-01 10:00:06 ERROR app: java.io.IOException: ${message}`, '\tat a.B.c(B.java:1)'].join('\n'),
    );

    expect(causes).toHaveLength(1);
    expect(causes[0]).not.toContain('jane');
    expect(causes[0]).toMatch(/(?:word|mail to) at a\.B\.c$/);
  });

  it('reads a group of exceptions that begins the log', () => {
    const { patterns, records } = mineLines([
      '  + Exception Group Traceback (most recent call last):',
      '  |   File "/app/a.py", line 3, in main',
      '  | ExceptionGroup: unhandled errors (1 sub-exception)',
      '  +-+---------------- 1 ----------------',
      '    | ValueError: bad',
      '    +------------------------------------',
    ]);

    expect(records).toBe(1);
    expect(patterns[0]?.causes).toEqual([
      'ExceptionGroup: unhandled errors (1 sub-exception) at main',
      'ValueError: bad',
    ]);
  });

  it('reads a group of exceptions of Python, the group first', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: request failed',
        '  + Exception Group Traceback (most recent call last):',
        '  |   File "/app/a.py", line 3, in main',
        '  | ExceptionGroup: unhandled errors (2 sub-exceptions)',
        '  +-+---------------- 1 ----------------',
        '    | Traceback (most recent call last):',
        '    |   File "/app/a.py", line 9, in job',
        '    | ValueError: bad',
        '    +---------------- 2 ----------------',
        '    | KeyError: 7',
        '    +------------------------------------',
      ].join('\n'),
    );

    expect(causes).toEqual([
      'ExceptionGroup: unhandled errors (2 sub-exceptions) at main',
      'ValueError: bad at job',
      'KeyError: 7',
    ]);
  });

  it('takes no cause of what was suppressed for one of the exception', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: write failed',
        'java.io.IOException: write',
        '\tat shop.Writer.write(Writer.java:3)',
        '\tSuppressed: java.io.IOException: close',
        '\t\tat shop.Writer.close(Writer.java:9)',
        '\tCaused by: java.net.SocketException: Broken pipe',
        '\t\tat java.base/Dispatcher.write0(Native Method)',
        'Caused by: java.lang.IllegalStateException: root',
        '\tat shop.Root.run(Root.java:1)',
      ].join('\n'),
    );

    expect(causes).toEqual([
      'java.io.IOException: write at shop.Writer.write',
      'java.lang.IllegalStateException: root at shop.Root.run',
    ]);
  });

  it('folds what Node prints of an error that nobody caught, in a log without headers too', () => {
    const trace = [
      '/app/src/index.js:10',
      "    throw new TypeError('boom')",
      '    ^',
      '',
      'TypeError [ERR_BOOM]: boom',
      '    at Object.<anonymous> (/app/src/index.js:10:11)',
      '',
      'Node.js v24.21.0',
    ];

    const { records, patterns } = mineLines(['served page 1', 'served page 2', ...trace, 'served page 3']);

    expect(records).toBe(4);
    expect(patterns.find(({ causes }) => causes.length > 0)).toMatchObject({
      causes: ['TypeError: boom at Object.<anonymous>'],
      severity: 'error',
    });
  });

  it.each([
    ['fatal error: concurrent map writes', 'fatal error: concurrent map writes at main.work'],
    ['panic: first [recovered]\n\tpanic: second', 'panic: second at main.work'],
  ])('reads what Go says of its own: %j', (said, cause) => {
    const trace = [
      ...said.split('\n'),
      '',
      'goroutine 7 [running]:',
      'main.work(0xc0001)',
      '\t/app/w.go:3 +0x1',
    ];

    const { patterns } = mineLines([...HEADERS, ...trace, '2024-05-01 10:00:09 INFO app: served 9']);

    expect(patterns.flatMap(({ causes }) => causes)).toContain(cause);
  });

  it('gives each .NET exception its own message and frame', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: order failed',
        'System.InvalidOperationException: Order 7 failed',
        ' ---> System.Data.SqlException (0x80131904): Timeout expired.',
        '   at System.Data.SqlConnection.OnError(SqlException e)',
        '   --- End of inner exception stack trace ---',
        '   at Shop.Orders.PlaceAsync(Order order) in /src/Orders.cs:line 42',
      ].join('\n'),
    );

    expect(causes).toEqual([
      'System.InvalidOperationException: Order 7 failed at Shop.Orders.PlaceAsync',
      'System.Data.SqlException: Timeout expired. at System.Data.SqlConnection.OnError',
    ]);
  });

  it('tells the same message with different exceptions apart, thrown at the same place', () => {
    const failing = (type: string): readonly string[] => [
      '2024-05-01 10:00:06 ERROR app: request failed',
      `${type}: at hand`,
      '\tat shop.Cart.total(Cart.java:1)',
    ];

    const { patterns } = mineLines([
      ...HEADERS,
      ...failing('java.io.IOException'),
      ...failing('java.lang.IllegalStateException'),
    ]);

    expect(patterns.filter(({ template }) => template.startsWith('request failed'))).toHaveLength(2);
  });

  it('folds the stack in a field of JSON with the chain of Python', () => {
    const stack = [
      'Traceback (most recent call last):',
      '  File "/app/db.py", line 1, in connect',
      'ConnectionRefusedError: refused',
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "/app/api.py", line 2, in fetch',
      'shop.Unavailable: later',
    ].join('\n');
    const line = JSON.stringify({ time: '2024-05-01T10:00:00Z', level: 'error', msg: 'failed', stack });

    const { patterns } = mineLines([line]);

    expect(patterns[0]?.causes).toEqual([
      'shop.Unavailable: later at fetch',
      'ConnectionRefusedError: refused at connect',
    ]);
  });
});
