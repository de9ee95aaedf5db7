import { describe, expect, it } from 'vitest';
import { planOf } from '../../test/support/analysis-of.ts';
import { createMemoryChangeHost, TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { measurementOf, runsOf } from '../../test/support/memory-measurements.ts';
import { testPolicy } from '../../test/support/memory-pipeline.ts';
import { TEST_NOW, TEST_RUN } from '../../test/support/memory-runner.ts';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import {
  connectionsOf,
  requestRecord,
  sourceOf,
  stageFor,
  testMasker,
} from '../../test/support/memory-stage.ts';
import { Acknowledgement } from '../contracts/acknowledgement.ts';
import { AuditEntry } from '../contracts/audit-note.ts';
import { Masked } from '../contracts/masked.ts';
import { recordRef } from '../contracts/run-record.ts';
import { learnFromRun } from './learn-from-run.ts';
import { resultsPrefix } from './result-refs.ts';

const signal = AbortSignal.timeout(20_000);
const MERGED = requestRecord({}, { intent: 'learn-merged' });
const LATER = 'c'.repeat(40);
const CPU = sourceOf({ part: 'metrics-cpu', kind: 'metrics', connection: 'prometheus', required: false });

const ACCEPTED = {
  schema: 'perf-agent.acknowledgement.v1',
  tenant: 'default',
  service: 'orders',
  branch: 'main',
  change: { project: 'shop/orders', number: '7' },
  metric: 'http_req_duration',
  statistic: null,
  upTo: null,
  at: TEST_NOW.toISOString(),
  until: '2027-01-01T00:00:00.000Z',
  owner: 'ada',
  by: 'ada',
  via: 'comment',
  reason: 'new tax rules',
  asBaseline: true,
};

describe('learn-from-run', () => {
  it('moves the baseline of the target branch to a merged commit that was measured', async () => {
    const { index, run } = setUp({ receive: MERGED }, [TEST_HEAD]);

    const { output, emits, remarks } = await run();

    expect(output).toMatchObject({ service: 'orders', baseline: { branch: 'main', commit: TEST_HEAD } });
    expect(await index.getBaseline('default', 'orders', 'main', signal)).toEqual({
      tenant: 'default',
      service: 'orders',
      branch: 'main',
      commit: TEST_HEAD,
      movedAt: TEST_NOW,
      runId: TEST_RUN,
    });
    expect(emits).toEqual([]);
    expect(remarks?.map(({ action, subject }) => [action, subject])).toEqual([
      ['baseline.moved', 'orders main'],
    ]);
  });

  it('leaves the baseline when the merged commit was not measured', async () => {
    const { index, run } = setUp({ receive: MERGED }, [TEST_BASE]);

    const { output, remarks } = await run();

    expect(output).toMatchObject({ baseline: null, service: 'orders' });
    expect(remarks ?? []).toEqual([]);
    expect(await index.getBaseline('default', 'orders', 'main', signal)).toBeNull();
  });

  it('leaves the baseline where another delivery of the message, and later merges, put it', async () => {
    const { index, artifacts, run } = setUp({ receive: MERGED }, [TEST_HEAD]);
    artifacts.put(recordRef(TEST_RUN, 'learn'), {});
    const later = {
      tenant: 'default',
      service: 'orders',
      branch: 'main',
      commit: TEST_BASE,
      runId: TEST_RUN,
    };
    await index.putBaseline({ ...later, movedAt: new Date(0) }, signal);

    const second = run();

    await expect(second).rejects.toMatchObject({ code: 'STEP_DONE' });
    expect(await index.getBaseline('default', 'orders', 'main', signal)).toMatchObject({ commit: TEST_BASE });
  });

  it.each([
    ['their hosts say when they were merged', ['10:00', '10:05'], ['10:20', '10:06']],
    ['their webhooks say when they came', [null, null], ['10:01', '10:06']],
    ['a host whose clock is ahead says when the first was', ['23:00', null], ['10:01', '10:06']],
  ])('follows the later of two merges when it is learnt first: %s', async (_name, merged, came) => {
    const index = createMemoryIndex();
    const learn = (which: 0 | 1, headSha: string) =>
      setUp({ receive: mergedAt(headSha, merged[which], came[which]) }, [headSha], 'orders', index).run();

    await learn(1, LATER);
    const { output, remarks } = await learn(0, TEST_HEAD);

    expect(output).toMatchObject({ baseline: { commit: TEST_HEAD } });
    expect(remarks).toEqual([]);
    expect(await index.getBaseline('default', 'orders', 'main', signal)).toMatchObject({ commit: LATER });
  });

  it('moves the baseline of the service that was asked for, on the branch of the merge', async () => {
    const merged = requestRecord(
      { targetBranch: Masked.parse('release') },
      { intent: 'learn-merged', service: Masked.parse('search') },
    );
    const { index, run } = setUp({ receive: merged }, [TEST_HEAD], 'search');

    await run();

    expect(await index.getBaseline('default', 'search', 'release', signal)).toMatchObject({
      commit: TEST_HEAD,
    });
    expect(await index.getBaseline('default', 'orders', 'main', signal)).toBeNull();
  });

  it.each([
    ['a word on the change asked for it', {}, TEST_HEAD],
    ['no word asked for it', { asBaseline: undefined }, TEST_BASE],
    ['the word was on another change', { change: { project: 'shop/orders', number: '8' } }, TEST_BASE],
    ['the word was taken back', { until: TEST_NOW.toISOString() }, TEST_BASE],
  ])('moves a pin of the branch to the merge only when asked: %s', async (_name, more, pinnedTo) => {
    const { index, audit, run } = setUp({ receive: MERGED }, [TEST_BASE, TEST_HEAD]);
    const pin = { tenant: 'default', service: 'orders', branch: 'main', commit: TEST_BASE };
    await index.putPin({ ...pin, at: new Date(0), cause: 'release 4' }, signal);
    await index.putAcknowledgement(Acknowledgement.parse({ ...ACCEPTED, ...more }), signal);

    await run();
    await run();

    expect((await index.getPin('default', 'orders', 'main', signal))?.commit).toBe(pinnedTo);
    expect(audit.entries.map((entry) => AuditEntry.parse(JSON.parse(entry)).note.action)).toEqual(
      pinnedTo === TEST_HEAD ? ['baseline.pinned'] : [],
    );
  });

  it('pins nothing where merges move the baseline by themselves', async () => {
    const { index, run } = setUp({ receive: MERGED }, [TEST_HEAD]);
    await index.putAcknowledgement(Acknowledgement.parse(ACCEPTED), signal);

    await run();

    expect(await index.getPin('default', 'orders', 'main', signal)).toBeNull();
  });

  it('makes what monitoring measured history, once for each window and figure', async () => {
    const measured = {
      source: CPU,
      baseline: runsOf([10, 11], { commit: TEST_BASE }),
      candidate: [measurementOf()],
      notes: [],
    };
    const records = {
      receive: requestRecord(),
      plan: { ...planOf(), sources: [sourceOf(), CPU] },
      'mask/metrics-cpu': measured,
    };
    const { index, run } = setUp(records);

    const first = await run();
    const again = await run();

    expect(first.output).toMatchObject({ baseline: null, history: { points: 6 } });
    expect(again).toEqual(first);
    expect(index.history()).toHaveLength(6);
    expect(new Set(index.history().map(({ resultRef }) => resultRef))).toEqual(
      new Set(
        ['baseline-0', 'baseline-1', 'candidate-0'].map(
          (at) => `runs/${TEST_RUN}/mask/metrics-cpu.json#${at}`,
        ),
      ),
    );
  });

  it('learns from the sources that came when one did not', async () => {
    const records = { receive: requestRecord(), plan: { ...planOf(), sources: [sourceOf(), CPU] } };
    const { index, run } = setUp(records);

    const { output } = await run();

    expect(output).toMatchObject({ history: { points: 0 } });
    expect(index.history()).toEqual([]);
  });
});

/** A merge by the host's clock, if it says so, and by that of the door. */
function mergedAt(headSha: string, time: string | null | undefined, cameAt = '10:00') {
  const at = (hour: string): string => `2026-05-04T${hour}:00.000Z`;
  const base = requestRecord({ headSha, ...(typeof time === 'string' ? { mergedAt: at(time) } : {}) });
  return { ...base, intent: 'learn-merged' as const, trigger: { ...base.trigger, at: at(cameAt) } };
}

function setUp(
  records: Parameters<typeof stageFor>[0],
  measured: readonly string[] = [],
  service = 'orders',
  index = createMemoryIndex(),
) {
  const { context, artifacts } = stageFor(records, { step: 'learn' });
  for (const commit of measured) {
    artifacts.put(`${resultsPrefix('default', service, commit)}1.json`, measurementOf({ commit }));
  }
  const audit = createMemoryAudit();
  const stage = learnFromRun({
    index,
    audit,
    producer: 'perf-agent/test',
    maskerOf: testMasker,
    policy: async () => ({ policy: testPolicy(), version: 'v-test' }),
    connections: connectionsOf({ git: { changes: createMemoryChangeHost() } }),
  });
  return { index, audit, artifacts, run: () => stage.run(context) };
}
