import { describe, expect, it } from 'vitest';
import { rawChangeOf, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { BASELINE, push, SAME, SLOWER } from '../../test/support/pushed-changes.ts';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { AuditEntry } from '../contracts/audit-note.ts';
import { Masked } from '../contracts/masked.ts';

type Pipeline = ReturnType<typeof createMemoryPipeline>;

const RELEASE = 'd'.repeat(40);
/** The release branch was slow before: what regresses on main is no regression there. */
const ON_RELEASE = runsOf([160, 161, 159, 162, 160], { commit: RELEASE, branch: Masked.parse('release') });

describe('a change that is given another target branch', () => {
  it('is judged against that branch, and its comment and status are those of the new run', async () => {
    const pipeline = await measured();
    await judgedOnto(pipeline, 'main');
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ state: 'failed' });

    await judgedOnto(pipeline, 'release');

    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: TEST_HEAD, state: 'success' });
    expect(pipeline.host.comments()).toEqual([expect.not.stringContaining('Performance regression')]);
    expect(pipeline.host.comments()).toEqual([expect.not.stringContaining('Not measured again')]);
    expect(await requestsOf(pipeline)).toMatchObject([
      { rerun: 0, change: { targetBranch: 'main' } },
      { rerun: 1, change: { targetBranch: 'release', baseSha: RELEASE } },
    ]);
  });

  it('is judged against the first branch again when it is given back', async () => {
    const pipeline = await measured();

    for (const branch of ['main', 'release', 'main'] as const) await judgedOnto(pipeline, branch);

    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: TEST_HEAD, state: 'failed' });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('### Performance regression')]);
    expect((await requestsOf(pipeline)).map(({ rerun }) => rerun)).toEqual([0, 1, 2]);
  });

  it('is judged once, however often its webhook comes, also when the broker has forgotten the first', async () => {
    const pipeline = await measured();
    await judgedOnto(pipeline, 'main');
    await judgedOnto(pipeline, 'release');
    const writes = pipeline.host.writes();

    pipeline.forget();
    await judgedOnto(pipeline, 'release');

    expect(pipeline.host.writes()).toBe(writes);
    expect(await requestsOf(pipeline)).toHaveLength(2);
  });

  it('is judged for each service that has a check on it', async () => {
    const pipeline = await measured();
    await judgedOnto(pipeline, 'main');
    await pipeline.request({}, { service: Masked.parse('payments') }, 'payments');
    await pipeline.drain({ forMs: 600_000 });

    await judgedOnto(pipeline, 'release');

    const asked = (await requestsOf(pipeline)).filter(({ change }) => change.targetBranch === 'release');
    expect(new Set(asked.map(({ service }) => service))).toEqual(new Set(['payments', null]));
  });

  it('hears nothing more of a run against the old branch that was still waiting for results', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure([...BASELINE, ...ON_RELEASE]);
    await judgedOnto(pipeline, 'main', 1_000);
    await judgedOnto(pipeline, 'release', 60_000);
    const stopped = pipeline.taken.filter((step) => step === 'analyse complete');

    await pipeline.measure(SLOWER);
    await pipeline.drain({ forMs: 600_000 });

    expect(stopped).toEqual([]);
    expect(pipeline.taken.filter((step) => step === 'analyse complete')).toHaveLength(1);
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: TEST_HEAD, state: 'success' });
    expect(pipeline.host.statuses.map(({ description }) => description).join()).not.toContain('Superseded');
    const notes = pipeline.audit.entries.map((text) => AuditEntry.parse(JSON.parse(text)).note);
    expect(notes.find(({ subject }) => subject === 'superseded')?.details['headline']).toBe(
      'The target branch is another now; the commit is judged anew against that one.',
    );
  });

  it('sets off nothing for a branch whose run stands, when an old webhook is kept and sent again', async () => {
    const pipeline = await measured(SAME);
    await judgedOnto(pipeline, 'main');
    const writes = pipeline.host.writes();

    await pipeline.request({ targetBranch: 'elsewhere' }, {}, 'kept');
    await pipeline.drain();

    expect(pipeline.host.writes()).toBe(writes);
  });

  it('is given no verdict of another branch where its commit was analysed as often as is allowed', async () => {
    const pipeline = createMemoryPipeline({ policy: testPolicy({ loopGuard: { perCommit: 2 } }) });
    await pipeline.measure([...BASELINE, ...ON_RELEASE, ...SLOWER]);

    for (const branch of ['main', 'release', 'main'] as const) await judgedOnto(pipeline, branch);

    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: TEST_HEAD, state: 'pending' });
  });

  it('stays let in when it comes from a fork that a maintainer let in', async () => {
    const pipeline = createMemoryPipeline({ policy: testPolicy({ forks: 'ask' }) });
    await pipeline.measure([...BASELINE, ...ON_RELEASE, ...SLOWER]);
    await push(pipeline, { fork: true }, { approved: true });
    await pipeline.drain();

    await push(pipeline, { fork: true, ...ONTO.release }, { approved: true }, 'x', 'moved');
    await pipeline.drain();

    expect((await requestsOf(pipeline)).map(({ approved }) => approved)).toEqual([true, true]);
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ state: 'success' });
  });
});

const ONTO = {
  main: { targetBranch: 'main' },
  release: { targetBranch: 'release', baseSha: RELEASE },
} as const;

async function measured(candidate = SLOWER): Promise<Pipeline> {
  const pipeline = createMemoryPipeline();
  await pipeline.measure([...BASELINE, ...ON_RELEASE, ...candidate]);
  return pipeline;
}

let deliveries = 0;

/** Somebody sets the target branch, its webhook comes, and the change is judged. */
async function judgedOnto(pipeline: Pipeline, branch: keyof typeof ONTO, forMs = 1_000): Promise<void> {
  deliveries += 1;
  await push(pipeline, rawChangeOf(ONTO[branch]), {}, 'x', `delivery ${deliveries}`);
  await pipeline.drain({ forMs });
}

/** In the order in which they were asked for. */
async function requestsOf(pipeline: Pipeline): Promise<readonly AnalysisRequested[]> {
  const rows = await pipeline.index.listRuns({ tenant: 'default', limit: 50 }, AbortSignal.timeout(10_000));
  const all = await Promise.all(rows.map(({ runId }) => pipeline.output(runId, 'receive')));
  return all.map((one) => AnalysisRequested.parse(one)).sort((a, b) => a.rerun - b.rerun);
}
