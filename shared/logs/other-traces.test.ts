import { describe, expect, it } from 'vitest';
import { causesOf } from '../../test/support/trace-causes.ts';
import { mineLines } from './mine-lines.ts';

const HEAD = '2024-05-01 10:00:06 ERROR app: order 7 failed';

/** Records of a log that has no headers and says the event between ordinary lines. */
function bare(event: readonly string[]) {
  const lines = Array.from({ length: 6 }, (_, at) => [`listening on :80${at}`, ...event]).flat();
  const { patterns, records } = mineLines(lines);
  expect(records).toBe(12);
  return patterns.find(({ causes }) => causes.length > 0);
}

describe('folding of stack traces of Ruby', () => {
  it.each([
    ["in `save': no stock for 'x' (OutOfStock)", "in `create'"],
    ["in 'Order#save': no stock for 'x' (OutOfStock)", "in 'Orders#create'"],
  ])('with what was thrown in the line of the first frame: %s', (thrown, frame) => {
    const event = [
      `app/order.rb:12:${thrown}`,
      `\tfrom app/orders.rb:8:${frame}`,
      "\tfrom bin/run:3:in '<main>'",
    ];
    const save = /[`'](.*?)'/.exec(thrown)?.[1] ?? '';

    expect(causesOf([HEAD, ...event].join('\n'))).toEqual([`OutOfStock: no stock for 'x' at ${save}`]);
    expect(bare(event)?.causes).toEqual([`OutOfStock: no stock for 'x' at ${save}`]);
  });

  it('with its cause', () => {
    const causes = causesOf(
      [
        HEAD,
        "app/order.rb:14:in 'rescue in save': cannot save (SaveError)",
        "\tfrom app/order.rb:9:in 'save'",
        "app/disk.rb:3:in 'write': disk full (Errno::ENOSPC)",
        "\tfrom app/order.rb:10:in 'save'",
      ].join('\n'),
    );

    expect(causes).toEqual(['SaveError: cannot save at rescue in save', 'Errno::ENOSPC: disk full at write']);
  });

  it('as its logger and Rails write it', () => {
    const logger =
      "E, [2024-05-01T10:00:06.123456 #4711] ERROR -- : no stock (OutOfStock)\napp/order.rb:12:in 'save'";
    const rails = [
      "F, [2024-05-01T10:00:06.123456 #4711] FATAL -- : [req-1] NoMethodError (undefined method 'id' for nil):",
      'F, [2024-05-01T10:00:06.123456 #4711] FATAL -- : [req-1] ',
      "F, [2024-05-01T10:00:06.123456 #4711] FATAL -- : [req-1] app/order.rb:12:in 'show'",
      "F, [2024-05-01T10:00:06.123456 #4711] FATAL -- : [req-1] app/orders.rb:3:in 'index'",
    ];
    const up = Array.from(
      { length: 20 },
      (_, n) => `I, [2024-05-01T10:00:${10 + n}.123456 #4711]  INFO -- : up ${n}`,
    );

    const logged = mineLines([...up, ...logger.split('\n')]);
    const tagged = mineLines([...up, ...rails.map((line) => line.replace('[req-1] ', ''))]);

    expect([logged.records, tagged.records]).toEqual([21, 22]);
    expect(logged.patterns.flatMap(({ causes }) => causes)).toEqual(['OutOfStock: no stock at save']);
    expect(logged.patterns.map(({ firstTime }) => firstTime)).toContain('2024-05-01T10:00:06.123456');
    expect(tagged.patterns.map(({ template }) => template).join()).not.toContain('app/order');
  });
});

describe('folding of stack traces of PHP', () => {
  it('that nobody caught, what came of what first', () => {
    const event = [
      'PHP Fatal error:  Uncaught App\\Broken: bad in /srv/a.php:12',
      'Stack trace:',
      "#0 /srv/b.php(3): App\\Store->put('x')",
      '#1 {main}',
      '',
      'Next RuntimeException: cannot store in /srv/c.php:8',
      'Stack trace:',
      '#0 [internal function]: run()',
      '#1 {main}',
      '  thrown in /srv/c.php on line 8',
    ];

    expect(bare(event)?.causes).toEqual([
      'RuntimeException: cannot store at run',
      'App\\Broken: bad at App\\Store->put',
    ]);
  });

  it('as Laravel writes it', () => {
    const causes = causesOf(
      [
        String.raw`2024-05-01 10:00:06 ERROR app: bad {"exception":"[object] (App\\Broken(code: 0): bad at /srv/a.php:12)`,
        '[stacktrace]',
        '#0 /srv/b.php(3): f()',
        '#1 {main}',
        '"} ',
      ].join('\n'),
    );

    expect(causes).toEqual([String.raw`App\Broken: bad at f`]);
  });
});

describe('folding of panics of Rust', () => {
  it('with a trace, without its machinery', () => {
    const event = [
      "thread 'main' panicked at src/main.rs:12:5:",
      'called `Option::unwrap()` on a `None` value',
      'stack backtrace:',
      '   0: rust_begin_unwind',
      '             at /rustc/abc/library/std/src/panicking.rs:645:5',
      '   1: core::panicking::panic_fmt',
      '   2: core::option::unwrap_failed',
      '   3: shop::orders::place',
      '             at ./src/main.rs:12:5',
      'note: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.',
    ];

    expect(bare(event)).toMatchObject({
      severity: 'error',
      causes: ['panic: called `Option::unwrap()` on a `None` value at shop::orders::place'],
    });
  });

  it.each([
    [
      [
        "thread 'w-1' panicked at src/disk.rs:12:5:",
        'disk full',
        'note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace',
      ],
    ],
    [
      [
        "thread 'w-1' panicked at 'disk full', src/disk.rs:12:5",
        'note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace',
      ],
    ],
  ])('without a trace, by their file', (event) => {
    expect(bare(event)?.causes).toEqual(['panic: disk full at src/disk.rs']);
  });
});

describe('notes of PostgreSQL', () => {
  const clock = (at: number): string => `2024-03-05 10:00:${10 + (at % 50)}.123 UTC`;
  const event = (at: number, pid: number): readonly string[] => [
    `${clock(at)} [${pid}] ERROR:  duplicate key value violates unique constraint "orders_pkey"`,
    `${clock(at)} [${pid}] DETAIL:  Key (id)=(${at}) already exists.`,
    `${clock(at)} [${pid}] STATEMENT:  INSERT INTO orders`,
    '\tVALUES (1, 2)',
  ];

  it('belong to the message of the same process, whether they are many or few', () => {
    for (const [ordinary, notes] of [
      [10, 30],
      [400, 5],
    ] as const) {
      const lines = [
        ...Array.from({ length: ordinary }, (_, at) => `${clock(at)} [99] LOG:  checkpoint ${at} complete`),
        ...Array.from({ length: notes }, (_, at) => event(at, 4711)).flat(),
      ];

      const { records, patterns } = mineLines(lines);

      expect(records).toBe(ordinary + notes);
      expect(patterns.map(({ severity }) => severity).toSorted()).toEqual(['error', 'info']);
    }
  });

  it('are records of their own where another process wrote between', () => {
    const lines = Array.from({ length: 30 }, (_, at) => [
      event(at, 1)[0]!,
      event(at, 2)[0]!,
      event(at, 1)[1]!,
    ]).flat();

    expect(mineLines(lines).records).toBe(90);
  });

  it('are folded without a header too', () => {
    const lines = Array.from({ length: 6 }, (_, at) => [
      `${HEAD} ${at}`,
      'DETAIL:  Key (id)=(17) already exists.',
      'STATEMENT:  INSERT INTO orders',
      '\tVALUES (1,2)',
    ]).flat();

    expect(mineLines(lines).records).toBe(6);
  });
});

describe('folding of other traces', () => {
  it('keeps the errors of an AggregateError', () => {
    const causes = causesOf(
      [
        HEAD,
        'AggregateError: All promises were rejected',
        '    at f (/app/a.js:1:2) {',
        '  [errors]: [',
        '    Error: one',
        '        at h (/app/b.js:9:1),',
        '    TypeError: two',
        '        at k (/app/b.js:19:1)',
        '  ]',
        '}',
      ].join('\n'),
    );

    expect(causes).toEqual([
      'AggregateError: All promises were rejected at f',
      'Error: one at h',
      'TypeError: two at k',
    ]);
  });

  it('begins a record with a traceback that is not chained to the last', () => {
    const traceback = [
      'Traceback (most recent call last):',
      '  File "/a.py", line 1, in f',
      '    g()',
      'ValueError: bad',
    ];
    const chained = [
      ...traceback,
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      ...traceback,
    ];

    const alone = mineLines(Array.from({ length: 5 }, () => traceback).flat(), { header: null });
    const inPairs = mineLines(Array.from({ length: 5 }, () => chained).flat(), { header: null });

    expect([alone.records, inPairs.records]).toEqual([5, 5]);
    expect(alone.patterns.map(({ causes }) => causes)).toEqual([['ValueError: bad at f']]);
    expect(inPairs.patterns.map(({ causes }) => causes.length)).toEqual([2]);
  });

  it('takes frames that each have the header of the log, of the same thread', () => {
    const head = (at: number, thread: string): string =>
      `2024-05-01 10:00:${10 + at} ERROR [${thread}] com.shop.A - `;
    const lines = Array.from({ length: 20 }, (_, at) => [
      `${head(at, 'main')}java.lang.IllegalStateException: bad`,
      `${head(at, 'main')}\tat a.B.c(B.java:1)`,
      `${head(at, 'main')}Caused by: java.io.IOException: disk full`,
      `${head(at, 'other')}at noon all was well`,
    ]).flat();

    const { records, patterns } = mineLines(lines);

    expect(records).toBe(40);
    expect(patterns.flatMap(({ causes }) => causes)).toEqual([
      'java.lang.IllegalStateException: bad at a.B.c',
      'java.io.IOException: disk full',
    ]);
  });

  it.each([
    ['DETAIL: one blank', 6],
    ['app/order.rb:12: warning: method redefined', 6],
    ["thread 'main' panicked", 6],
    ['#1 of 7', 6],
    ['note: see the manual', 6],
    ["x.rb:3:in a place called 'y", 6],
  ])('leaves what only looks like one: %s', (line, records) => {
    expect(
      mineLines(
        Array.from({ length: 6 }, () => line),
        { header: null },
      ).records,
    ).toBe(records);
  });
});
