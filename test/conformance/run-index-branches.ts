import { beforeAll, expect, it } from 'vitest';
import type { RunIndex } from '../../shared/ports/run-index.ts';

const SIGNAL = AbortSignal.timeout(120_000);

/** What the index promises of branches: what was measured on them, their baselines and their pins. */
export function itKeepsBranches(open: () => RunIndex): void {
  let index: RunIndex;

  beforeAll(() => {
    index = open();
  });

  it('finds the newest measured commit of a branch', async () => {
    for (const [commit, minute] of [
      ['aaaaaaa', 1],
      ['bbbbbbb', 3],
      ['ccccccc', 2],
    ] as const) {
      const at = new Date(Date.UTC(2026, 0, 1, 0, minute));
      const row = {
        tenant: 'default',
        service: 'shop',
        commit,
        branch: 'main',
        environment: 'ci',
        ref: `results/${commit}`,
        at,
      };
      await index.putResult(row, SIGNAL);
      await index.putResult(row, SIGNAL);
    }

    const query = { tenant: 'default', service: 'shop', branch: 'main' };
    expect(await index.newestMeasuredCommit({ ...query, exceptCommit: 'none' }, SIGNAL)).toBe('bbbbbbb');
    expect(await index.newestMeasuredCommit({ ...query, exceptCommit: 'bbbbbbb' }, SIGNAL)).toBe('ccccccc');
    expect(
      await index.newestMeasuredCommit({ ...query, branch: 'none', exceptCommit: '' }, SIGNAL),
    ).toBeNull();
    expect(
      await index.listResults({ tenant: 'default', service: 'shop', commit: 'aaaaaaa', limit: 9 }, SIGNAL),
    ).toHaveLength(1);
  });

  it('takes a report on quality for no run, but its commit for one of the branch', async () => {
    const row = {
      tenant: 'default',
      service: 'reported',
      commit: 'ccccccc',
      branch: 'main',
      environment: 'ci',
      ref: 'quality/ccccccc',
      at: new Date(Date.UTC(2026, 0, 2)),
    };
    await index.putResult(row, SIGNAL);

    const query = { tenant: 'default', service: 'reported' };
    const onMain = { ...query, branch: 'main' };
    expect(await index.newestMeasuredCommit({ ...onMain, exceptCommit: '' }, SIGNAL)).toBeNull();
    expect(await index.listResults({ ...query, commit: 'ccccccc', limit: 9 }, SIGNAL)).toEqual([]);
    expect(await index.listBranchCommits({ ...onMain, limit: 9 }, SIGNAL)).toEqual(['ccccccc']);
  });

  it('moves a baseline forwards only', async () => {
    const move = (commit: string, minute: number): Promise<void> =>
      index.putBaseline(
        {
          tenant: 'default',
          service: 'shop',
          branch: 'main',
          commit,
          movedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)),
          runId: null,
        },
        SIGNAL,
      );

    await move('second', 2);
    await move('first', 1);

    expect(await index.getBaseline('default', 'shop', 'main', SIGNAL)).toMatchObject({ commit: 'second' });
    expect(await index.getBaseline('other', 'shop', 'main', SIGNAL)).toBeNull();
  });

  it('counts what was measured on a branch or merged into it as commits of the branch, newest first', async () => {
    const query = { tenant: 'default', service: 'shop', branch: 'main', limit: 9 };
    const commits = await index.listBranchCommits(query, SIGNAL);

    expect([...commits].sort()).toEqual(['aaaaaaa', 'bbbbbbb', 'ccccccc', 'first', 'second']);
    expect(commits[0]).toBe('bbbbbbb');
    expect(await index.listBranchCommits({ ...query, limit: 2 }, SIGNAL)).toHaveLength(2);
    expect(await index.listBranchCommits({ ...query, tenant: 'other' }, SIGNAL)).toEqual([]);
  });

  it('holds the later word on a pin, in whichever order two are noted', async () => {
    const pin = (commit: string | null, minute: number): Promise<void> => {
      const at = new Date(Date.UTC(2026, 0, 1, 0, minute));
      const row = { tenant: 'default', service: 'shop', branch: 'main', commit, at, cause: 'a test' };
      return index.putPin(row, SIGNAL);
    };

    await pin('abc1234', 2);
    await pin('def5678', 1);

    const pinned = await index.getPin('default', 'shop', 'main', SIGNAL);
    expect(pinned).toMatchObject({ commit: 'abc1234', cause: 'a test' });
    await pin(null, 3);
    expect(await index.getPin('default', 'shop', 'main', SIGNAL)).toMatchObject({ commit: null });
    expect(await index.getPin('default', 'shop', 'release', SIGNAL)).toBeNull();
  });
}
