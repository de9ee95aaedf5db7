import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../test/support/analysis-of.ts';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { TEST_NOW, TEST_RUN } from '../../test/support/memory-runner.ts';
import { decisionOf, requestRecord } from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import type { RunRecord } from '../contracts/run-record.ts';
import type { StepName } from '../contracts/step-name.ts';
import type { RunPatch } from '../ports/run-index.ts';
import { runPatchOf } from './run-patch.ts';

const signal = AbortSignal.timeout(20_000);

describe('runPatchOf', () => {
  it('takes from the request what the run is about', () => {
    expect(runPatchOf(recordOf('receive', requestRecord({}, { service: Masked.parse('search') })))).toEqual({
      runId: TEST_RUN,
      tenant: 'default',
      at: TEST_NOW,
      step: 'receive',
      rank: 0,
      service: 'search',
      connection: 'git',
      request: expect.objectContaining({
        project: 'shop/orders',
        change: '7',
        headSha: TEST_HEAD,
        title: 'Faster basket',
      }) as unknown,
    });
  });

  it('does not name a service that the request leaves open', () => {
    expect(runPatchOf(recordOf('receive', requestRecord()))).not.toHaveProperty('service');
  });

  it.each([
    ['plan', planOf(), { service: 'orders' }],
    ['decide', decisionOf('warn'), { verdict: 'warn', headline: 'The verdict is warn.' }],
    ['deliver', {}, { status: 'done' }],
    ['learn', {}, { status: 'done' }],
    ['failed', {}, { status: 'failed' }],
  ] as const)('takes from "%s" what it adds to the row', (step, output, added) => {
    expect(runPatchOf(recordOf(step, output))).toMatchObject(added);
  });

  it.each(['collect', 'mask', 'deadline', 'analyse', 'reason', 'report', 'ticket'] as const)(
    'takes from "%s" only that the run is there',
    (step) => {
      expect(Object.keys(runPatchOf(recordOf(step, {})) ?? {}).sort()).toEqual([
        'at',
        'rank',
        'runId',
        'step',
        'tenant',
      ]);
    },
  );

  it('takes nothing from a step that had nothing to say', () => {
    expect(runPatchOf(recordOf('decide', null))).not.toHaveProperty('verdict');
  });

  it.each([
    ['a command of a person', recordOf('command', {})],
    [
      'the failure of one',
      recordOf('failed', { step: 'command', part: null, code: 'X', message: 'gone', told: 'commented' }),
    ],
  ])('makes no row of %s', (_name, record) => {
    expect(runPatchOf(record)).toBeNull();
  });

  it('gives one row, in whichever order and however often the patches of a run are noted', async () => {
    const patches = [
      recordOf('receive', requestRecord()),
      recordOf('plan', planOf(), 1),
      recordOf('decide', decisionOf('fail'), 2),
      recordOf('deliver', {}, 3),
      recordOf('ticket', {}, 4),
    ].flatMap((record) => runPatchOf(record) ?? []);
    const inOrder = await rowOf(patches);

    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...patches, ...patches], { minLength: patches.length * 2 }),
        async (shuffled) => {
          expect(await rowOf(shuffled)).toEqual(inOrder);
        },
      ),
      { numRuns: 50 },
    );
    expect(inOrder).toMatchObject({
      status: 'done',
      verdict: 'fail',
      step: 'ticket',
      title: 'Faster basket',
    });
  });
});

async function rowOf(patches: readonly RunPatch[]): Promise<unknown> {
  const index = createMemoryIndex();
  for (const patch of patches) await index.putRun(patch, signal);
  return index.getRun('default', TEST_RUN, signal);
}

function recordOf(step: StepName, output: unknown, second = 0): RunRecord {
  return {
    schema: 'perf-agent.run-record.v1',
    runId: TEST_RUN,
    tenant: 'default',
    step,
    part: null,
    at: new Date(TEST_NOW.getTime() + second * 1_000).toISOString(),
    producer: 'perf-agent/test',
    inputs: [],
    output,
    emits: [],
    remarks: [],
  };
}
