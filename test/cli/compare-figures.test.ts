import { describe, expect, it } from 'vitest';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { sketchOf } from '../../shared/statistics/sketch/quantile-sketch.ts';
import { compareJson } from './compare-json.ts';
import { filesFor, runCli } from './run-cli.ts';

const random = createRandom(6);

function values(level: number, count: number): number[] {
  return Array.from({ length: count }, () => level * Math.exp(random.normal() * 0.03));
}

describe('perf-agent compare, of figures of runs', () => {
  it('takes summaries of runs: percentiles, and failures of a run that has none', async () => {
    const side = (level: number, errors: number): string =>
      JSON.stringify(
        values(level, 8).map((p50) => ({
          p50,
          p95: p50 * 2,
          p99: p50 * 3,
          max: p50 * 9,
          count: 10_000,
          errors,
        })),
      );
    using files = filesFor({
      'a.json': side(100, 0),
      'same.json': side(100, 0),
      'slow.json': side(140, 0),
      'failing.json': side(100, 300),
      'torn.json': JSON.stringify([{ p50: 100, p95: null, complete: false }]),
    });

    const same = await compareJson(files.at('a.json'), files.at('same.json'));
    const slow = await compareJson(files.at('a.json'), files.at('slow.json'), '--metric', 'checkout');
    const failing = await compareJson(files.at('a.json'), files.at('failing.json'));
    const torn = await compareJson(files.at('a.json'), files.at('torn.json'));

    expect(same).toMatchObject({ code: 0, answer: { runs: { baseline: 8, candidate: 8 } } });
    const calm = same.answer.findings.find(({ metric }) => metric === 'run_failed');
    expect(calm).toMatchObject({ statistic: 'rate', answer: 'no-change', effect: 0 });
    expect(same.answer.notes).toContain('Not judged: max.');
    expect(slow.code).toBe(1);
    const worse = slow.answer.findings.filter(({ answer }) => answer === 'regression');
    expect(worse.map(({ metric, statistic }) => `${metric} ${statistic}`).sort()).toEqual([
      'checkout p50',
      'checkout p95',
      'checkout p99',
    ]);
    expect(failing.code).toBe(1);
    expect(failing.answer.findings.find(({ answer }) => answer === 'regression')?.metric).toBe('run_failed');
    expect(torn.code).toBe(3);
    expect(torn.answer.notes).toContain(
      '1 of 9 runs broke off early; their figures are used as far as they go.',
    );
  });

  it('takes quantile sketches, a run each, in one file or in several', async () => {
    const run = (level: number): unknown => sketchOf(values(level * Math.exp(random.normal() * 0.02), 2_000));
    const runs = (level: number): unknown[] => Array.from({ length: 6 }, () => run(level));
    using files = filesFor({
      'a.json': JSON.stringify(runs(100)),
      ...Object.fromEntries(runs(130).map((one, at) => [`b/${at}.json`, JSON.stringify(one)])),
      'bad.json': JSON.stringify({ ...sketchOf([1, 2]), count: 5 }),
    });

    const slower = await compareJson(files.at('a.json'), files.at('b'));
    const bad = await runCli(['compare', files.at('a.json'), files.at('bad.json')]);

    expect(slower).toMatchObject({ code: 1, answer: { runs: { baseline: 6, candidate: 6 } } });
    expect(slower.answer.findings.map(({ statistic }) => statistic).sort()).toEqual(['p50', 'p95', 'p99']);
    expect(slower.answer.findings[0]?.effect).toBeCloseTo(0.3, 1);
    expect(bad.code).toBe(2);
    expect(bad.stderr).toMatch(/bad\.json: the run is no sound quantile sketch: "count" is 5/);
  });

  it('leaves out runs without a request, and refuses a side that has no other', async () => {
    const runs = values(100, 8).map((p95) => ({ p95, count: 10_000, errors: 0 }));
    const empty = { p95: null, count: 0, errors: 0, complete: false };
    using files = filesFor({
      'a.json': JSON.stringify(runs),
      'b.json': JSON.stringify([...runs, empty]),
      'empty.json': JSON.stringify([empty]),
    });

    const some = await compareJson(files.at('a.json'), files.at('b.json'));
    const none = await runCli(['compare', files.at('a.json'), files.at('empty.json')]);

    expect(some).toMatchObject({ code: 0, answer: { runs: { baseline: 8, candidate: 8 } } });
    expect(some.answer.notes).toContain('1 run without a request: nothing to compare in them.');
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('No run of B has a figure');
  });

  it('warns in place of failing where the sides were measured on different machines, and names what differs', async () => {
    const side = (level: number, machine: string): string =>
      JSON.stringify(values(level, 8).map((p95) => ({ p95, environment: { machine } })));
    using files = filesFor({
      'a.json': side(100, 'c5.large'),
      'b.json': side(140, 'c5.large'),
      'other.json': side(140, 'm5.large'),
    });

    const same = await compareJson(files.at('a.json'), files.at('b.json'));
    const other = await compareJson(files.at('a.json'), files.at('other.json'));
    const told = await compareJson(
      ...[files.at('a.json'), files.at('b.json'), '--fact-a', 'region=eu', '--fact-b', 'region=us'],
    );

    expect([same.code, same.answer.verdict]).toEqual([1, 'fail']);
    expect([other.code, other.answer.verdict]).toEqual([0, 'warn']);
    expect(other.answer.notes).toContain(
      'Different environment: machine differs: baseline c5.large, candidate m5.large',
    );
    expect(other.answer.headline).toMatch(/^Performance regression in a different environment/);
    expect([told.code, told.answer.verdict]).toEqual([0, 'warn']);
    expect(told.answer.notes).toContain('Different environment: region differs: baseline eu, candidate us');
  });
});
