import { describe, expect, it } from 'vitest';
import { findingOf } from '../../test/support/analysis-of.ts';
import { commitsOf, seriesOf } from '../../test/support/compared-series.ts';
import type { Budget } from '../contracts/plan.ts';
import { createRandom } from '../statistics/distributions/create-random.ts';
import { crossingNotes } from './crossing-notes.ts';
import { spreadNotes } from './spread-notes.ts';

const finding = findingOf({ answer: 'no-change' });

function course(length: number, valueAt: (index: number, noise: number) => number, seed = 3): number[] {
  const random = createRandom(seed);
  return Array.from({ length }, (_, index) => valueAt(index, random.normal()));
}

describe('crossingNotes', () => {
  const one = seriesOf([100], [100]);
  const growing = course(40, (index, noise) => 100 + 2 * index + noise);
  const budget: Budget = {
    metric: 'http_req_*',
    statistic: 'p95',
    max: 200,
    onBreach: 'fail',
    source: 'policy',
  };
  const notes = (values: readonly number[], ...budgets: Budget[]): string[] =>
    crossingNotes([finding], [one], new Map([[one.key, commitsOf(values)]]), budgets);

  it('says after how many commits a budget breaks by itself, with an interval that has the truth', () => {
    const [note = '', ...others] = notes(growing, budget);

    expect(others).toEqual([]);
    expect(note).toMatch(
      /^Budget ahead: .* last 40 commits, http_req_duration p95 is over 200 ms in about \d+ commits \(90 % interval \d+ to \d+\); it is at 17\d now\.$/,
    );
    const [about = 0, from = 0, to = 0] = (/about (\d+) .* (\d+) to (\d+)\)/.exec(note) ?? [])
      .slice(1)
      .map(Number);
    // 100 + 2 × 50 is reached at index 50, 11 after the last.
    expect(from).toBeLessThanOrEqual(11);
    expect(to).toBeGreaterThanOrEqual(11);
    expect(Math.abs(about - 11)).toBeLessThanOrEqual(2);
  });

  it('says it of a lower bound, too', () => {
    const falling = course(40, (index, noise) => 200 - 2 * index + noise);
    const floor: Budget = { metric: '*', statistic: 'p95', min: 100, onBreach: 'warn', source: 'policy' };

    expect(notes(falling, floor)).toEqual([expect.stringContaining('is under 100 ms in about')]);
  });

  it('says nothing without a trend, a budget, a history, or of a bound that is far off or for other environments', () => {
    const level = course(40, (_, noise) => 190 + noise);

    expect(notes(level, budget)).toEqual([]);
    expect(notes(growing)).toEqual([]);
    expect(notes(growing.slice(0, 5), budget)).toEqual([]);
    expect(notes(growing, { ...budget, max: 2_000 })).toEqual([]);
    expect(notes(growing, { ...budget, statistic: 'p50' })).toEqual([]);
    expect(notes(growing, { ...budget, environments: ['staging'] })).toEqual([]);
  });

  it('speaks of the figure as a whole, not of each route', () => {
    const route = seriesOf([100], [100], { labels: { name: '/orders' } });
    const history = new Map([one, route].map(({ key }) => [key, commitsOf(growing)] as const));

    expect(crossingNotes([finding, finding], [one, route], history, [budget])).toHaveLength(1);
  });
});

describe('spreadNotes', () => {
  const calm = course(12, (_, noise) => 100 * Math.exp(0.02 * noise));
  const wild = course(12, (_, noise) => 100 * Math.exp(0.3 * noise), 4);

  it('notes runs of this change that scatter more than those before, whatever their level', () => {
    const one = seriesOf(calm, wild);

    expect(spreadNotes([finding], [one], new Map())).toEqual([
      expect.stringMatching(
        /^Wider spread in this change: its runs of http_req_duration p95 scatter [\d.]+ times as much as those before it \(p [\d.e-]+\)\./,
      ),
    ]);
    expect(
      spreadNotes(
        [finding],
        [
          seriesOf(
            calm,
            calm.map((value) => 2 * value),
          ),
        ],
        new Map(),
      ),
    ).toEqual([]);
    expect(spreadNotes([finding], [seriesOf(wild, calm)], new Map())).toEqual([]);
  });

  it('notes a branch whose commits scatter more since one of them', () => {
    const one = seriesOf([100], [100]);
    const wider = course(120, (index, noise) => 100 * Math.exp((index < 60 ? 0.01 : 0.08) * noise));
    const notes = spreadNotes([finding], [one], new Map([[one.key, commitsOf(wider)]]));

    expect(notes).toEqual([
      expect.stringMatching(/^Wider spread before this change: .* times as much .* since c(5|6)\d0* \(p /),
    ]);
    const level = commitsOf(course(120, (_, noise) => 100 * Math.exp(0.03 * noise)));
    expect(spreadNotes([finding], [one], new Map([[one.key, level]]))).toEqual([]);
  });

  it('says the three clearest alone', () => {
    const series = Array.from({ length: 6 }, (_, route) =>
      seriesOf(calm, wild, { labels: { name: `/${route}` } }),
    );

    expect(
      spreadNotes(
        series.map(() => finding),
        series,
        new Map(),
      ),
    ).toHaveLength(3);
  });
});
