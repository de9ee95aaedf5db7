import { describe, expect, it } from 'vitest';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { requestRecord, stageFor } from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import { type BaselineResults, findBaseline } from './find-baseline.ts';
import { resultsPrefix } from './result-refs.ts';

const SIGNAL = AbortSignal.timeout(10_000);
const service = Masked.parse('orders');
const { change } = requestRecord({ targetBranch: Masked.parse('main') });
const commitOf = (name: string): string => name.repeat(20);
const [BASE, MERGED, NEWEST, PINNED] = ['b1', 'b2', 'b3', 'b4'].map(commitOf);

interface Told {
  readonly measured: Readonly<Record<string, string>>;
  readonly merged?: string | undefined;
  readonly pinned?: string | null | undefined;
  readonly here?: string;
}

/** The baseline of a change that branched off BASE, when these commits were measured in these environments. */
async function baselineOf({ measured, merged, pinned, here = 'ci' }: Told): Promise<BaselineResults | null> {
  const { context, artifacts } = stageFor();
  const index = createMemoryIndex();
  const about = { tenant: 'default', service, branch: 'main' };
  const all = { ...measured, [change.headSha]: here };
  let minute = 0;
  for (const [commit, environment] of Object.entries(all)) {
    const ref = `${resultsPrefix('default', service, commit)}a.json`;
    artifacts.put(ref, {});
    minute += 1;
    await index.putResult({ ...about, commit, environment, ref, at: new Date(minute * 60_000) }, SIGNAL);
  }
  if (merged !== undefined) {
    await index.putBaseline({ ...about, commit: merged, movedAt: new Date(0), runId: null }, SIGNAL);
  }
  if (pinned !== undefined) {
    await index.putPin({ ...about, commit: pinned, at: new Date(0), cause: 'a test' }, SIGNAL);
  }
  return findBaseline(context, { service, baseSha: BASE ?? null }, change, index);
}

describe('findBaseline', () => {
  const measured = { [BASE ?? '']: 'ci', [MERGED ?? '']: 'ci', [PINNED ?? '']: 'ci', [NEWEST ?? '']: 'ci' };
  const without = (...commits: readonly (string | undefined)[]): Record<string, string> =>
    Object.fromEntries(Object.entries(measured).filter(([commit]) => !commits.includes(commit)));

  it.each([
    ['what a person pinned, before all', { measured, merged: MERGED, pinned: PINNED }, PINNED],
    ['the commit that the change branched off', { measured, merged: MERGED }, BASE],
    ['the branch off when the pin was let go', { measured, merged: MERGED, pinned: null }, BASE],
    ['the branch off when the pin was never measured', { measured: without(PINNED), pinned: PINNED }, BASE],
    [
      'what was merged last, when the branch-off was not measured',
      { measured: without(BASE), merged: MERGED },
      MERGED,
    ],
    ['the newest measured commit, when nothing was merged', { measured: without(BASE) }, NEWEST],
    ['nothing, when only the change was measured', { measured: {} }, undefined],
  ] satisfies [string, Told, string | undefined][])('takes %s', async (_name, told, commit) => {
    expect((await baselineOf(told))?.commit).toBe(commit);
  });

  it('prefers a commit that was measured where the change was', async () => {
    const elsewhere = { ...measured, [BASE ?? '']: 'staging' };

    expect((await baselineOf({ measured: elsewhere, merged: MERGED }))?.commit).toBe(MERGED);
  });

  it('takes the best of another environment where there is none of this one', async () => {
    expect((await baselineOf({ measured, merged: MERGED, here: 'laptop' }))?.commit).toBe(BASE);
  });

  it('does not look for another environment than the pinned commit has: a person chose it', async () => {
    const elsewhere = { ...measured, [PINNED ?? '']: 'staging' };

    expect((await baselineOf({ measured: elsewhere, pinned: PINNED }))?.commit).toBe(PINNED);
  });

  it('never takes the change itself', async () => {
    expect(await baselineOf({ measured: {}, pinned: change.headSha, merged: change.headSha })).toBeNull();
  });
});
