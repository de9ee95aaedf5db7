import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { requestRecord, stageFor } from '../../test/support/memory-stage.ts';
import { TEST_RUN } from '../../test/support/memory-runner.ts';
import { ThrottledError, TransientError } from '../errors/pipeline-error.ts';
import type { Stage } from '../ports/stage.ts';
import { endingTurn, inTurn, restingTurn } from './in-turn.ts';

const stage: Stage<string> = {
  step: 'plan',
  output: z.string(),
  run: async () => ({ output: 'planned', emits: [] }),
};
const waiting = stageThatThrows(new ThrottledError('RESULTS_AWAITED', 'Nothing has arrived.', 5_000));
const failing = stageThatThrows(new TransientError('REMOTE_UNAVAILABLE', 'Gone.'));

function stageThatThrows(error: Error): Stage<string> {
  return { ...stage, run: () => Promise.reject(error) };
}

function turnsOf(waitMs: number) {
  return { take: vi.fn(async () => waitMs), leave: vi.fn(async () => undefined) };
}

function contextOf(envelope: Readonly<Record<string, number>> = {}) {
  const { context } = stageFor({ receive: requestRecord() });
  return { ...context, envelope: { ...context.envelope, ...envelope } };
}

describe('inTurn', () => {
  it('lets a run work that has a place, and leaves it the place for the steps that follow', async () => {
    const turns = turnsOf(0);

    const result = await inTurn(stage, turns).run(contextOf());

    expect(result.output).toBe('planned');
    expect(turns.take).toHaveBeenCalledWith('git shop/orders', TEST_RUN);
    expect(turns.leave).not.toHaveBeenCalled();
  });

  it.each([{}, { attempt: 3 }, { replay: 1 }])(
    'sends a run without a place back until it is worth asking again, also when it came back (%j)',
    async (envelope) => {
      const run = inTurn(stage, turnsOf(12_000)).run(contextOf(envelope));

      await expect(run).rejects.toMatchObject({
        code: 'PROJECT_BUSY',
        disposition: 'retry-later',
        retryAfterMs: 12_000,
      });
    },
  );

  it('gives the place back when the step has to wait', async () => {
    const turns = turnsOf(0);

    await expect(inTurn(waiting, turns).run(contextOf())).rejects.toThrow('Nothing has arrived');

    expect(turns.leave).toHaveBeenCalledWith(TEST_RUN);
  });
});

describe('restingTurn', () => {
  it('gives the place back when the step has to wait, and keeps it over a failure', async () => {
    const [forWaiting, forFailing] = [turnsOf(0), turnsOf(0)];

    await expect(restingTurn(waiting, forWaiting).run(contextOf())).rejects.toThrow('Nothing has arrived');
    await expect(restingTurn(failing, forFailing).run(contextOf())).rejects.toThrow('Gone');

    expect(forWaiting.leave).toHaveBeenCalledWith(TEST_RUN);
    expect(forFailing.leave).not.toHaveBeenCalled();
  });
});

describe('endingTurn', () => {
  it('gives the place back after the step, and keeps it when the step has to come again', async () => {
    const [forDone, forFailing] = [turnsOf(0), turnsOf(0)];

    await endingTurn(stage, forDone).run(contextOf());
    await expect(endingTurn(failing, forFailing).run(contextOf())).rejects.toThrow('Gone');

    expect(forDone.leave).toHaveBeenCalledWith(TEST_RUN);
    expect(forFailing.leave).not.toHaveBeenCalled();
  });
});
