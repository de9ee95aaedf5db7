import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/distributions/create-random.ts';
import { diffWindows, type WindowDiff } from './diff-windows.ts';
import { learnHeader } from './learn-header.ts';
import { createMiner, type MinerSnapshot } from './log-miner.ts';

function snapshotOf(lines: readonly string[]): MinerSnapshot {
  const miner = createMiner({ header: learnHeader(lines) });
  for (const line of lines) miner.add(line);
  return miner.snapshot();
}

/** `count` lines of each message. */
function logOf(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts).flatMap(([message, count]) =>
    Array.from({ length: count }, (_, n) => message.replaceAll('#', String(n))),
  );
}

const USUAL = {
  'served page # well': 900,
  'cache hit for # key': 500,
  'order # was paid': 200,
  'stock of # checked': 150,
  'mail # was sent': 100,
  'job # ran fine': 60,
};

function diffOf(
  baseline: Readonly<Record<string, number>>,
  candidate: Readonly<Record<string, number>>,
): WindowDiff {
  return diffWindows(snapshotOf(logOf(baseline)), snapshotOf(logOf(candidate)));
}

describe('diffWindows', () => {
  it('finds nothing between equal windows, of equal or different length', () => {
    const longer = Object.fromEntries(Object.entries(USUAL).map(([message, count]) => [message, count * 3]));

    expect(diffOf(USUAL, USUAL).changes).toEqual([]);
    expect(diffOf(USUAL, longer).changes).toEqual([]);
    expect(diffOf(USUAL, longer).scale.factor).toBeCloseTo(3);
  });

  it('finds new and vanished patterns', () => {
    const diff = diffOf({ ...USUAL, 'old thing # done': 80 }, { ...USUAL, 'payment # timed out': 90 });

    expect(
      diff.changes.map(({ kind, pattern, significant }) => [kind, pattern.template, significant]),
    ).toEqual(
      expect.arrayContaining([
        ['new', 'payment <*> timed out', true],
        ['vanished', 'old thing <*> done', true],
      ]),
    );
    expect(diff.changes).toHaveLength(2);
  });

  it.each([0, -5, Number.NaN, Infinity])('refuses a window of the length %s', (length) => {
    const snapshot = snapshotOf(logOf(USUAL));

    expect(() =>
      diffWindows(snapshot, snapshot, { durations: { baseline: length, candidate: 600 } }),
    ).toThrow(`The length of the baseline window is ${length}; give a finite number above 0`);
    expect(() =>
      diffWindows(snapshot, snapshot, { durations: { baseline: 600, candidate: length } }),
    ).toThrow(`The length of the candidate window is ${length}`);
  });

  it('lists a new pattern seen once but does not call it significant', () => {
    const diff = diffOf(USUAL, { ...USUAL, 'strange thing # seen': 1 });

    expect(diff.changes).toMatchObject([
      { kind: 'new', significant: false, candidateCount: 1, rateRatio: Infinity },
    ]);
  });

  it('finds surging and falling patterns with ratio and interval', () => {
    const diff = diffOf(
      { ...USUAL, 'retry # of call': 50, 'warm start # used': 400 },
      { ...USUAL, 'retry # of call': 500, 'warm start # used': 40 },
    );

    const surging = diff.changes.find(({ kind }) => kind === 'surging');
    const falling = diff.changes.find(({ kind }) => kind === 'falling');
    expect(surging).toMatchObject({ baselineCount: 50, candidateCount: 500 });
    expect(surging!.rateRatio).toBeCloseTo(10);
    expect(surging!.interval[0]).toBeGreaterThan(1);
    expect(surging!.interval[1]).toBeGreaterThan(10);
    expect(falling!.interval[1]).toBeLessThan(1);
    expect(falling!.adjustedPValue).toBeGreaterThanOrEqual(falling!.pValue);
  });

  it('is not misled by one flood into calling all the rest falling', () => {
    const diff = diffOf({ ...USUAL, 'retry # of call': 50 }, { ...USUAL, 'retry # of call': 50_000 });

    expect(diff.changes.map(({ kind }) => kind)).toEqual(['surging']);
  });

  it('goes by the windows’ lengths when they are given', () => {
    const twice = Object.fromEntries(Object.entries(USUAL).map(([message, count]) => [message, count * 4]));

    const diff = diffWindows(snapshotOf(logOf(USUAL)), snapshotOf(logOf(twice)), {
      durations: { baseline: 60, candidate: 60 },
    });

    expect(diff.comparedBy).toBe('duration');
    expect(diff.changes.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['surging']));
  });

  it('says when the candidate first shows a pattern, and puts errors first', () => {
    const stamp = (n: number, rest: string): string => `2024-05-01 10:00:${10 + (n % 50)} ${rest}`;
    const usual = Array.from({ length: 200 }, (_, n) => stamp(n, `INFO cart: served ${n}`));
    const candidate = [
      ...usual,
      ...Array.from({ length: 40 }, (_, n) => stamp(n, `INFO cart: new greeting ${n}`)),
      ...Array.from({ length: 30 }, (_, n) => stamp(n, `ERROR pay: refused ${n} by bank`)),
    ];

    const diff = diffWindows(snapshotOf(usual), snapshotOf(candidate));

    expect(diff.changes[0]).toMatchObject({
      pattern: { template: 'refused <*> by bank', severity: 'error' },
      firstSeen: { line: 240, time: '2024-05-01 10:00:10' },
    });
  });

  it('means the same pattern in both windows though one alone would group otherwise', () => {
    const before = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'].map(
      (name) => `greeted ${name} at the door`,
    );
    const after = ['greeted alice at the door', 'greeted grace at the door'];

    const diff = diffWindows(snapshotOf(before), snapshotOf(after));

    expect(diff.tested).toBe(1);
    expect(diff.changes).toEqual([]);
  });

  it('groups changes by their probable cause', () => {
    const diff = diffOf(USUAL, {
      ...USUAL,
      'connect to db # failed: connection refused': 60,
      'upstream # unreachable': 40,
      'java.lang.OutOfMemoryError: Java heap space #': 30,
    });

    expect(
      diff.causes.map(({ kind, patterns, significant }) => [kind, patterns.length, significant]),
    ).toEqual([
      ['dependency', 2, true],
      ['memory', 1, true],
    ]);
  });

  it('calls nothing new or vanished that may be among what found no room', () => {
    const small = (lines: readonly string[]): MinerSnapshot => {
      const miner = createMiner({ maxShapes: 2 });
      for (const line of lines) miner.add(line);
      return miner.snapshot();
    };
    const lines = logOf(USUAL);

    const diff = diffWindows(small(lines), small(lines.toReversed()));

    expect(diff.baseline.unsorted).toBeGreaterThan(0);
    expect(diff.candidate.unsorted).toBeGreaterThan(0);
    expect(diff.changes.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['new', 'vanished']));
    expect(diff.changes.filter(({ significant }) => significant)).toEqual([]);
    expect(diff.changes.map(({ pattern }) => pattern.template)).not.toContain('<*>');
  });

  it('compares empty windows', () => {
    expect(diffWindows(snapshotOf([]), snapshotOf([])).changes).toEqual([]);
    expect(diffOf({}, USUAL).changes.every(({ kind }) => kind === 'new')).toBe(true);
  });

  it('raises few false alarms though rates vary between windows and come in bursts', () => {
    const random = createRandom(20_240_501);
    const patterns = 40;
    const windows = 30;
    let alarms = 0;
    const noisy = (mean: number): number => {
      // Rates vary by a fifth from window to window without a cause.
      const level = mean * Math.exp(0.2 * random.normal());
      return Math.max(0, Math.round(level + Math.sqrt(level) * random.normal()));
    };
    for (let window = 0; window < windows; window++) {
      const counts = (): Record<string, number> =>
        Object.fromEntries(
          Array.from({ length: patterns }, (_, at) => [
            `event ${String.fromCharCode(97 + (at % 26))}${'x'.repeat(Math.floor(at / 26) + 1)} took #`,
            noisy(20 + 4 * at),
          ]),
        );
      alarms += diffOf(counts(), counts()).changes.some(({ significant }) => significant) ? 1 : 0;
    }

    expect(alarms / windows).toBeLessThanOrEqual(0.1);
  });

  it('raises few false alarms though events come in clumps of three', () => {
    const random = createRandom(7);
    const pairs = 40;
    let alarms = 0;
    const clumps = (mean: number): number => {
      const count = Math.max(0, Math.round(mean / 3 + Math.sqrt(mean / 3) * random.normal()));
      return Array.from({ length: count }, () => 1 + Math.floor(-2.5 * Math.log(random.uniform()))).reduce(
        (sum, size) => sum + size,
        0,
      );
    };
    for (let pair = 0; pair < pairs; pair++) {
      const counts = (): Record<string, number> =>
        Object.fromEntries(
          Array.from({ length: 25 }, (_, at) => [
            `event ${String.fromCharCode(97 + at).repeat(2)} took #`,
            clumps(3 * 1.2 ** at),
          ]),
        );
      alarms += diffOf(counts(), counts()).changes.some(({ significant }) => significant) ? 1 : 0;
    }

    expect(alarms / pairs).toBeLessThanOrEqual(0.1);
  });
});
