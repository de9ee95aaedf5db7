import { describe, expect, it } from 'vitest';
import { bodyOf, doorRequest } from '../../test/support/door-request.ts';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { failureRateOf, measurementOf, metricOf } from '../../test/support/memory-measurements.ts';
import { testPolicy } from '../../test/support/memory-pipeline.ts';
import { testMasker } from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import { keptName } from '../masking/kept-name.ts';
import { indexMeasurement } from '../pipeline/rebuild-index.ts';
import { readSlos } from './read-slos.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const NODE = 'orders-10.0.0.1';
const SLOS = [
  {
    id: 'availability',
    service: 'ord*',
    environment: 'ci',
    indicator: { metric: 'http_req_failed', events: 'bad' },
    objective: 0.99,
  },
  {
    id: 'latency',
    environment: 'ci',
    indicator: { metric: 'http_req_duration', statistic: 'p95', max: 200 },
    objective: 0.5,
    windowDays: 7,
  },
];

describe('the door of the objectives', () => {
  it('tells compliance from what the branch measured in the window, and nothing else', async () => {
    const { measure, ask } = setUp();
    await measure({ daysAgo: 1, failed: 5, p95: 100 });
    await measure({ daysAgo: 2, failed: 25, p95: 300 });
    await measure({ daysAgo: 20, failed: 0, p95: 300 });
    await measure({ daysAgo: 1, failed: 1_000, p95: 900, branch: 'feature' });
    await measure({ daysAgo: 1, failed: 1_000, p95: 900, environment: 'laptop' });
    await measure({ daysAgo: 29, failed: 1_000, p95: 900 });

    const reply = await ask('orders');

    expect(reply.status).toBe(200);
    expect(bodyOf(reply)).toMatchObject({
      service: 'orders',
      policyVersion: 'v1',
      slos: [
        {
          id: 'availability',
          answer: 'kept',
          total: 3_000,
          good: 2_970,
          share: 0.99,
          errorBudget: { spent: 30 },
          measurements: 3,
          truncated: false,
        },
        { id: 'latency', answer: 'kept', total: 2, good: 1, measurements: 2 },
      ],
    });
  });

  it('has no data for a service that measured nothing, and no objective for one that none is promised of', async () => {
    const { ask } = setUp();

    expect(bodyOf(await ask('orders'))).toMatchObject({
      slos: [{ answer: 'no-data', share: null }, { answer: 'no-data' }],
    });
    expect(bodyOf(await ask('basket'))).toMatchObject({ slos: [{ id: 'latency' }] });
  });

  it('calls a service by the name under which its results are kept, and does not repeat what was asked', async () => {
    const reply = await setUp().ask('orders of jane.doe@example.org');

    expect(bodyOf(reply)).toMatchObject({ service: expect.stringMatching(/^orders of <email-/) as string });
  });

  it.each([
    ['its own name', NODE],
    ['a pattern of its own name', 'orders-10.0.*'],
    ['the name it is kept under', keptName(NODE, { tenant: 'default', maskerOf: testMasker })],
  ])('finds the objective that names a service whose name is masked by %s', async (_name, service) => {
    const { ask } = setUp([{ ...SLOS[0], service }]);

    expect(bodyOf(await ask(NODE))).toMatchObject({ slos: [{ id: 'availability' }] });
    expect(bodyOf(await ask('orders-10.1.0.2'))).toMatchObject({ slos: [] });
  });

  it('finds the measurements of a branch whose name is masked', async () => {
    const branch = 'release/10.0.0.1';
    const { ask, measure } = setUp([{ ...SLOS[0], branch }]);
    await measure({
      daysAgo: 1,
      failed: 5,
      p95: 100,
      branch: keptName(branch, { tenant: 'default', maskerOf: testMasker }),
    });

    expect(bodyOf(await ask('orders'))).toMatchObject({ slos: [{ measurements: 1 }] });
  });

  it.each(['', 'a\u0000b'])('refuses %j as a service', async (service) => {
    expect((await setUp().ask(service)).status).toBe(400);
  });
});

function setUp(slos: readonly unknown[] = SLOS) {
  const index = createMemoryIndex();
  const door = readSlos({
    tenant: 'default',
    index,
    clock: { now: () => NOW },
    maskerOf: testMasker,
    policy: async () => ({ policy: testPolicy({ slos }), version: 'v1' }),
  });
  let number = 0;
  return {
    ask: (service: string) =>
      door(doorRequest({ path: `/api/v1/slos?service=${encodeURIComponent(service)}` })),
    async measure(run: {
      daysAgo: number;
      failed: number;
      p95: number;
      branch?: string;
      environment?: string;
    }): Promise<void> {
      number += 1;
      const measurement = measurementOf({
        commit: String(number).padStart(40, '0'),
        branch: Masked.parse(run.branch ?? 'main'),
        environment: { name: Masked.parse(run.environment ?? 'ci'), facts: {} },
        startedAt: new Date(NOW.getTime() - run.daysAgo * 86_400_000).toISOString(),
        metrics: [failureRateOf(run.failed, 1_000), metricOf('http_req_duration', { p95: run.p95 })],
      });
      await indexMeasurement('default', `results/${number}`, measurement, index, AbortSignal.timeout(5_000));
    },
  };
}
