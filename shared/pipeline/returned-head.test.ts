import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rawChangeOf, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import {
  createMemoryPipeline,
  type MemoryPipelineOptions,
  testPolicy,
} from '../../test/support/memory-pipeline.ts';
import { createMemoryIssues, createMemoryNotifier } from '../../test/support/memory-team-tools.ts';
import { BASELINE, fileOf, push, SLOWER } from '../../test/support/pushed-changes.ts';

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

  it('opens the one issue again that the fix closed, and is told in the thread of the change', async () => {
    const tools = await judgedWithTools();
    const { pipeline, tracker, notifier } = tools;
    const [issue] = tracker.issues.values();
    const course = [issue?.open];

    for (const head of [NEXT, TEST_HEAD, NEXT]) {
      await pushed(pipeline, head, head === NEXT ? 'fixed' : 'slow');
      course.push([...tracker.issues.values()][0]?.open);
    }

    expect(course).toEqual([true, false, true, false]);
    expect(tracker.issues.size).toBe(1);
    expect(notifier.notices.map(({ brief }) => brief.verdict)).toEqual(['fail', 'pass', 'fail', 'pass']);
    expect(new Set(notifier.notices.map(({ key }) => key)).size).toBe(1);
    expect(pipeline.rejected).toEqual([]);
  });

  it('closes the issue when what is left of the change are documents, and says so once', async () => {
    const { pipeline, tracker, notifier } = await judgedWithTools();

    for (const head of [NEXT, 'd'.repeat(40)]) {
      await pipeline.drain({ forMs: 1_000 });
      pipeline.host.change = rawChangeOf({ headSha: head });
      pipeline.host.files = [fileOf('docs/orders.md', 'x')];
      await pipeline.request({ headSha: head }, {}, head);
      await pipeline.drain();
    }

    expect([...tracker.issues.values()]).toMatchObject([{ open: false, reasons: [expect.any(String)] }]);
    expect(notifier.notices.map(({ brief }) => brief.headline)).toEqual([
      expect.stringContaining('regression'),
      expect.stringContaining('No performance-relevant files changed'),
    ]);
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
async function judgedFirst(options: MemoryPipelineOptions = {}): Promise<Pipeline> {
  const pipeline = createMemoryPipeline(options);
  await pipeline.measure([...BASELINE, ...SLOWER, ...FIXED]);
  await pushed(pipeline, TEST_HEAD, 'slow');
  expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: TEST_HEAD, state: 'failed' });
  return pipeline;
}

/** The same, with an issue tracker and a messenger. */
async function judgedWithTools() {
  const tracker = createMemoryIssues();
  const notifier = createMemoryNotifier({ threads: true });
  const notifications = [{ connection: 'chat' }];
  const policy = testPolicy({ tickets: { connection: 'issues' }, notifications });
  const connections = { issues: { issues: tracker }, chat: { notifier } };
  return { pipeline: await judgedFirst({ policy, connections }), tracker, notifier };
}

/** Somebody pushes a commit that adds this line, a while later, and the change is judged. */
async function pushed(pipeline: Pipeline, headSha: string, line: string): Promise<void> {
  await pipeline.drain({ forMs: 1_000 });
  await push(pipeline, { headSha }, {}, line, randomUUID());
  await pipeline.drain();
}
