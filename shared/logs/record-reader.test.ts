import { describe, expect, it } from 'vitest';
import { causesOf } from '../../test/support/trace-causes.ts';
import { mineLines } from './mine-lines.ts';

describe('folding of stack traces', () => {
  it('folds a Java trace with its causes', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: cart failed',
        'java.lang.IllegalStateException: no cart 77',
        '\tat com.shop.Cart.total(Cart.java:42) ~[shop.jar:1.0]',
        '\tat com.shop.App.main(App.java:3)',
        'Caused by: java.sql.SQLException: Connection refused',
        '\tat com.db.Pool.get(Pool.java:9)',
        '\t... 12 more',
      ].join('\n'),
    );

    expect(causes).toEqual([
      'java.lang.IllegalStateException: no cart 77 at com.shop.Cart.total',
      'java.sql.SQLException: Connection refused at com.db.Pool.get',
    ]);
  });

  it('takes no ordinary line behind a place in a script for its error', () => {
    const { records } = mineLines(['/app/src/server.js:12', 'Ready', 'Worker: up', 'Ready', 'Worker: up']);

    expect(records).toBe(5);
  });

  it('folds a Node error with its cause', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: Error: checkout failed',
        '    at async Cart.checkout (file:///app/cart.js:10:5)',
        '    at main (file:///app/main.js:3:1) {',
        '  [cause]: TypeError: Cannot read properties of undefined',
        '      at total (file:///app/total.js:2:9)',
        '}',
      ].join('\n'),
    );

    expect(causes).toEqual([
      'Error: checkout failed at Cart.checkout',
      'TypeError: Cannot read properties of undefined at total',
    ]);
  });

  it('folds chained Python tracebacks, outermost first', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: request failed',
        'Traceback (most recent call last):',
        '  File "/app/db.py", line 10, in connect',
        '    sock.connect(address)',
        'ConnectionRefusedError: [Errno 111] Connection refused',
        '',
        'The above exception was the direct cause of the following exception:',
        '',
        'Traceback (most recent call last):',
        '  File "/app/views.py", line 5, in checkout',
        '    return db.connect()',
        'app.errors.CheckoutError: cannot check out',
      ].join('\n'),
    );

    expect(causes).toEqual([
      'app.errors.CheckoutError: cannot check out at checkout',
      'ConnectionRefusedError: [Errno 111] Connection refused at connect',
    ]);
  });

  it('folds a Go panic', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 FATAL app: panic: runtime error: index out of range [5] with length 3',
        '',
        'goroutine 1 [running]:',
        'main.(*Cart).Total(0xc000010000, 0x2)',
        '\t/app/cart.go:12 +0x1d',
        'main.main()',
        '\t/app/main.go:8 +0x25',
        'exit status 2',
      ].join('\n'),
    );

    expect(causes).toEqual([
      'panic: runtime error: index out of range [5] with length 3 at main.(*Cart).Total',
    ]);
  });

  it('folds a Go panic that an HTTP server caught, with frames of panic itself and of generic functions', () => {
    const event = [
      '2024/03/05 10:00:08 http: panic serving 203.0.113.7:4785: runtime error: invalid memory address',
      'goroutine 57 [running]:',
      'net/http.(*conn).serve.func1()',
      '\t/usr/local/go/src/net/http/server.go:1868 +0xb9',
      'panic({0x7a1e20?, 0xb3c7d0?})',
      '\t/usr/local/go/src/runtime/panic.go:920 +0x270',
      'main.Sum[...](...)',
      '\t/app/sum.go:9',
      'main.(*Handler).ServeHTTP(0xc0001a, {0x8d3f60, 0xc0001b}, 0x0?)',
      '\t/app/handler.go:57 +0x1d',
      'created by net/http.(*Server).Serve in goroutine 1',
    ];
    const lines = Array.from({ length: 6 }, (_, n) => [
      `2024/03/05 10:00:0${n} listening on :80${n}`,
      ...event,
    ]).flat();

    const { patterns, records } = mineLines(lines);

    expect(records).toBe(12);
    expect(patterns.map(({ count }) => count)).toEqual([6, 6]);
    expect(patterns.flatMap(({ causes }) => causes)).toEqual([
      'panic: runtime error: invalid memory address at main.Sum',
    ]);
  });

  it('folds a .NET exception with its inner exception', () => {
    const causes = causesOf(
      [
        '2024-05-01 10:00:06 ERROR app: System.InvalidOperationException: cart failed',
        ' ---> System.Net.Sockets.SocketException: Connection refused',
        '   at Shop.Db.Connect() in /src/Db.cs:line 5',
        '   --- End of inner exception stack trace ---',
        '   at Shop.Cart.Total() in /src/Cart.cs:line 9',
      ].join('\n'),
    );

    expect(causes[0]).toContain('System.InvalidOperationException: cart failed');
    expect(causes[1]).toBe('System.Net.Sockets.SocketException: Connection refused at Shop.Db.Connect');
  });

  it('tells the same message with different causes apart', () => {
    const failing = (cause: string): readonly string[] => [
      'request failed',
      `java.lang.RuntimeException: x`,
      '\tat a.B.c(B.java:1)',
      `Caused by: ${cause}`,
      '\tat d.E.f(E.java:2)',
    ];
    const lines = [
      'up',
      ...failing('java.io.IOException: disk'),
      ...failing('java.net.ConnectException: refused'),
    ];

    const { patterns } = mineLines(lines, { header: null });

    expect(patterns.filter(({ template }) => template.includes('IOException'))).toHaveLength(1);
    expect(patterns.filter(({ template }) => template.includes('ConnectException'))).toHaveLength(1);
  });

  it('does not fold ordinary lines, whatever they begin with', () => {
    const lines = [
      'Connection open',
      ' one blank in front',
      'at noon',
      'created cart 5',
      'TypeError is a class',
      'done',
    ];

    expect(mineLines(lines, { header: null }).records).toBe(lines.length);
  });

  it('gives every line of input to exactly one record', () => {
    const seen: number[] = [];
    const lines = ['', 'up', '  detail', '', 'Error: x', '    at a (b:1:2)', 'done', '\ttail'];

    const result = mineLines(lines, { header: null, onRecord: (_, count) => seen.push(count) });

    expect(seen.reduce((sum, count) => sum + count, 0)).toBe(lines.length);
    expect(result.lines).toBe(lines.length);
  });
});
