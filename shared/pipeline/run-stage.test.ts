import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { createMemoryRunner, TEST_NOW, TEST_RUN, testEnvelope } from '../../test/support/memory-runner.ts';
import { Masked } from '../contracts/masked.ts';
import type { Emit, RunRecord } from '../contracts/run-record.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import type { Stage, StageContext } from '../ports/stage.ts';
import { runStage } from './run-stage.ts';

const Sum = z.object({ sum: z.number() });
type Sum = z.infer<typeof Sum>;
const REF = `runs/${TEST_RUN}/reason.json`;
const signal = AbortSignal.timeout(10_000);

describe('runStage', () => {
  it('writes the record, then emits what follows and one audit note for the step and one a remark', async () => {
    const { services, artifacts, sent, patches } = createMemoryRunner();
    const { stage } = countingStage();

    await runStage(stage, testEnvelope('reason'), services, 'trace', signal);

    expect(artifacts.refs()).toEqual([REF]);
    expect(sent.map(({ queue, messageId }) => [queue, messageId])).toEqual([
      ['decide', `${TEST_RUN}:decide`],
      ['audit', `${TEST_RUN}:reason:audit`],
      ['audit', `${TEST_RUN}:reason:1:audit`],
    ]);
    expect(sent.map(({ traceparent }) => traceparent)).toEqual(['trace', 'trace', 'trace']);
    expect(sent[0]?.envelope.dataref).toBe(REF);
    expect(sent[2]?.envelope.data).toMatchObject({
      action: 'model.asked',
      subject: 'model',
      details: { tokens: 7 },
    });
    expect(patches.map(({ step }) => step)).toEqual(['reason']);
  });

  it('does not run a stage twice: a redelivery emits the same messages again', async () => {
    const { services, sent } = createMemoryRunner();
    const { stage, runs } = countingStage();

    await runStage(stage, testEnvelope('reason'), services, null, signal);
    const first = sent.splice(0);
    await runStage(stage, testEnvelope('reason'), services, null, signal);

    expect(runs()).toBe(1);
    expect(sent).toEqual(first);
  });

  it('has handed on before the list of runs is written, and waits for the list without a failure', async () => {
    const { services, sent } = createMemoryRunner();
    const { stage } = countingStage();
    const down = new TransientError('DATABASE_UNAVAILABLE', 'Down.');
    const index = { ...services.index, putRun: () => Promise.reject(down) };

    const running = runStage(stage, testEnvelope('reason'), { ...services, index }, null, signal);

    await expect(running).rejects.toMatchObject({ disposition: 'retry-later', code: 'DATABASE_UNAVAILABLE' });
    expect(sent.map(({ queue }) => queue)).toEqual(['decide', 'audit', 'audit']);
  });

  it('logs what the list of runs refuses for good, and has not failed', async () => {
    const { services, sent, lines } = createMemoryRunner();
    const { stage } = countingStage();
    const refused = new PermanentError('INPUT_INVALID', 'Refused with the password hunter2.');
    const index = { ...services.index, putRun: () => Promise.reject(refused) };

    await runStage(stage, testEnvelope('reason'), { ...services, index }, null, signal);

    expect(sent).toHaveLength(3);
    expect(lines).toMatchObject([
      {
        level: 'error',
        message: 'run not listed',
        fields: { reason: 'Refused with the password [secret].' },
      },
    ]);
  });

  it('hands on from the record that another delivery wrote while this one failed', async () => {
    const { services, artifacts, sent } = createMemoryRunner();
    const { stage } = countingStage();
    const overtaken: Stage<Sum> = {
      ...stage,
      run() {
        artifacts.put(REF, recordOf({ sum: 99 }, [{ queue: 'decide' }]));
        return Promise.reject(new PermanentError('REMOTE_REFUSED', 'Refused.'));
      },
    };

    await runStage(overtaken, testEnvelope('reason'), services, null, signal);

    expect(sent.map(({ queue }) => queue)).toEqual(['decide', 'audit']);
  });

  it('says why it failed when it cannot be seen whether another delivery did the step', async () => {
    const { services } = createMemoryRunner();
    const { stage } = countingStage();
    const refused = new PermanentError('REMOTE_REFUSED', 'Refused.');
    let reads = 0;
    const read: typeof services.artifacts.read = () => {
      reads += 1;
      const down = new TransientError('STORE_UNAVAILABLE', 'Down.');
      return reads === 1 ? Promise.resolve(null) : Promise.reject(down);
    };
    const failing: Stage<Sum> = { ...stage, run: () => Promise.reject(refused) };
    const broken = { ...services, artifacts: { ...services.artifacts, read } };

    await expect(runStage(failing, testEnvelope('reason'), broken, null, signal)).rejects.toBe(refused);
    expect(reads).toBe(2);
  });

  it('runs each part of a step once under a record and ids of its own', async () => {
    const { services, artifacts, sent } = createMemoryRunner();
    const { stage, runs } = countingStage();

    await runStage(stage, testEnvelope('reason', { part: 'a' }), services, null, signal);
    await runStage(stage, testEnvelope('reason', { part: 'b' }), services, null, signal);

    expect(runs()).toBe(2);
    expect(artifacts.refs()).toEqual([`runs/${TEST_RUN}/reason/a.json`, `runs/${TEST_RUN}/reason/b.json`]);
    expect(sent.map(({ messageId }) => messageId)).toContain(`${TEST_RUN}:reason:b:1:audit`);
  });

  it('records a null output and does not look again', async () => {
    const { services } = createMemoryRunner();
    const { stage, runs } = countingStage({ output: null });

    await runStage(stage, testEnvelope('reason'), services, null, signal);
    await runStage(stage, testEnvelope('reason'), services, null, signal);

    const stored = await services.artifacts.read(REF, signal);
    expect(JSON.parse(new TextDecoder().decode(stored?.bytes))).toMatchObject({
      step: 'reason',
      output: null,
    });
    expect(runs()).toBe(1);
  });

  it('lets a record that was there first win over ours', async () => {
    const { services, artifacts, sent } = createMemoryRunner();
    const { stage } = countingStage();
    artifacts.beforeCreate = (ref) => artifacts.put(ref, recordOf({ sum: 99 }, [{ queue: 'failed' }]));
    const asked: unknown[] = [];

    await runStage(
      {
        ...stage,
        emitAfter: (_context, output) => {
          asked.push(output);
          return Promise.resolve([]);
        },
      },
      testEnvelope('reason'),
      services,
      null,
      signal,
    );

    expect(asked).toEqual([{ sum: 99 }]);
    expect(sent.map(({ queue }) => queue)).toEqual(['failed', 'audit']);
  });

  it('refuses a stored record that does not fit the schema and emits nothing', async () => {
    const { services, artifacts, sent } = createMemoryRunner();
    const { stage, runs } = countingStage();
    artifacts.put(REF, recordOf({ sum: 'many' }, []));
    const named: unknown = expect.stringContaining(`"${REF}"`);

    const running = runStage(stage, testEnvelope('reason'), services, null, signal);

    await expect(running).rejects.toMatchObject({
      code: 'ARTIFACT_INVALID',
      message: named,
    });
    expect([runs(), sent]).toEqual([0, []]);
  });

  it('refuses output of its own that does not fit the schema before it is stored for ever', async () => {
    const { services, artifacts, sent } = createMemoryRunner();
    const { stage } = countingStage({ output: { sum: Number.NaN } });

    const running = runStage(stage, testEnvelope('reason'), services, null, signal);

    await expect(running).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
    expect([artifacts.refs(), sent]).toEqual([[], []]);
  });

  it('asks emitAfter on each delivery', async () => {
    const { services, sent } = createMemoryRunner();
    const { stage } = countingStage();
    let complete = false;
    const joining: Stage<Sum> = {
      ...stage,
      emitAfter: () => Promise.resolve(complete ? [{ queue: 'analyse' }] : []),
    };

    await runStage(joining, testEnvelope('reason'), services, null, signal);
    const early = sent.splice(0).map(({ queue }) => queue);
    complete = true;
    await runStage(joining, testEnvelope('reason'), services, null, signal);

    expect(early).not.toContain('analyse');
    expect(sent.map(({ queue }) => queue)).toContain('analyse');
  });

  it('names the records that the step read as inputs, with their hashes', async () => {
    const { services, artifacts, sent } = createMemoryRunner();
    const { stage } = countingStage();
    artifacts.put(`runs/${TEST_RUN}/analyse.json`, { ...recordOf({ sum: 1 }, []), step: 'analyse' });
    const hash: unknown = expect.stringMatching(/^[0-9a-f]{64}$/);
    const reading: Stage<Sum> = {
      ...stage,
      async run(context) {
        const { value } = await context.read('analyse', Sum);
        return { output: { sum: value.sum + 1 }, emits: [] };
      },
    };

    await runStage(reading, testEnvelope('reason'), services, null, signal);

    expect(sent[0]?.envelope.data).toMatchObject({
      inputs: [{ ref: `runs/${TEST_RUN}/analyse.json`, sha256: hash }],
    });
  });

  it('says that a step it follows from is missing, so that the message comes back', async () => {
    const { services } = createMemoryRunner();
    const { stage } = countingStage();
    const reading: Stage<Sum> = {
      ...stage,
      run: async (context: StageContext) => ({ output: (await context.read('plan', Sum)).value, emits: [] }),
    };

    const running = runStage(reading, testEnvelope('reason'), services, null, signal);

    await expect(running).rejects.toMatchObject({ code: 'STEP_MISSING', disposition: 'retry' });
  });
});

function countingStage(given: { output: Sum | null } = { output: { sum: 3 } }): {
  readonly stage: Stage<Sum>;
  readonly runs: () => number;
} {
  let runs = 0;
  return {
    runs: () => runs,
    stage: {
      step: 'reason',
      output: Sum,
      run() {
        runs += 1;
        return Promise.resolve({
          output: given.output,
          emits: [{ queue: 'decide' as const }],
          remarks: [
            { action: 'model.asked', subject: 'model', details: { tokens: 7, name: Masked.parse('m') } },
          ],
        });
      },
    },
  };
}

function recordOf(output: unknown, emits: Emit[]): RunRecord {
  return {
    schema: 'perf-agent.run-record.v1',
    runId: TEST_RUN,
    tenant: 'default',
    step: 'reason',
    part: null,
    at: TEST_NOW.toISOString(),
    producer: 'perf-agent/other',
    inputs: [],
    output,
    emits,
    remarks: [],
  };
}
