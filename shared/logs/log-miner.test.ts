import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMiner, type MinerOptions, type MiningResult } from './log-miner.ts';
import { mineLines } from './mine-lines.ts';

function mine(lines: readonly string[], options: MinerOptions = {}) {
  const miner = createMiner(options);
  for (const line of lines) miner.add(line);
  return miner;
}

function templatesOf(lines: readonly string[]): readonly string[] {
  return mineLines(lines, { header: null })
    .patterns.map(({ template }) => template)
    .sort();
}

/** What must be the same however the lines were cut; ids of shapes are the miner's own. */
function contentOf({ patterns, lines, records, unsorted }: MiningResult): object {
  return { patterns, lines, records, unsorted };
}

const names = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'];
const someLine = fc.oneof(
  fc
    .tuple(fc.constantFrom(...names), fc.nat(999))
    .map(([name, port]) => `login of user ${name} from port ${port}`),
  fc.nat(20).map((n) => `link en${n} is up`),
  fc.constantFrom('queue is full', 'queue is empty', '', 'null', 'state = LEADING', 'state = LOOKING'),
  fc.nat(600).map((n) => `task ${String.fromCharCode(97 + (n % 26), 97 + (Math.floor(n / 26) % 26))}x ended`),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll('\n', ' ')),
  fc.constantFrom(
    'java.io.IOException: x',
    '\tat a.B.c(B.java:1)',
    'Caused by: java.net.ConnectException: refused',
  ),
);

describe('createMiner', () => {
  it('groups messages that differ in a user, a class or other open names', () => {
    const lines = names.flatMap((name) => [
      `login of user ${name} failed`,
      `loaded plugin x.y.${name}.Main in time`,
    ]);

    expect(templatesOf(lines)).toEqual(['loaded plugin <*> in time', 'login of user <*> failed']);
  });

  it('keeps messages apart that differ in a state or a verb', () => {
    const lines = [
      'link up on wl',
      'link down on wl',
      'became LEADING in vote',
      'became LOOKING in vote',
      'Starting the main loop',
      'Ending the main loop',
    ];

    expect(templatesOf(lines)).toEqual([...lines].sort());
  });

  it('takes who was given a password for a variable, however few they are', () => {
    const lines = ['root', 'deploy'].flatMap((who) =>
      [1, 2].map((port) => `Failed password for ${who} from 10.0.0.1 port ${port} ssh2`),
    );

    expect(templatesOf(lines)).toEqual(['Failed password for <*> from <*> port <*> ssh2']);
  });

  it('keeps requests of different methods apart, also in quotes', () => {
    const lines = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'].flatMap((method) =>
      [1, 2, 3].map((id) => `10.0.0.${id} "${method} /v2/items/${id} HTTP/1.1" status: 200 len: ${id}`),
    );

    expect(templatesOf(lines)).toEqual(
      ['DELETE', 'GET', 'HEAD', 'POST', 'PUT'].map(
        (method) => `<*> "${method} <*> HTTP/<*>" status: <*> len: <*>`,
      ),
    );
  });

  it('takes a time below the least that is told for a time', () => {
    expect(templatesOf(['lifetime <1 sec', 'lifetime 00:12', 'lifetime <1 sec', 'lifetime 01:30'])).toEqual([
      'lifetime <*>',
    ]);
    expect(templatesOf(['retry <3 times left', 'size <b> bold'])).toEqual([
      'retry <<*> times left',
      'size <b> bold',
    ]);
  });

  it('keeps one-word messages apart', () => {
    const lines = ['running', 'critical', 'blocked', 'active', 'closing', 'starting', 'normal', 'warning'];

    expect(templatesOf(lines)).toHaveLength(lines.length);
  });

  it('gives the same template the same id in other runs and other company', () => {
    const [alone] = mineLines(['took 5 ms'], { header: null }).patterns;

    const amongOthers = mineLines(['queue full', 'took 77 ms', 'took 8 ms'], { header: null }).patterns;

    expect(amongOthers.find(({ template }) => template === 'took <*> ms')!.id).toBe(alone!.id);
    expect(alone!.id).toBe('p3gvmde7d4bql0');
  });

  it('counts lines, first and last line, and keeps the first as example', () => {
    const [pattern] = mineLines(['a b 1', 'x', 'a b 2', 'x y', 'a b 3'], { header: null }).patterns;

    expect(pattern).toMatchObject({
      template: 'a b <*>',
      count: 3,
      firstLine: 0,
      lastLine: 4,
      example: 'a b 1',
    });
  });

  it('names the pattern of every record by the id it was given', () => {
    const ids: number[] = [];
    const lines = ['a 1', 'b', 'a 2'];

    const result = mine(lines, { onRecord: (id) => ids.push(id) }).result();

    expect(ids).toHaveLength(3);
    expect(ids.map((id) => result.patternOf(id).template)).toEqual(['a <*>', 'b', 'a <*>']);
    expect(() => result.patternOf(999)).toThrow(RangeError);
  });

  it('does not lose a line of any text', () => {
    fc.assert(
      fc.property(fc.array(someLine, { maxLength: 60 }), (lines) => {
        const ids: number[] = [];
        let handed = 0;
        const result = mine(lines, {
          onRecord: (id, count) => {
            ids.push(id);
            handed += count;
          },
        }).result();

        expect(handed).toBe(lines.length);
        expect(result.patterns.reduce((sum, { count }) => sum + count, 0)).toBe(ids.length);
        for (const id of ids) expect(result.patternOf(id).count).toBeGreaterThan(0);
      }),
    );
  });

  it('reads lines that end in CR LF like others', () => {
    expect(templatesOf(['a 1\r', 'b c\r'])).toEqual(templatesOf(['a 1', 'b c']));
  });

  it('has the same result for lines in any order, but for where they stand', () => {
    fc.assert(
      fc.property(
        fc.array(
          someLine.filter((line) => !/^[\s\p{Cc}]|^java|^Caused|^[)\]}]|^$/u.test(line)),
          { maxLength: 60 },
        ),
        fc.nat(),
        (lines, seed) => {
          const shuffled = [...lines].sort(
            (one, other) => ((one.length * 7919 + seed) % 13) - ((other.length * 7919 + seed) % 13),
          );
          const idsAndCounts = (all: readonly string[]): readonly string[] =>
            mine(all)
              .result()
              .patterns.map(({ id, count }) => `${id} ${count}`)
              .sort();

          expect(idsAndCounts(shuffled)).toEqual(idsAndCounts(lines));
        },
      ),
    );
  });
});

describe('merging', () => {
  it('has exactly the result of one miner, wherever the log is cut between records', () => {
    const record = fc.oneof(
      someLine.filter((line) => !/^[\s\p{Cc}]|^Caused|^[)\]}]|^java|^$/u.test(line)).map((line) => [line]),
      fc
        .constantFrom('java.io.IOException: x', 'failed')
        .map((line) => [line, '\tat a.B.c(B.java:1)', 'Caused by: java.net.ConnectException: refused']),
    );
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 40 }),
        fc.array(fc.nat(40), { maxLength: 4 }),
        (logRecords, cuts) => {
          const borders = [
            0,
            ...cuts.map((cut) => Math.min(cut, logRecords.length)).sort((a, b) => a - b),
            logRecords.length,
          ];
          const merged = createMiner();
          borders.slice(1).forEach((end, at) => {
            merged.merge(mine(logRecords.slice(borders[at], end).flat()).snapshot());
          });

          expect(contentOf(merged.result())).toEqual(contentOf(mine(logRecords.flat()).result()));
        },
      ),
    );
  });

  it('stays exact when places have too many values to keep apart', () => {
    const word = (n: number): string =>
      `w${'abcdefghij'[n % 10]}${'klmnopqrst'[Math.floor(n / 10) % 10]}${'uvwxyzabcd'[Math.floor(n / 100)]}`;
    const lines = Array.from(
      { length: 900 },
      (_, n) => `session ${word(n)} of ${word((n * 7) % 900)} ended ${n % 3 === 0 ? 'well' : 'badly'}`,
    );
    const parts = [lines.slice(0, 100), lines.slice(100, 350), lines.slice(350)];

    const merged = createMiner();
    for (const part of parts) merged.merge(mine(part).snapshot());

    const whole = mine(lines).result();
    expect(contentOf(merged.result())).toEqual(contentOf(whole));
    expect(whole.patterns.map(({ template }) => template).sort()).toEqual([
      'session <*> of <*> ended badly',
      'session <*> of <*> ended well',
    ]);
  });

  it('stays exact when combinations of values would fill the store', () => {
    const word = (n: number): string => `w${'abcdefghij'[n % 10]}${'klmnopqrst'[Math.floor(n / 10) % 10]}`;
    const lines = Array.from(
      { length: 30_000 },
      (_, n) => `task ${word(n % 97)} of ${word((n * 7) % 89)} by ${word((n * 31) % 83)} ended`,
    );

    for (const cut of [10, 3_000, 15_000]) {
      const merged = createMiner();
      for (const part of [lines.slice(0, cut), lines.slice(cut, 20_000), lines.slice(20_000)])
        merged.merge(mine(part).snapshot());

      const whole = mine(lines).result();
      expect(contentOf(merged.result())).toEqual(contentOf(whole));
      expect(whole.patterns.map(({ template }) => template)).toEqual(['task <*> of <*> by <*> ended']);
      expect(whole.unsorted).toBe(0);
    }
  });

  it('survives the way to another thread', () => {
    const snapshot = structuredClone(mine(names.map((name) => `hello ${name} 5`)).snapshot());
    const merged = createMiner();

    merged.merge(snapshot);

    expect(merged.result().records).toBe(names.length);
  });

  it('does not share state with the miner it came from', () => {
    const first = mine(['a 1']);
    const snapshot = first.snapshot();
    first.add('a null');

    const merged = createMiner();
    merged.merge(snapshot);

    expect(merged.result().patterns[0]).toMatchObject({ count: 1, parameters: [['number']] });
  });
});

describe('bounds', () => {
  it('keeps at most the shapes it was allowed and counts the rest together', () => {
    const lines = Array.from(
      { length: 500 },
      (_, n) => '('.repeat(n % 50) + ')'.repeat(Math.floor(n / 50)) + ' x'.repeat(n % 7),
    );

    const result = mine(lines, { maxShapes: 20 }).result();

    expect(result.patterns.length).toBeLessThanOrEqual(21);
    expect(result.unsorted).toBeGreaterThan(0);
    expect(result.patterns.reduce((sum, { count }) => sum + count, 0)).toBe(result.records);
  });

  it('copes with 200,000 different words in bounded memory', () => {
    const miner = createMiner();
    for (let n = 0; n < 200_000; n++)
      miner.add(`visitor ${n.toString(26).replace(/\d/g, (d) => 'qrstuvwxyz'[Number(d)]!)} came by`);

    const result = miner.result();

    expect(result.patterns).toHaveLength(1);
    expect(miner.snapshot().store.shapes).toHaveLength(1);
  });
});
