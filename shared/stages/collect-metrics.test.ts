import { describe, expect, it } from 'vitest';
import { TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryMetrics, runsOf } from '../../test/support/memory-measurements.ts';
import { TEST_RUN } from '../../test/support/memory-runner.ts';
import { connectionsOf, sourceOf, stageFor } from '../../test/support/memory-stage.ts';
import { TransientError } from '../errors/pipeline-error.ts';
import { collectMetrics } from './collect-metrics.ts';

const CPU = sourceOf({ part: 'metrics-cpu', kind: 'metrics', connection: 'prometheus' });
const [first, second] = runsOf([100, 101]);

describe('collectMetrics', () => {
  it('asks for the window of each run and keeps what came in the raw vault, by reference', async () => {
    const { vault, metrics, collect } = setUp({ 'results/c': first, 'results/b': second });

    const payloads = await collect(['results/c'], ['results/b']);

    expect(payloads).toEqual([
      {
        kind: 'raw',
        ref: `${TEST_RUN}/metrics-cpu/0`,
        role: 'candidate',
        contentType: 'application/json',
        commit: TEST_HEAD,
        window: { from: '2026-05-04T09:00:00.000Z', to: '2026-05-04T09:00:30.000Z' },
      },
      expect.objectContaining({ ref: `${TEST_RUN}/metrics-cpu/1`, role: 'baseline', commit: TEST_BASE }),
    ]);
    expect([...vault.keys()]).toEqual(payloads.map(({ ref }) => ref));
    expect(metrics.asked).toHaveLength(2);
  });

  it('asks nothing of a run that does not say when it was', async () => {
    const { metrics, collect } = setUp({
      'results/a': { ...first, startedAt: null },
      'results/b': { ...first, durationSeconds: null },
    });

    expect(await collect(['results/a', 'results/b'])).toEqual([]);
    expect(metrics.asked).toEqual([]);
  });

  it('leaves out windows for which there is no data', async () => {
    const { vault, collect } = setUp({ 'results/c': first }, null);

    expect(await collect(['results/c'])).toEqual([]);
    expect(vault.size).toBe(0);
  });

  it('hands on what the system says about itself, unchanged', async () => {
    const { metrics, collect } = setUp({ 'results/c': first });
    metrics.fail = new TransientError('REMOTE_UNAVAILABLE', 'GET prometheus failed with status 503.');

    await expect(collect(['results/c'])).rejects.toBe(metrics.fail);
  });

  it('refuses a connection that has no metrics, and names it', async () => {
    const { context } = stageFor();
    const ports = { connections: connectionsOf({ prometheus: {} }), rawVault: createVault(new Map()) };

    const collecting = collectMetrics(
      context,
      CPU,
      { candidate: [], baseline: null, headSha: TEST_HEAD },
      ports,
    );

    await expect(collecting).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(collecting).rejects.toThrow(/"prometheus"/);
  });
});

function setUp(
  measurements: Readonly<Record<string, unknown>>,
  series: Parameters<typeof createMemoryMetrics>[0] = [],
) {
  const vault = new Map<string, Uint8Array>();
  const metrics = createMemoryMetrics(series);
  const { context, artifacts } = stageFor();
  for (const [ref, measurement] of Object.entries(measurements)) artifacts.put(ref, measurement);
  const ports = { connections: connectionsOf({ prometheus: { metrics } }), rawVault: createVault(vault) };
  const collect = (candidate: readonly string[], baseline: readonly string[] = []) => {
    const sides = { candidate, baseline: { commit: TEST_BASE, refs: baseline }, headSha: TEST_HEAD };
    return collectMetrics(context, CPU, sides, ports);
  };
  return { vault, metrics, collect };
}

function createVault(raw: Map<string, Uint8Array>): Parameters<typeof collectMetrics>[3]['rawVault'] {
  return {
    async put(ref, bytes) {
      raw.set(ref, bytes);
    },
    take: async (ref) => raw.get(ref) ?? null,
  };
}
