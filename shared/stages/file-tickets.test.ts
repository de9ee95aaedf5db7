import { describe, expect, it } from 'vitest';
import { rawChangeOf, TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { createMemoryIssues } from '../../test/support/memory-team-tools.ts';
import { Masked } from '../contracts/masked.ts';

const FIXED = 'f'.repeat(40);
const KEY = 'git:shop/orders:7:orders';

describe('file-tickets', () => {
  it('keeps one issue for a regression, with its picture, over pushes and re-runs', async () => {
    const { pipeline, tracker, output } = await setUp();

    const first = await pipeline.request();
    await pipeline.drain();
    const second = await pipeline.request({}, { rerun: 1 });
    await pipeline.drain();

    expect([...tracker.issues.keys()]).toEqual([KEY]);
    expect(tracker.issues.get(KEY)).toMatchObject({
      title: expect.stringContaining('http_req_duration') as string,
      picture: expect.stringMatching(/^perf-agent-[0-9a-f]{12}\.png$/) as string,
    });
    expect(await output(first)).toMatchObject({ tickets: [{ connection: 'issues', action: 'created' }] });
    expect(await output(second)).toMatchObject({ tickets: [{ action: 'updated' }] });
  });

  it('closes it with a word why when the change passes, and opens it when the regression is back', async () => {
    const { tracker, push } = await setUp();
    await push(TEST_HEAD);

    await push(FIXED);
    const closed = structuredClone(tracker.issues.get(KEY));
    await push(TEST_HEAD, 2);

    expect(closed).toMatchObject({ open: false, reasons: [expect.stringMatching(/^Fixed: /) as string] });
    expect(tracker.issues.get(KEY)).toMatchObject({ open: true });
    expect(tracker.issues.size).toBe(1);
  });

  it('makes no issue for a change that passed from the start', async () => {
    const { tracker, push, output } = await setUp();

    const runId = await push(FIXED);

    expect(tracker.issues.size).toBe(0);
    expect(await output(runId)).toMatchObject({
      tickets: [],
      reason: 'The change has no issue, and passed.',
    });
  });

  it.each([
    [{ tickets: { connection: 'issues', closeOnPass: false } }, true, 'wants no ticket'],
    [{ tickets: { connection: 'issues' } }, false, 'leaves closing to people'],
  ])('leaves an issue open where that is for people: %o', async (policy, closes, reason) => {
    const { tracker, push, output } = await setUp({ policy, closes });
    await push(TEST_HEAD);

    const runId = await push(FIXED);

    expect(tracker.issues.get(KEY)?.open).toBe(true);
    expect(await output(runId)).toMatchObject({ reason: expect.stringContaining(reason) as string });
  });

  it('lets an old run open nothing that a newer one closed', async () => {
    const { pipeline, tracker, push } = await setUp();
    await push(TEST_HEAD);
    await pipeline.request({}, { rerun: 1 });
    await pipeline.drain({ stopAt: 'ticket' });
    const late = pipeline.waiting.splice(0).filter(({ queue }) => queue === 'ticket');
    await push(FIXED);

    for (const message of late) await pipeline.deliver(message);

    expect(tracker.issues.get(KEY)?.open).toBe(false);
  });

  it('lets a slow second delivery open nothing that a later run of the same commit closed', async () => {
    const { pipeline, tracker, output } = await setUp();
    const runId = await pipeline.request();
    await pipeline.drain({ stopAt: 'ticket' });
    const [message] = pipeline.waiting.filter(({ queue }) => queue === 'ticket');
    if (message === undefined) throw new TypeError('No ticket is asked for.');
    const { isHeld, go } = pipeline.holdUp('tickets/');
    const slow = pipeline.deliver(message);
    await isHeld;
    await pipeline.drain();
    await tracker.closeIssue?.({ key: KEY, reason: Masked.parse('Passed.') }, AbortSignal.timeout(1_000));

    go();

    expect(await slow).toBe('ticket complete');
    expect(tracker.issues.get(KEY)?.open).toBe(false);
    expect(await output(runId)).toMatchObject({ tickets: [{ action: 'created' }] });
  });

  it('keeps the issues of two services of one change apart', async () => {
    const { pipeline, tracker } = await setUp();

    await pipeline.request();
    const basket = Masked.parse('basket');
    await pipeline.request({}, { service: basket });
    await pipeline.measure(runsOf([160, 161, 159, 162, 160], { commit: TEST_HEAD, service: basket }));
    await pipeline.measure(
      runsOf([100, 101, 99, 100, 102], {
        commit: TEST_BASE,
        service: basket,
        branch: Masked.parse('main'),
      }),
    );
    await pipeline.drain({ forMs: 60_000 });

    expect([...tracker.issues.keys()].sort()).toEqual(['git:shop/orders:7:basket', KEY]);
  });

  it('says that a connection is no issue tracker', async () => {
    const { pipeline, push } = await setUp({ policy: { tickets: { connection: 'git' } } });

    await push(TEST_HEAD);

    expect(pipeline.rejected[0]?.properties).toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

async function setUp(
  given: { readonly policy?: Readonly<Record<string, unknown>>; readonly closes?: boolean } = {},
) {
  const tracker = createMemoryIssues({ closes: given.closes ?? true });
  const policy = testPolicy(given.policy ?? { tickets: { connection: 'issues' } });
  const pipeline = createMemoryPipeline({ policy, connections: { issues: { issues: tracker } } });
  await pipeline.measure([
    ...runsOf([100, 101, 99, 100, 102], { commit: TEST_BASE, branch: Masked.parse('main') }),
    ...runsOf([160, 161, 159, 162, 160], { commit: TEST_HEAD }),
    ...runsOf([100, 101, 99, 100, 102], { commit: FIXED }),
  ]);
  return {
    pipeline,
    tracker,
    output: (runId: string): Promise<unknown> => pipeline.output(runId, 'ticket'),
    async push(headSha: string, rerun = 0): Promise<string> {
      pipeline.host.change = rawChangeOf({ headSha });
      const runId = await pipeline.request({ headSha }, { rerun });
      await pipeline.drain();
      return runId;
    },
  };
}
