import { describe, expect, it, vi } from 'vitest';
import { TEST_BASE } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline } from '../../test/support/memory-pipeline.ts';
import { Masked } from '../contracts/masked.ts';
import { PermanentError } from '../errors/pipeline-error.ts';

const signal = AbortSignal.timeout(10_000);
const REFUSED = new PermanentError('REMOTE_FORBIDDEN', 'GET git.example is forbidden to the token (403).');
/** Past the end of a run: 20 minutes for collecting, 15 for judging. */
const AFTER_END_MS = 36 * 60_000;

describe('a message that is out twice, as itself and as its copy', () => {
  it.each([
    ['before the other delivery is through', false],
    ['after the other delivery is through', true],
  ])('leaves a run well that goes on, when one is rejected %s', async (_name, isLate) => {
    const { pipeline, runId } = await startRun();
    await pipeline.drain({ stopAt: 'plan' });
    const [message] = pipeline.waiting.filter(({ queue }) => queue === 'plan');
    pipeline.host.failNext = { call: 'fetchDiff', error: REFUSED };
    const first = await pipeline.deliver(message!);

    await pipeline.drain({ stopAt: isLate ? 'failed' : 'plan' });
    await pipeline.drain();

    expect(first).toBe('plan reject');
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('Performance regression')]);
    expect(await pipeline.index.getRun('default', runId, signal)).toMatchObject({
      status: 'done',
      verdict: 'fail',
    });
    expect(await pipeline.output(runId, 'failed', 'plan')).toMatchObject({
      told: isLate ? 'went-on' : 'commented',
    });
  });

  it('tells of a second step that fails as well', async () => {
    const { pipeline, runId } = await startRun();
    await pipeline.drain({ stopAt: 'plan' });
    const [message] = pipeline.waiting.filter(({ queue }) => queue === 'plan');
    pipeline.host.failNext = { call: 'fetchDiff', error: REFUSED };
    await pipeline.deliver(message!);
    await pipeline.drain({ stopAt: 'plan' });
    await pipeline.drain({ stopAt: 'deliver' });
    pipeline.host.failNext = { call: 'fetchChange', error: REFUSED };

    await pipeline.drain();

    expect(await pipeline.output(runId, 'failed', 'deliver')).toMatchObject({ told: 'commented' });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('failed in the step "deliver"')]);
    expect(await pipeline.index.getRun('default', runId, signal)).toMatchObject({ status: 'failed' });
  });
});

describe('a verdict that one delivery tells while another has failed for good', () => {
  it('stands, though its record is written after its comment', async () => {
    const { pipeline, runId } = await startRun();
    const { host, artifacts } = pipeline;
    await pipeline.drain({ stopAt: 'deliver' });
    const deliver = take(pipeline, 'deliver');
    host.failNext = { call: 'fetchChange', error: REFUSED };
    const first = await pipeline.deliver(deliver);
    await pipeline.drain({ stopAt: 'failed' });
    const failed = take(pipeline, 'failed');
    const create = artifacts.create.bind(artifacts);
    const isTold = Promise.withResolvers<undefined>();
    const mayRecord = Promise.withResolvers<undefined>();
    vi.spyOn(artifacts, 'create').mockImplementation(async (ref, ...rest) => {
      if (ref === `runs/${runId}/deliver.json`) {
        isTold.resolve(undefined);
        await mayRecord.promise;
      }
      return create(ref, ...rest);
    });

    const telling = pipeline.deliver(deliver);
    await isTold.promise;
    const read = vi.spyOn(artifacts, 'read');
    const ending = pipeline.deliver(failed);
    // As far as it gets while the verdict has no record.
    await vi.waitFor(() => {
      expect(read).toHaveBeenCalledWith(`runs/${runId}/receive.json`, expect.anything());
    });
    mayRecord.resolve(undefined);
    const both = await Promise.all([telling, ending]);
    await pipeline.deliver(failed);

    expect([first, ...both]).toEqual(['deliver reject', 'deliver complete', 'failed/deliver retry']);
    expect(host.comments()).toEqual([expect.stringContaining('Performance regression')]);
    expect(host.statuses.at(-1)).toMatchObject({ state: 'failed' });
    expect(await pipeline.output(runId, 'failed', 'deliver')).toMatchObject({ told: 'went-on' });
  });
});

describe('a run that something holds up for ever', () => {
  it('ends at its second deadline in plain words, and still says its verdict when it comes', async () => {
    const { pipeline, runId } = await startRun();

    const taken = await pipeline.drain({ forMs: AFTER_END_MS, stopAt: 'reason' });
    const told = pipeline.host.comments();
    const row = await pipeline.index.getRun('default', runId, signal);
    await pipeline.drain();

    expect(taken.slice(-3)).toEqual(['deadline complete', 'deadline/end complete', 'failed/end complete']);
    expect(told).toEqual([expect.stringContaining('the analysis did not end in time')]);
    expect(told[0]).toContain('"analyse"');
    expect(row).toMatchObject({ status: 'failed' });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('Performance regression')]);
    expect(await pipeline.index.getRun('default', runId, signal)).toMatchObject({ status: 'done' });
  });

  it('leaves the verdict standing that is being told when its end comes', async () => {
    const { pipeline, runId } = await startRun();
    const { host } = pipeline;
    await pipeline.drain({ stopAt: 'deliver' });
    const deliver = take(pipeline, 'deliver');
    await pipeline.drain({ forMs: AFTER_END_MS, stopAt: 'failed' });
    const failed = take(pipeline, 'failed');
    const ensureStatus = host.ensureStatus.bind(host);
    const isTelling = Promise.withResolvers<undefined>();
    const mayTell = Promise.withResolvers<undefined>();
    host.ensureStatus = async (...wanted) => {
      host.ensureStatus = ensureStatus;
      isTelling.resolve(undefined);
      await mayTell.promise;
      return ensureStatus(...wanted);
    };

    const telling = pipeline.deliver(deliver);
    await isTelling.promise;
    const read = vi.spyOn(pipeline.artifacts, 'read');
    const ending = pipeline.deliver(failed);
    // As far as it gets while the other one holds the lock of the change.
    await vi.waitFor(() => {
      expect(read).toHaveBeenCalledWith(`runs/${runId}/deliver.json`, expect.anything());
    });
    mayTell.resolve(undefined);

    expect(await Promise.all([telling, ending])).toEqual(['deliver complete', 'failed/end complete']);
    expect(host.comments()).toEqual([expect.stringContaining('Performance regression')]);
    expect(host.statuses.at(-1)).toMatchObject({ state: 'failed' });
    expect(await pipeline.output(runId, 'failed', 'end')).toMatchObject({ told: 'went-on' });
  });

  it('gets no second deadline when its verdict was there at the first', async () => {
    const { pipeline } = await startRun();

    const taken = await pipeline.drain({ forMs: AFTER_END_MS });

    expect(taken.filter((one) => one.startsWith('deadline'))).toEqual(['deadline complete']);
    expect(pipeline.waiting).toEqual([]);
  });
});

/** The one message that waits in a queue, which nobody else then delivers. */
function take({ waiting }: ReturnType<typeof createMemoryPipeline>, queue: string) {
  const place = waiting.findIndex((message) => message.queue === queue);
  const [message] = waiting.splice(place, 1);
  if (place < 0 || message === undefined) throw new TypeError(`Nothing waits in "${queue}".`);
  return message;
}

async function startRun() {
  const pipeline = createMemoryPipeline();
  await pipeline.measure([
    ...runsOf([100, 101, 99, 100, 102], { commit: TEST_BASE, branch: Masked.parse('main') }),
    ...runsOf([160, 161, 159, 162, 160]),
  ]);
  return { pipeline, runId: await pipeline.request() };
}
