import { describe, expect, it } from 'vitest';
import { TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Masked } from '../contracts/masked.ts';
import type { Measurement } from '../contracts/measurement.ts';
import { askSecondLook } from '../doors/ask-second-look.ts';
import { resultsPrefix } from '../stages/result-refs.ts';
import { indexMeasurement } from './rebuild-index.ts';

const MINUTE_MS = 60_000;
/** Three runs of these against those five leave open whether 7 % more is noise; six do not. */
const BASELINE = [98, 102, 100, 97, 103];
const FIRST = [104, 112, 107];
const FURTHER = [108, 106, 109, 107, 110, 105, 108, 107];

describe('runs that arrive after the verdict on their commit', () => {
  it('set off one verdict more when they have become quiet, in the same comment and at an error rate of its own', async () => {
    const { pipeline, arrive, looks } = await judgedOnce();
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('### Undecided')]);

    await arrive(FURTHER);
    expect(await pipeline.drain({ forMs: MINUTE_MS / 2 })).toEqual([]);
    await pipeline.drain({ forMs: MINUTE_MS });

    const [first, second, ...others] = await looks();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ runs: { candidate: 3 }, errorRates: { look: 1 }, answer: 'undecided' });
    expect(second).toMatchObject({ runs: { candidate: 11 }, errorRates: { look: 2 }, answer: 'regression' });
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('### Performance regression')]);
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: TEST_HEAD, state: 'failed' });
    expect(pipeline.rejected).toEqual([]);
  });

  it('are judged as often as the policy says, and then no more', async () => {
    const { pipeline, arrive, looks } = await judgedOnce({ max: 2, quietSeconds: 30 });

    for (let more = 0; more < 5; more += 1) {
      await arrive([107]);
      await pipeline.drain({ forMs: MINUTE_MS });
    }

    expect((await looks()).map(({ runs }) => runs.candidate)).toEqual([3, 4, 5]);
    expect(pipeline.waiting.filter(({ queue }) => queue === 'requests')).toEqual([]);
  });

  it('are judged by nobody where the policy says so', async () => {
    const { pipeline, arrive, looks } = await judgedOnce({ max: 0 });

    await arrive(FURTHER);
    await pipeline.drain({ forMs: MINUTE_MS });

    expect(await looks()).toHaveLength(1);
  });

  it('ask for nothing when the verdict has them, the commit is merged, or it was measured for the target branch', async () => {
    const { pipeline, arrive, arriveAgain, looks } = await judgedOnce();

    await arriveAgain();
    await arrive(FURTHER, { branch: Masked.parse('main') });
    const merged = { tenant: 'default', service: 'orders', branch: 'main', commit: TEST_HEAD };
    await pipeline.index.putBaseline(
      { ...merged, movedAt: pipeline.ports.clock.now(), runId: null },
      AbortSignal.timeout(10_000),
    );
    await arrive([107]);
    await pipeline.drain({ forMs: MINUTE_MS });

    expect(await looks()).toHaveLength(1);
  });

  it('ask for nothing while the first verdict still waits for runs', async () => {
    const { pipeline, arrive, looks } = await setUp({});
    await pipeline.request();
    await pipeline.drain();

    await arrive(FIRST);
    expect(pipeline.waiting.filter(({ queue }) => queue === 'requests')).toEqual([]);
    await pipeline.drain({ forMs: 5 * MINUTE_MS });

    expect(await looks()).toHaveLength(1);
  });

  it('give no verdict on a commit that is the head no more', async () => {
    const { pipeline, arrive } = await judgedOnce();
    const before = pipeline.host.comments();
    const { change } = pipeline.host;
    pipeline.host.change = change === null ? null : { ...change, headSha: 'c'.repeat(40) };

    await arrive(FURTHER);
    await pipeline.drain({ forMs: MINUTE_MS });

    expect(pipeline.host.comments()).toEqual(before);
  });
});

async function judgedOnce(reanalyse: Readonly<Record<string, number>> = {}) {
  const kit = await setUp(reanalyse);
  await kit.arrive(FIRST);
  await kit.pipeline.request();
  await kit.pipeline.drain();
  return kit;
}

async function setUp(reanalyse: Readonly<Record<string, number>>) {
  const pipeline = createMemoryPipeline({ policy: testPolicy({ collect: { reanalyse } }) });
  const { ports, artifacts, index } = pipeline;
  const signal = AbortSignal.timeout(60_000);
  let last: { readonly measurement: Measurement; readonly ref: string } | null = null;
  const ask = async ({ measurement, ref }: NonNullable<typeof last>): Promise<void> => {
    await askSecondLook({ ...ports, tenant: 'default' }, measurement, ref, { traceparent: null, signal });
  };
  const arrive = async (values: readonly number[], more: Partial<Measurement> = {}): Promise<void> => {
    const about = { commit: TEST_HEAD, branch: Masked.parse('feature'), ...more };
    for (const measurement of runsOf(values, about)) {
      const prefix = resultsPrefix('default', measurement.service, measurement.commit);
      const ref = `${prefix}${String(artifacts.refs().length).padStart(6, '0')}.json`;
      artifacts.put(ref, measurement);
      await indexMeasurement('default', ref, measurement, index, signal);
      last = { measurement, ref };
      await ask(last);
    }
  };
  await arrive(BASELINE, { commit: TEST_BASE, branch: Masked.parse('main') });
  return {
    pipeline,
    arrive,
    async arriveAgain(): Promise<void> {
      if (last !== null) await ask(last);
    },
    /** Analyses of the change, in the order of their looks. */
    async looks() {
      const runs = await index.listRuns({ tenant: 'default', limit: 50 }, signal);
      const found: { readonly rerun: number; readonly analysis: Looked }[] = [];
      for (const { runId } of runs) {
        const request = AnalysisRequested.safeParse(await pipeline.output(runId, 'receive'));
        const analysis = (await pipeline.output(runId, 'analyse')) as Looked | undefined;
        if (request.success && analysis !== undefined) found.push({ rerun: request.data.rerun, analysis });
      }
      return found.sort((a, b) => a.rerun - b.rerun).map(({ analysis }) => analysis);
    },
  };
}

interface Looked {
  readonly answer: string;
  readonly runs: { readonly candidate: number };
  readonly errorRates: { readonly look: number };
}
