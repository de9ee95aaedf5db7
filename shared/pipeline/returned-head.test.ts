import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rawChangeOf, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline } from '../../test/support/memory-pipeline.ts';
import { BASELINE, push, SLOWER } from '../../test/support/pushed-changes.ts';

const NEXT = 'c'.repeat(40);
const FIXED = runsOf([100, 99, 101, 102, 100], { commit: NEXT });

type Pipeline = ReturnType<typeof createMemoryPipeline>;

describe('a head that comes back by force', () => {
  it('gets its old verdict again in status and comment, and nothing is measured', async () => {
    const pipeline = await judgedFirst();
    await pushed(pipeline, NEXT, 'fixed');
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: NEXT, state: 'success' });
    const asked = pipeline.taken.length;

    await pushed(pipeline, TEST_HEAD, 'slow');

    expect(pipeline.taken.slice(asked)).toEqual([
      'requests complete',
      'requests complete',
      'plan complete',
      'deliver complete',
    ]);
    expect(pipeline.host.statuses.at(-1)).toMatchObject({
      sha: TEST_HEAD,
      state: 'failed',
      description: expect.stringContaining('(not measured again: this commit was judged before)') as string,
    });
    expect(pipeline.host.comments()).toEqual([
      expect.stringMatching(/### Performance regression[^]*Not measured again\.\*\* This commit was judged/),
    ]);
  });

  it('gets it as often as it comes back', async () => {
    const pipeline = await judgedFirst();

    for (const head of [NEXT, TEST_HEAD, NEXT, TEST_HEAD])
      await pushed(pipeline, head, head === NEXT ? 'fixed' : 'slow');

    expect(pipeline.host.statuses.findLast(({ sha }) => sha === TEST_HEAD)?.state).toBe('failed');
    expect(pipeline.host.comments()).toEqual([
      expect.stringMatching(/### Performance regression[^]*goes back and forth/),
    ]);
    expect(pipeline.taken.filter((step) => step.startsWith('collect'))).toHaveLength(2);
  });

  it('is judged when it had no verdict yet, whatever its status said of the commit in between', async () => {
    const pipeline = createMemoryPipeline();
    await pipeline.measure(BASELINE);
    await pushed(pipeline, TEST_HEAD, 'slow');
    pipeline.host.change = rawChangeOf({ headSha: NEXT });
    await pipeline.drain({ forMs: 600_000 });
    expect(pipeline.host.statuses.at(-1)).toMatchObject({
      sha: TEST_HEAD,
      description: 'Superseded by cccccccc; not judged any further.',
    });
    await pipeline.measure(SLOWER);

    await pushed(pipeline, TEST_HEAD, 'slow');

    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: TEST_HEAD, state: 'failed' });
  });

  it('asks for nothing more when its webhook is delivered again', async () => {
    const pipeline = await judgedFirst();
    await pushed(pipeline, NEXT, 'fixed');
    await pushed(pipeline, TEST_HEAD, 'slow');
    const writes = pipeline.host.writes();

    await pushed(pipeline, TEST_HEAD, 'slow');

    expect(pipeline.host.writes()).toBe(writes);
    expect(await pipeline.index.listRuns({ tenant: 'default', limit: 10 }, signal())).toHaveLength(3);
  });

  it('is left alone when an old webhook comes again while another commit is the head', async () => {
    const pipeline = await judgedFirst();
    await pushed(pipeline, NEXT, 'fixed');
    const writes = pipeline.host.writes();
    await pipeline.request({ headSha: TEST_HEAD }, {}, 'kept');

    await pipeline.drain();

    expect(pipeline.host.writes()).toBe(writes);
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: NEXT, state: 'success' });
  });
});

function signal(): AbortSignal {
  return AbortSignal.timeout(10_000);
}

/** A change that was judged as slower, and whose next commit is measured as fast as before. */
async function judgedFirst(): Promise<Pipeline> {
  const pipeline = createMemoryPipeline();
  await pipeline.measure([...BASELINE, ...SLOWER, ...FIXED]);
  await pushed(pipeline, TEST_HEAD, 'slow');
  expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: TEST_HEAD, state: 'failed' });
  return pipeline;
}

/** Somebody pushes a commit that adds this line, a while later, and the change is judged. */
async function pushed(pipeline: Pipeline, headSha: string, line: string): Promise<void> {
  await pipeline.drain({ forMs: 1_000 });
  await push(pipeline, { headSha }, {}, line, randomUUID());
  await pipeline.drain();
}
