import { describe, expect, it } from 'vitest';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import type { HistoryPoint } from '../ports/run-index.ts';
import { readHistory } from './read-history.ts';

const SIGNAL = AbortSignal.timeout(10_000);
const about = {
  tenant: 'default',
  service: 'orders',
  branch: 'main',
  headSha: 'head',
  baselineCommit: 'base',
};
const p95 = { key: 'p95', environment: 'ci' };

function pointOf(commit: string, minute: number, more: Partial<HistoryPoint> = {}): HistoryPoint {
  return {
    tenant: 'default',
    service: 'orders',
    environment: 'ci',
    series: 'p95',
    commit,
    resultRef: `results/${commit}/${minute}`,
    at: new Date(minute * 60_000),
    value: minute,
    withinVariance: null,
    count: null,
    events: null,
    ...more,
  };
}

async function indexWith(points: readonly HistoryPoint[], onMain: readonly string[]) {
  const index = createMemoryIndex();
  await index.putHistory(points, SIGNAL);
  for (const commit of onMain) {
    const ref = `results/${commit}`;
    const row = { tenant: 'default', service: 'orders', commit, branch: 'main', environment: 'ci', ref };
    await index.putResult({ ...row, at: new Date(0) }, SIGNAL);
  }
  return index;
}

describe('readHistory', () => {
  it('groups runs by commit, oldest first, without the commit under test', async () => {
    const points = [pointOf('b', 3), pointOf('a', 1), pointOf('a', 2), pointOf('head', 4)];

    const history = await readHistory(await indexWith(points, ['a', 'b']), about, [p95], SIGNAL);

    expect(
      history.get('p95')?.map(({ commit, at, points: runs }) => [commit, at, runs.map(({ value }) => value)]),
    ).toEqual([
      ['a', 60_000, [1, 2]],
      ['b', 180_000, [3]],
    ]);
  });

  it('knows which commits are the branch’s own, the baseline among them', async () => {
    const points = [pointOf('main', 1), pointOf('feature', 2), pointOf('base', 3)];

    const history = await readHistory(await indexWith(points, ['main']), about, [p95], SIGNAL);

    expect(history.get('p95')?.map(({ commit, onBranch }) => [commit, onBranch])).toEqual([
      ['main', true],
      ['feature', false],
      ['base', true],
    ]);
  });

  it('reads each figure in the environment in which it was measured, and no other figure', async () => {
    const monitored = { series: 'cpu', environment: 'monitoring' };
    const points = [
      pointOf('a', 1),
      pointOf('a', 2, { environment: 'staging' }),
      pointOf('a', 3, { series: 'p50' }),
      pointOf('a', 4, monitored),
    ];
    const cpu = { key: 'cpu', environment: 'monitoring' };

    const history = await readHistory(await indexWith(points, ['a']), about, [p95, p95, cpu], SIGNAL);

    expect([...history].map(([key, [commit]]) => [key, commit?.points.map(({ value }) => value)])).toEqual([
      ['p95', [1]],
      ['cpu', [4]],
    ]);
  });

  it('asks nothing when nothing is wanted', async () => {
    expect(await readHistory(createMemoryIndex(), about, [], SIGNAL)).toEqual(new Map());
  });
});
