import { describe, expect, it } from 'vitest';
import { REFUSED_LETTER } from '../../test/support/dead-letter.ts';
import { createMemoryRunner, TEST_RUN } from '../../test/support/memory-runner.ts';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';

const LETTER: DeadLetter = { ...REFUSED_LETTER, replays: 2 };

describe('replayDeadLetters', () => {
  it('notes who sends which message back before it goes, and once when it is asked again', async () => {
    const audit = createMemoryAudit();
    const stoodBefore: number[] = [];
    const deadLetters: DeadLetters = {
      list: () => Promise.resolve([]),
      sweep: () => Promise.resolve(0),
      discard: () => Promise.resolve([]),
      async replay(_choose, tell) {
        await tell(LETTER);
        stoodBefore.push(audit.entries.length);
        return [LETTER];
      },
    };
    const ports = {
      tenant: 'default',
      clock: createMemoryRunner().services.clock,
      audit,
      deadLetters,
      pause: () => Promise.resolve(),
    };
    const request = { choose: { runId: TEST_RUN }, actor: 'operator ann' };

    await replayDeadLetters(request, ports, AbortSignal.timeout(5_000));
    await replayDeadLetters(request, ports, AbortSignal.timeout(5_000));

    expect(stoodBefore).toEqual([1, 1]);
    expect(JSON.parse(audit.entries[0] ?? '')).toMatchObject({
      note: {
        action: 'message.replayed',
        actor: 'operator ann',
        runId: TEST_RUN,
        details: { queue: 'collect', code: 'REMOTE_FORBIDDEN', replaysBefore: 2 },
      },
    });
  });
});
