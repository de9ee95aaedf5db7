import { describe, expect, it } from 'vitest';
import { TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryMetrics, runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { sha256 } from '../audit/sha256.ts';
import { AuditEntry, type AuditNote } from '../contracts/audit-note.ts';
import { Masked } from '../contracts/masked.ts';
import type { RawSeries } from '../ports/metric-source.ts';

const CPU: RawSeries = {
  metric: 'process_cpu',
  unit: 's',
  direction: 'lower-is-better',
  scale: 'ratio-scale',
  labels: {},
  samples: [10, 12, 11, 13].map((value, at) => ({ at, value })),
};

describe('the audit log of a run', () => {
  it('says which code, metrics, policy and words led to the verdict, each by its hash', async () => {
    const { notes, raw, runId } = await judgedRun();
    const inputsOf = (key: string): AuditNote['inputs'] =>
      notes.find((note) => note.key === `${runId}:${key}`)?.inputs ?? [];
    const refsOf = (key: string): readonly string[] =>
      inputsOf(key).map(({ ref }) => ref.replace(/[0-9a-f]{12}$/, '*'));

    const payloads = [...raw].map(([ref, bytes]) => ({ ref: `raw/${ref}`, sha256: sha256(bytes) }));
    expect(payloads).toHaveLength(6);
    expect(inputsOf('collect:metrics-cpu')).toEqual(expect.arrayContaining(payloads));
    expect(inputsOf('mask:metrics-cpu')).toEqual(expect.arrayContaining(payloads));
    expect(refsOf('collect:results')).toEqual(expect.arrayContaining(['index/pin/*', 'index/results/*']));
    expect(refsOf('mask:results').filter((ref) => ref.startsWith('results/'))).toHaveLength(6);
    expect(refsOf('analyse')).toEqual(expect.arrayContaining(['index/branch-commits/*', 'index/history/*']));
    expect(refsOf('decide')).toEqual(expect.arrayContaining(['index/acknowledgements/*']));
    expect(
      notes.flatMap(({ inputs }) => inputs).every(({ sha256: hash }) => /^[0-9a-f]{64}$/.test(hash)),
    ).toBe(true);
  });

  it('says who asked for it, under which policy, and what came of it', async () => {
    const { notes } = await judgedRun();
    const detailsOf = (action: string) => notes.find((note) => note.action === action)?.details;

    expect(detailsOf('run.requested')).toMatchObject({ via: 'webhook', event: 'push', commit: TEST_HEAD });
    expect(detailsOf('policy.applied')).toMatchObject({ version: 'v-test' });
    expect(detailsOf('freeze.applied')).toEqual({
      onChange: 'warn',
      mode: 'enforce',
      from: '2026-05-01T00:00',
      until: '2026-05-31T00:00',
      timeZone: 'UTC',
    });
    expect(detailsOf('verdict.reached')).toMatchObject({ policy: 'v-test', baseline: TEST_BASE });
  });
});

/** A slower change with monitoring, judged in a freeze. */
async function judgedRun() {
  const freeze = {
    id: 'spring',
    reason: 'Nothing goes out in May.',
    timeZone: 'UTC',
    from: '2026-05-01T00:00',
    until: '2026-05-31T00:00',
    onChange: 'warn',
  };
  const sources = [{ connection: 'prometheus', name: 'cpu', query: {} }];
  const policy = testPolicy({ sources, freezes: [freeze] });
  const metrics = createMemoryMetrics([CPU]);
  const pipeline = createMemoryPipeline({ policy, connections: { prometheus: { metrics } } });
  await pipeline.measure([
    ...runsOf([100, 101, 99], { commit: TEST_BASE, branch: Masked.parse('main') }),
    ...runsOf([160, 161, 159]),
  ]);
  const runId = await pipeline.request();
  await pipeline.drain();
  const notes = pipeline.audit.entries.map((text) => AuditEntry.parse(JSON.parse(text)).note);
  return { notes, raw: pipeline.raw, runId };
}
