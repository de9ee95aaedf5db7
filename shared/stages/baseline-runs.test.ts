import { describe, expect, it } from 'vitest';
import { commitsOf, MEASURED_AT, seriesOf } from '../../test/support/compared-series.ts';
import { Masked } from '../contracts/masked.ts';
import { baselineRuns } from './baseline-runs.ts';
import type { ComparedSeries } from './group-series.ts';

const DAY_MS = 86_400_000;
const about = {
  service: 'orders',
  baselineCommit: 'b'.repeat(40),
  candidateCommit: 'c'.repeat(40),
  ages: { staleDays: 30, expireDays: 365 },
  pin: null,
};
const GOOD = [100, 102, 99, 101, 100, 103];

function measuredBefore(one: ComparedSeries, days: number): ComparedSeries {
  return { ...one, baseline: one.baseline.map((run) => ({ ...run, at: MEASURED_AT - days * DAY_MS })) };
}

describe('baselineRuns', () => {
  it('sets a bad run of the baseline aside, in the figures where it is one, and says so', () => {
    const p95 = seriesOf([...GOOD, 400], [100]);
    const p50 = seriesOf([...GOOD, 101], [100], { statistic: 'p50' });

    const { series, notes } = baselineRuns([p95, p50], new Map(), about);

    expect(series.map(({ baseline }) => baseline.length)).toEqual([6, 7]);
    expect(notes).toEqual([
      'Set aside as far from the other runs of the baseline: run 7 of the baseline (in 1 figures).',
    ]);
  });

  it('never touches the runs of the change', () => {
    const one = seriesOf(GOOD, [...GOOD, 400]);

    expect(baselineRuns([one], new Map(), about).series).toEqual([one]);
  });

  it('gives the history of other commits, oldest first, without the baseline and what has expired', () => {
    const one = seriesOf(GOOD, [100]);
    const old = commitsOf([90], { at: MEASURED_AT - 400 * DAY_MS }).map((commit) => ({
      ...commit,
      points: commit.points.map((point) => ({ ...point, at: new Date(MEASURED_AT - 400 * DAY_MS) })),
    }));
    const own = commitsOf([100], { commit: about.baselineCommit });
    const history = new Map([[one.key, [...old, ...commitsOf([95, 96]), ...own]]]);

    const groups = baselineRuns([one], history, about).history.get(one.key);

    expect(groups?.map((group) => group[1]?.value)).toEqual([95, 96]);
  });

  it('uses no history where the baseline was measured elsewhere', () => {
    const one = seriesOf(
      GOOD.map((value) => ({ value, environment: Masked.parse('staging') })),
      [100],
    );
    const history = new Map([[one.key, commitsOf([95, 96])]]);

    const chosen = baselineRuns([one], history, about);

    expect(chosen.history.get(one.key)).toEqual([]);
    expect(chosen.notes).toEqual([]);
  });

  it('says that a baseline is stale, by the time at which the change was measured', () => {
    const { notes } = baselineRuns([measuredBefore(seriesOf(GOOD, [100]), 45)], new Map(), about);

    expect(notes).toEqual([
      expect.stringMatching(/^Stale baseline: last measured 45 days ago at bbbb/),
      expect.stringContaining('perf-agent results push FILES --service'),
    ]);
    expect(baselineRuns([measuredBefore(seriesOf(GOOD, [100]), 15)], new Map(), about).notes).toEqual([]);
  });

  it('says once who pinned it', () => {
    const series = [seriesOf(GOOD, [100]), seriesOf(GOOD, [100], { statistic: 'p50' })];

    const { notes } = baselineRuns(series, new Map(), { ...about, pin: 'pinned by anna: release 4' });

    expect(notes).toEqual([`Pinned baseline: ${about.baselineCommit} (pinned by anna: release 4).`]);
  });

  it('leaves a figure without a baseline as it is', () => {
    const one = seriesOf([], [100]);

    expect(baselineRuns([one], new Map(), { ...about, baselineCommit: null })).toMatchObject({
      series: [one],
      notes: [],
    });
  });
});
