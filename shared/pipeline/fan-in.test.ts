import { Masked } from '../contracts/masked.ts';
import { describe, expect, it } from 'vitest';
import { TEST_BASE } from '../../test/support/memory-change-host.ts';
import {
  createMemoryMetrics,
  failureRateOf,
  measurementOf,
  metricOf,
  runsOf,
} from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import type { RawSeries } from '../ports/metric-source.ts';

const BASELINE = runsOf([100, 101, 99, 100, 102], { commit: TEST_BASE, branch: Masked.parse('main') });
const CANDIDATE = runsOf([160, 161, 159, 162, 160]);
const AFTER_DEADLINE_MS = 21 * 60_000;
const SERIES: readonly RawSeries[] = [
  {
    metric: 'process_cpu',
    unit: 's',
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    labels: { pod: 'orders-1' },
    samples: [10, 12, 11, 13].map((value, at) => ({ at, value })),
  },
];
const SOURCES = [
  { connection: 'prometheus', name: 'cpu', query: { query: 'cpu' } },
  { connection: 'prometheus', name: 'heap', query: { query: 'heap' } },
];
const REFUSED = new PermanentError('REMOTE_UNAUTHORISED', 'GET prometheus did not accept the token (401).');

describe('fan-in', () => {
  it('analyses once, when the last of several sources arrives', async () => {
    const { pipeline } = await startMonitored();
    const runId = await pipeline.request();
    const messages = holdMasks(pipeline, await pipeline.drain({ stopAt: 'mask' }));

    for (const message of messages.slice(0, -1)) await pipeline.deliver(message);
    const early = pipeline.waiting.filter(({ queue }) => queue === 'analyse');
    await pipeline.deliver(messages.at(-1)!);

    expect(messages.map(({ envelope }) => envelope.part)).toEqual(['results', 'metrics-cpu', 'metrics-heap']);
    expect(early).toEqual([]);
    expect(pipeline.waiting.filter(({ queue }) => queue === 'analyse')).toHaveLength(1);
    await pipeline.drain();
    expect(await pipeline.output(runId, 'analyse')).toMatchObject({
      parts: { used: ['metrics-cpu', 'metrics-heap', 'results'], missing: [] },
    });
  });

  it('analyses when the process died between the last record and its message', async () => {
    const { pipeline } = await startMonitored();
    const runId = await pipeline.request();
    const messages = holdMasks(pipeline, await pipeline.drain({ stopAt: 'mask' }));
    for (const message of messages) await pipeline.deliver(message);
    // What the process would have sent is lost with it; the broker delivers its last message again.
    pipeline.waiting.splice(0, pipeline.waiting.length);
    pipeline.forget();

    await pipeline.deliver(messages.at(-1)!);
    await pipeline.drain();

    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'fail' });
  });

  it('goes on at the deadline without a source that never answers, and says so', async () => {
    const { pipeline, metrics } = await startMonitored();
    metrics.fail = new TransientError('REMOTE_UNAVAILABLE', 'GET prometheus failed with status 503.');
    const runId = await pipeline.request();
    await pipeline.drain();
    const before = await pipeline.output(runId, 'analyse');

    await pipeline.drain({ forMs: AFTER_DEADLINE_MS });

    expect(before).toBeUndefined();
    expect(await pipeline.output(runId, 'deadline')).toEqual({
      inTime: false,
      missing: ['metrics-cpu', 'metrics-heap'],
    });
    expect(await pipeline.output(runId, 'analyse')).toMatchObject({
      parts: { used: ['results'], missing: ['metrics-cpu', 'metrics-heap'] },
      notes: expect.arrayContaining([expect.stringContaining('"metrics-cpu"')]) as unknown,
    });
    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'fail' });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('Performance regression')]);
  });

  it('judges without an optional source that is refused for good, at once, and says why', async () => {
    const { pipeline, metrics } = await startMonitored();
    metrics.fail = REFUSED;
    const runId = await pipeline.request();

    await pipeline.drain();

    expect(pipeline.rejected).toEqual([]);
    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'fail' });
    expect(JSON.stringify(await pipeline.output(runId, 'analyse'))).toContain('did not accept the token');
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('Performance regression')]);
  });

  it('says that the run failed when a required source is refused, and still judges the rest in the end', async () => {
    const { pipeline, metrics } = await startMonitored(SERIES, true);
    metrics.fail = REFUSED;
    const runId = await pipeline.request();

    await pipeline.drain();
    const told = pipeline.host.comments();
    await pipeline.drain({ forMs: AFTER_DEADLINE_MS });

    expect(pipeline.rejected.map(({ queue }) => queue)).toEqual(['collect-rejected', 'collect-rejected']);
    expect(told).toEqual([expect.stringContaining('No performance verdict')]);
    expect(await pipeline.output(runId, 'analyse')).toMatchObject({
      parts: { used: ['results'], missing: ['metrics-cpu', 'metrics-heap'] },
    });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('Performance regression')]);
  });

  it('ends with "no data", in words, when every source fails', async () => {
    const metrics = createMemoryMetrics(SERIES);
    metrics.fail = REFUSED;
    const policy = testPolicy({ sources: SOURCES });
    const pipeline = createMemoryPipeline({ policy, connections: { prometheus: { metrics } } });
    const runId = await pipeline.request();

    await pipeline.drain({ forMs: AFTER_DEADLINE_MS });

    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'no-data' });
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ state: 'success' });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('No verdict')]);
    expect(pipeline.waiting).toEqual([]);
  });

  it('takes a source without data as an answer: nothing waits for it', async () => {
    const { pipeline } = await startMonitored(null);
    const runId = await pipeline.request();

    await pipeline.drain();

    expect(await pipeline.output(runId, 'collect', 'metrics-cpu')).toMatchObject({ status: 'empty' });
    expect(await pipeline.output(runId, 'analyse')).toMatchObject({ parts: { missing: [] } });
  });

  it('does nothing at the deadline of a run that has its verdict', async () => {
    const { pipeline } = await startMonitored();
    const runId = await pipeline.request();
    await pipeline.drain();
    const writes = pipeline.host.writes();

    const late = await pipeline.drain({ forMs: AFTER_DEADLINE_MS });

    expect(late).toEqual(['deadline complete']);
    expect(await pipeline.output(runId, 'deadline')).toEqual({ inTime: true, missing: [] });
    expect(pipeline.host.writes()).toBe(writes);
  });

  it('asks monitoring for the very windows of the load, and makes what it says history once', async () => {
    const { pipeline, metrics } = await startMonitored();
    await pipeline.request();

    await pipeline.drain();

    const windows = metrics.asked.map(({ from, to }) => [from.toISOString(), to.getTime() - from.getTime()]);
    expect(windows).toHaveLength(2 * (BASELINE.length + CANDIDATE.length));
    expect(windows[0]).toEqual(['2026-05-04T09:00:00.000Z', 30_000]);
    const points = pipeline.index.history().filter(({ environment }) => environment === 'monitoring');
    expect(new Set(points.map(({ resultRef, series }) => `${resultRef} ${series}`)).size).toBe(points.length);
    expect(points.length).toBeGreaterThan(0);
  });

  it('says that a load run broke off, and uses it as far as it goes', async () => {
    const pipeline = createMemoryPipeline();
    const [first, ...others] = CANDIDATE;
    await pipeline.measure([...BASELINE, { ...(first ?? measurementOf()), complete: false }, ...others]);
    const runId = await pipeline.request();

    await pipeline.drain();

    expect(await pipeline.output(runId, 'analyse')).toMatchObject({
      runs: { candidate: 5 },
      notes: expect.arrayContaining([expect.stringMatching(/broke off early/i)]) as unknown,
    });
    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'fail' });
  });

  it('fails a change whose requests fail more often, however fast they are', async () => {
    const errors = { id: 'errors', match: 'http_req_failed', statistics: ['rate'], margin: 0.005 };
    const pipeline = createMemoryPipeline({
      policy: testPolicy({ metrics: [{ ...errors, onRegression: 'fail' }] }),
    });
    const duration = metricOf('http_req_duration', { p95: 80 });
    const withRate = (failed: number): (typeof BASELINE)[number]['metrics'] => [
      duration,
      failureRateOf(failed, 5_000),
    ];
    await pipeline.measure([
      ...BASELINE.map((one, number) => ({ ...one, metrics: withRate(number % 3) })),
      ...CANDIDATE.map((one, number) => ({ ...one, metrics: withRate(400 + number * 7) })),
    ]);
    const runId = await pipeline.request();

    await pipeline.drain();

    expect(await pipeline.output(runId, 'decide')).toMatchObject({ verdict: 'fail' });
    expect(pipeline.host.comments()[0]).toContain('http_req_failed');
  });
});

/** A measured change whose policy asks two sources of one monitoring system. */
async function startMonitored(series: readonly RawSeries[] | null = SERIES, required = false) {
  const metrics = createMemoryMetrics(series);
  const policy = testPolicy({ sources: SOURCES.map((source) => ({ ...source, required })) });
  const pipeline = createMemoryPipeline({ policy, connections: { prometheus: { metrics } } });
  await pipeline.measure([...BASELINE, ...CANDIDATE]);
  return { pipeline, metrics };
}

/** Takes the mask messages out of the queue, so that a test delivers them in its own order. */
function holdMasks(
  { waiting }: ReturnType<typeof createMemoryPipeline>,
  taken: readonly string[],
): ReturnType<typeof createMemoryPipeline>['waiting'] {
  const masks = waiting.filter(({ queue }) => queue === 'mask');
  if (masks.length === 0) throw new TypeError(`No part was collected: ${taken.join(', ')}`);
  for (const message of masks) waiting.splice(waiting.indexOf(message), 1);
  return masks;
}
