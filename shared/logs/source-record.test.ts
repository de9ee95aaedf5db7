import { describe, expect, it } from 'vitest';
import { CollectedBorder } from './collected-border.ts';
import { learnHeader } from './learn-header.ts';
import { createMiner, type MiningResult } from './log-miner.ts';
import { mineLines } from './mine-lines.ts';

function times<Made>(count: number, make: (at: number) => Made): readonly Made[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

/** A Java program, a Node program that writes JSON, and one without headers, each with what it writes in one turn. */
const PROGRAMS = {
  'orders-1': (at: number) => [
    `2026-11-20 08:00:0${at % 10} ERROR com.shop.Orders - order ${at} failed`,
    'java.lang.IllegalStateException: no stock',
    '\tat com.shop.Orders.place(Orders.java:41)',
    'Caused by: java.io.IOException: disk full',
    '\tat com.shop.Disk.write(Disk.java:7)',
  ],
  'web-1': (at: number) => [`{"level":"info","msg":"served page ${at}"}`],
  'db-1': (at: number) => [`vacuumed table ${at}`, `  freed ${at} rows`],
} as const;

/** Lines of all programs, dealt out by a fixed sequence that leaves each program's own order as it is. */
function interleaved(turns: number): readonly string[] {
  const queues = Object.entries(PROGRAMS).map(([name, write]) =>
    times(turns, write)
      .flat()
      .map((line) => `${name.padEnd(9)} | ${line}`),
  );
  const lines: string[] = [];
  let state = 7;
  while (queues.some(({ length }) => length > 0)) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const line = queues[state % queues.length]?.shift();
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

function summaryOf({ patterns }: MiningResult): readonly unknown[] {
  return patterns.map(({ id, template, count, severity, causes }) => ({
    id,
    template,
    count,
    severity,
    causes,
  }));
}

describe('records of several sources in one log', () => {
  it('are those that each source has alone', () => {
    const alone = Object.entries(PROGRAMS).flatMap(([name, write]) =>
      times(60, write)
        .flat()
        .map((line) => `${name.padEnd(9)} | ${line}`),
    );

    const mixed = mineLines(interleaved(60));

    expect(summaryOf(mixed)).toEqual(summaryOf(mineLines(alone)));
    expect(mixed.patterns.map(({ count }) => count)).toEqual([60, 60, 60]);
    expect(mixed.patterns.flatMap(({ causes }) => causes)).toEqual([
      'java.lang.IllegalStateException: no stock at com.shop.Orders.place',
      'java.io.IOException: disk full at com.shop.Disk.write',
    ]);
  });

  it('do not take the cause of another program', () => {
    const head = times(10, (at) => `a-1  | 2026-11-20 08:00:0${at} INFO up ${at}`);
    const lines = [
      ...head,
      'a-1  | 2026-11-20 08:00:11 ERROR order failed',
      'a-1  | java.lang.IllegalStateException: bad',
      'b-1  | 2026-11-20 08:00:11 ERROR mail failed',
      'a-1  | \tat a.B.c(B.java:1)',
      'b-1  | java.io.IOException: refused',
      'a-1  | Caused by: java.io.IOException: disk full',
      'b-1  | \tat mail.Smtp.send(Smtp.java:3)',
    ];

    const causes = mineLines(lines).patterns.map((pattern) => [
      pattern.template.split(' ')[0],
      pattern.causes,
    ]);

    expect(Object.fromEntries(causes)).toEqual({
      up: [],
      order: ['java.lang.IllegalStateException: bad at a.B.c', 'java.io.IOException: disk full'],
      mail: ['java.io.IOException: refused at mail.Smtp.send'],
    });
  });

  it('have the header of their stream, where the streams of a container have different ones', () => {
    const lines = times(40, (at) => [
      `2026-11-20T08:00:00.1Z stdout F 2026-11-20 08:00:0${at % 10} ERROR com.shop.A - order ${at} failed`,
      `2026-11-20T08:00:00.1Z stderr F gc ${at} took long`,
      '2026-11-20T08:00:00.1Z stdout F java.lang.IllegalStateException: bad',
      `2026-11-20T08:00:00.1Z stderr F gc ${at} ended`,
      '2026-11-20T08:00:00.1Z stdout F \tat a.B.c(B.java:1)',
    ]).flat();

    const { patterns } = mineLines(lines);

    expect(patterns.map(({ template, count, severity }) => [template, count, severity]).toSorted()).toEqual([
      ['gc <*> ended', 40, null],
      ['gc <*> took long', 40, null],
      ['order <*> failed java.lang.IllegalStateException: bad at a.B.c', 40, 'error'],
    ]);
  });

  it('name each line once, in the order of the lines', () => {
    const lines = interleaved(40);
    const header = learnHeader(lines);
    const ids: number[] = [];
    const miner = createMiner({ header, onRecord: (id, count) => ids.push(...times(count, () => id)) });

    for (const line of lines) miner.add(line);
    const result = miner.result();

    expect(ids).toHaveLength(lines.length);
    lines.forEach((line, at) => {
      const word = line.startsWith('web') ? 'served' : line.startsWith('db') ? 'vacuumed' : 'order';
      expect(result.patternOf(ids[at]!).template).toContain(word);
    });
  });

  it('end when their source is silent for long, or there are too many sources', () => {
    const others = (count: number): readonly string[] =>
      times(count, (at) => `b-1  | 2026-11-20 08:00:00 INFO b ${at}`);
    const trace = ['a-1  | 2026-11-20 08:00:00 ERROR a', 'a-1  | Caused by: java.io.IOException: full'];
    const many = times(200, (at) => [
      `Nov 20 08:00:00 h p[${at}]: order lost`,
      `Nov 20 08:00:00 h p[${at}]: Caused by: java.io.IOException: x`,
    ]);
    const dealt = [...many.map(([first]) => first!), ...many.map(([, second]) => second!)];

    expect(mineLines([trace[0]!, ...others(200), trace[1]!]).records).toBe(201);
    expect(mineLines([trace[0]!, ...others(300), trace[1]!]).records).toBe(302);
    expect(mineLines(many.flat()).records).toBe(200);
    expect(mineLines(dealt).records).toBe(400);
  });

  it('say where a log may be cut: its parts merge to the same', () => {
    const cut = (at: number): string => `2026-11-20T08:00:00.1Z stdout P half of ${at} `;
    const whole = (at: number): string => `2026-11-20T08:00:00.1Z stdout F line ${at}`;
    const parted = times(400, (at) => [whole(at), cut(at), whole(at), ...times(3, () => whole(at))]).flat();
    for (const lines of [interleaved(700), parted]) {
      const header = learnHeader(lines);
      const mine = (part: readonly string[]) => {
        const miner = createMiner({ header });
        for (const line of part) miner.add(line);
        return miner;
      };
      const together = mine(lines).result();
      let found = 0;
      for (let from = 1; from < lines.length; from += 97) {
        const search = new CollectedBorder(header!.collector!, header!);
        let border: number | null = null;
        for (let at = from; at < lines.length && border === null; at++) border = search.take(lines[at]!, at);
        border ??= search.end();
        if (border === null) continue;
        found++;
        const first = mine(lines.slice(0, border));
        first.merge(mine(lines.slice(border)).snapshot());

        expect(first.result().patterns).toEqual(together.patterns);
        expect(first.result().records).toBe(together.records);
      }
      expect(found).toBeGreaterThan(5);
    }
  });
});
