import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { requestRecord, stageFor } from '../../test/support/memory-stage.ts';
import type { Stage } from '../ports/stage.ts';
import { inTurn } from './in-turn.ts';

const stage: Stage<string> = {
  step: 'plan',
  output: z.string(),
  run: async () => ({ output: 'planned', emits: [] }),
};

describe('inTurn', () => {
  it('lets a run go on when it is the turn of its project', async () => {
    const take = vi.fn(async () => 0);
    const { context } = stageFor({ receive: requestRecord() });

    const result = await inTurn(stage, { take }).run(context);

    expect(result.output).toBe('planned');
    expect(take).toHaveBeenCalledWith('git shop/orders');
  });

  it('sends a run of a busy project back until its turn', async () => {
    const { context } = stageFor({ receive: requestRecord() });

    const waiting = inTurn(stage, { take: async () => 12_000 }).run(context);

    await expect(waiting).rejects.toMatchObject({
      code: 'PROJECT_BUSY',
      disposition: 'retry-later',
      retryAfterMs: 12_000,
    });
  });

  it.each([{ attempt: 1 }, { replay: 1 }])(
    'does not ask a message that came back (%j) to wait again',
    async (back) => {
      const take = vi.fn(async () => 12_000);
      const { context } = stageFor({ receive: requestRecord() });

      const result = await inTurn(stage, { take }).run({
        ...context,
        envelope: { ...context.envelope, ...back },
      });

      expect(result.output).toBe('planned');
      expect(take).not.toHaveBeenCalled();
    },
  );
});
