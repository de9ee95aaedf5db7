import { describe, expect, it } from 'vitest';
import { planOf } from '../../test/support/analysis-of.ts';
import { commitName, commitsOf, seriesOf } from '../../test/support/compared-series.ts';
import { createRandom } from '../statistics/distributions/create-random.ts';
import type { Finding } from '../contracts/finding.ts';
import { compareSeries } from './compare-series.ts';
import type { ComparedSeries } from './group-series.ts';
import type { CommitRuns } from './read-history.ts';
import { withEarlierChanges } from './with-earlier-changes.ts';

const { policy } = planOf();
const FAST = [100, 101, 99, 100.5, 99.5];
const SLOW = [150, 151, 149, 150.5, 149.5];

/** Level of a branch with noise of 2 % between its commits. */
function course(levels: readonly number[], seed = 7): CommitRuns[] {
  const random = createRandom(seed);
  return commitsOf(levels.map((level) => level * Math.exp(0.02 * random.normal())));
}

function judge(one: ComparedSeries, commits: readonly CommitRuns[], baseline: number): Finding | undefined {
  const findings = compareSeries([one], new Map(), policy);
  const about = { baselineCommit: commitName(baseline), policy };
  return withEarlierChanges(findings, [one], new Map([[one.key, commits]]), about)[0];
}

const repeat = (count: number, level: number): number[] => Array.from({ length: count }, () => level);

describe('withEarlierChanges', () => {
  const stepped = course([...repeat(8, 100), ...repeat(7, 150)]);

  it('marks a regression that a step after the baseline brought', () => {
    const finding = judge(seriesOf(FAST, SLOW), stepped, 3);

    expect(finding?.answer).toBe('regression');
    expect(finding?.before?.change).toMatchObject({ kind: 'step', commit: commitName(8) });
    expect(finding?.before?.change.relativeShift).toBeCloseTo(0.5, 1);
    expect(finding?.before?.effect).toBeCloseTo(0, 1);
    expect(finding?.before?.reason).toMatch(
      /^Not by this change: the target branch was already worse at c80000000000/,
    );
  });

  it('blames the change for what it adds to the step', () => {
    const slower = SLOW.map((value) => value * 1.4);

    expect(judge(seriesOf(FAST, slower), stepped, 3)).toMatchObject({ answer: 'regression', before: null });
  });

  it('blames the change when the step was there at the baseline', () => {
    const slower = SLOW.map((value) => value * 1.4);

    expect(judge(seriesOf(SLOW, slower), stepped, 10)).toMatchObject({ answer: 'regression', before: null });
  });

  it('blames the change when the branch has stayed as it was', () => {
    expect(judge(seriesOf(FAST, SLOW), course(repeat(15, 100)), 3)?.before).toBeNull();
  });

  it('blames the change when the branch got better', () => {
    const better = course([...repeat(8, 200), ...repeat(7, 100)]);

    expect(judge(seriesOf(FAST, SLOW), better, 3)?.before).toBeNull();
  });

  it('marks a regression that a slow drift after the baseline brought', () => {
    const drifting = course(Array.from({ length: 40 }, (_, index) => 100 * 1.0105 ** index));

    const finding = judge(seriesOf(FAST, SLOW), drifting, 0);

    expect(finding?.before?.change.kind).toBe('drift');
  });

  it('takes the newest commit of a short history, by the test of the verdict', () => {
    const short = course([100, 100, 150, 150]);

    expect(judge(seriesOf(FAST, SLOW), short, 1)?.before?.change).toMatchObject({
      kind: 'step',
      commit: commitName(3),
    });
  });

  it('does not look at commits that were measured later, or on other branches', () => {
    const elsewhere = stepped.map((commit, index) => ({ ...commit, onBranch: index < 8 }));
    const later = stepped.map((commit, index) => (index < 8 ? commit : { ...commit, at: commit.at + 1e9 }));

    expect(judge(seriesOf(FAST, SLOW), elsewhere, 3)?.before).toBeNull();
    expect(judge(seriesOf(FAST, SLOW), later, 3)?.before).toBeNull();
  });

  it('leaves a change alone whose baseline is not in the history', () => {
    const one = seriesOf(FAST, SLOW);
    const findings = compareSeries([one], new Map(), policy);
    const history = new Map([[one.key, stepped]]);

    for (const baselineCommit of [null, 'ffffff0']) {
      expect(withEarlierChanges(findings, [one], history, { baselineCommit, policy })).toEqual(findings);
    }
  });

  it('works where more is better, and for shares of requests', () => {
    const rate = { direction: 'higher-is-better' as const, margin: 0.005, scale: 'proportion' as const };
    const runs = (events: number): { value: number; events: number; count: number }[] =>
      Array.from({ length: 5 }, () => ({ value: events / 1_000, events, count: 1_000 }));
    const one = seriesOf(runs(990), runs(900), rate);
    const commits = commitsOf([0.99, 0.99, 0.9]).map((commit) => ({
      ...commit,
      points: commit.points.map((point) => ({
        ...point,
        value: commit.commit === commitName(2) ? 0.9 : 0.99,
        count: 1_000,
        events: commit.commit === commitName(2) ? 900 : 990,
      })),
    }));

    expect(judge(one, commits, 1)).toMatchObject({
      answer: 'regression',
      before: { change: { kind: 'step' } },
    });
  });
});
