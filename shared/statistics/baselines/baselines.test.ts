import { createRandom } from '../distributions/create-random.ts';
import { describe, expect, it } from 'vitest';
import { type BaselineKey, type DatedRun } from './baseline-record.ts';
import { addRun, expireRecords, moveBaseline, pinBaseline, type Records } from './change-baselines.ts';
import { chooseBaseline, setBadRunsAside } from './choose-baseline.ts';

const DAY = 86_400_000;
const key: BaselineKey = {
  service: 'cart',
  metric: 'latency',
  statistic: 'p95',
  environment: { machine: 'ci-2core', cores: 2 },
};
const elsewhere: BaselineKey = { ...key, environment: { machine: 'ci-8core', cores: 8 } };
const run = (runId: string, value: number, day: number): DatedRun => ({ runId, value, at: day * DAY });
const measured = (records: Records, commit: string, runs: readonly DatedRun[], of = key): Records =>
  runs.reduce((all, each) => addRun(all, { key: of, commit, version: `v-${commit}`, run: each }), records);
const query = (commit: string, day: number, of = key) => ({
  key: of,
  candidateCommit: commit,
  now: day * DAY,
});

describe('baselines', () => {
  const first = measured([], 'a', [run('1', 100, 1), run('2', 102, 1)]);

  it('make the first run of a metric its baseline', () => {
    expect(chooseBaseline(first, query('b', 2))).toMatchObject({
      commit: 'a',
      version: 'v-a',
      runs: [{ runId: '1' }, { runId: '2' }],
      warnings: [],
    });
  });

  it('say that there is none yet instead of comparing a commit with itself', () => {
    expect(chooseBaseline(first, query('a', 2))).toBeNull();
    expect(chooseBaseline([], query('a', 2))).toBeNull();
  });

  it('keep percentiles apart', () => {
    expect(chooseBaseline(first, query('b', 2, { ...key, statistic: 'p99' }))).toBeNull();
  });

  it('count a run that is delivered twice once', () => {
    const again = measured(first, 'a', [run('2', 102, 1)]);

    expect(again).toBe(first);
  });

  it('move to a merged commit and keep the old one as history', () => {
    const candidate = measured(first, 'b', [run('3', 110, 2)]);

    const before = chooseBaseline(candidate, query('c', 3));
    const merged = moveBaseline(candidate, 'b', 3 * DAY);
    const after = chooseBaseline(merged, query('c', 3));

    expect(before?.commit).toBe('a');
    expect(after).toMatchObject({ commit: 'b', history: [[{ value: 100 }, { value: 102 }]] });
    expect(moveBaseline(merged, 'b', 4 * DAY)).toEqual(merged);
  });

  it('stay where they are pinned until unpinned, and say so', () => {
    const candidate = measured(first, 'b', [run('3', 110, 2)]);

    const pinned = moveBaseline(pinBaseline(candidate, key, 'a', 2 * DAY, 'release 1'), 'b', 3 * DAY);
    const released = moveBaseline(pinBaseline(pinned, key, null, 4 * DAY, ''), 'b', 4 * DAY);

    expect(chooseBaseline(pinned, query('c', 3))).toMatchObject({
      commit: 'a',
      pinned: true,
      warnings: ['Pinned baseline: a (release 1).'],
    });
    expect(chooseBaseline(released, query('c', 4))?.commit).toBe('b');
  });

  it('refuse to be pinned to what was never measured', () => {
    expect(() => pinBaseline(first, key, 'zzz', 0, '')).toThrow(
      /zzz was never measured for cart latency p95/,
    );
  });

  it('expire without losing the active one, which is called stale', () => {
    const merged = moveBaseline(measured(first, 'b', [run('3', 110, 2)]), 'b', 2 * DAY);

    const left = expireRecords(merged, 100 * DAY, 60 * DAY);

    expect(left.map((record) => record.commit)).toEqual(['b']);
    expect(chooseBaseline(left, query('c', 100))?.warnings).toEqual([
      'Stale baseline: last measured 98 days ago at b; measure it again to refresh it.',
    ]);
  });

  it('serve from another environment only with its differences named', () => {
    const chosen = chooseBaseline(first, query('b', 2, elsewhere));

    expect(chosen?.commit).toBe('a');
    expect(chosen?.warnings[0]).toContain('cores 2 against 8, machine ci-2core against ci-8core');
    expect(chosen?.history).toEqual([]);
  });

  it('prefer their own environment to a newer one elsewhere', () => {
    const both = measured(first, 'x', [run('9', 50, 5)], elsewhere);

    expect(chooseBaseline(both, query('b', 6))?.commit).toBe('a');
  });

  it('set one bad run aside and say which', () => {
    const withBad = measured(
      [],
      'a',
      [100, 101, 99, 100.5, 98.5, 240].map((value, index) => run(`r${index}`, value, 1)),
    );

    const chosen = chooseBaseline(withBad, query('b', 2));

    expect(chosen?.runs).toHaveLength(5);
    expect(chosen?.warnings).toEqual(['Set aside 1 of 6 baseline runs as far from the others: r5.']);
  });

  it('set nothing aside where noise is all there is', () => {
    const runs = [100, 130, 90, 160, 80, 120].map((value, index) => run(`r${index}`, value, 1));

    expect(setBadRunsAside(runs).setAside).toEqual([]);
    expect(
      setBadRunsAside([100, 100, 100, 100, 100, 104].map((value, index) => run(`r${index}`, value, 1)))
        .setAside,
    ).toEqual([]);
  });

  it('hardly ever set a run of unchanged noise aside, however few runs there are', () => {
    const random = createRandom(3);
    let aside = 0;
    for (let trial = 0; trial < 4_000; trial += 1) {
      const runs = Array.from({ length: 5 }, (_, index) =>
        run(`r${index}`, 100 * Math.exp(0.2 * random.normal()), 1),
      );
      if (setBadRunsAside(runs).setAside.length > 0) aside += 1;
    }

    // .084 with the robust spread of five runs alone.
    expect(aside / 4_000).toBeLessThan(0.004);
  });

  it('stay bounded however many commits and runs come', () => {
    let records: Records = first;
    for (let commit = 0; commit < 80; commit++)
      records = measured(records, `c${commit}`, [run(`x${commit}`, 100, 2 + commit)]);
    records = measured(
      records,
      'a',
      Array.from({ length: 150 }, (_, index) => run(`y${index}`, 100, 3)),
    );

    expect(records).toHaveLength(50);
    expect(records[0]).toMatchObject({ commit: 'a', state: 'active' });
    expect(records[0]?.runs).toHaveLength(100);
  });
});
