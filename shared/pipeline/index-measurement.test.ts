import { describe, expect, it } from 'vitest';
import { createMemoryRunner } from '../../test/support/memory-runner.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Measurement } from '../contracts/measurement.ts';
import { indexMeasurement } from './rebuild-index.ts';

const MEASURED: Measurement = {
  schema: 'perf-agent.measurement.v1',
  service: maskedName('orders'),
  commit: 'a'.repeat(40),
  branch: maskedName('main'),
  tool: 'k6',
  environment: { name: maskedName('ci'), facts: {} },
  startedAt: null,
  durationSeconds: null,
  complete: true,
  metrics: [],
  notes: [],
};

describe('indexMeasurement', () => {
  it.each([
    ['its start', { startedAt: '2026-05-01T00:00:00.000Z', receivedAt: '2026-05-02T00:00:00.000Z' }],
    ['its arrival when the tool does not tell its start', { receivedAt: '2026-05-01T00:00:00.000Z' }],
  ])('places a measurement in time by %s', async (_name, times) => {
    const { services } = createMemoryRunner();
    const placed: Date[] = [];
    const index = {
      ...services.index,
      putResult: ({ at }: { readonly at: Date }) => {
        placed.push(at);
        return Promise.resolve();
      },
      putHistory: () => Promise.resolve(),
    };

    await indexMeasurement('default', 'ref', { ...MEASURED, ...times }, index, AbortSignal.timeout(10_000));

    expect(placed).toEqual([new Date('2026-05-01T00:00:00.000Z')]);
  });
});
