import { describe, expect, it } from 'vitest';
import { REFUSED_LETTER } from '../../test/support/dead-letter.ts';
import { createMemoryRunner, TEST_RUN } from '../../test/support/memory-runner.ts';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import type { DeadLetters } from '../ports/dead-letters.ts';
import { discardDeadLetters } from './discard-dead-letters.ts';

describe('discardDeadLetters', () => {
  it('notes who discards what and why before the message goes, the reason masked', async () => {
    const { ports, audit, gone } = setUp();
    const request = {
      choose: { runId: TEST_RUN },
      reason: 'the repository is gone, hunter2',
      actor: 'operator ann',
    };

    const discarded = await discardDeadLetters(request, ports, AbortSignal.timeout(5_000));

    expect(discarded).toEqual([REFUSED_LETTER]);
    expect(gone).toEqual([{ entries: 1 }]);
    expect(JSON.parse(audit.entries[0] ?? '')).toMatchObject({
      note: {
        action: 'message.discarded',
        actor: 'operator ann',
        runId: TEST_RUN,
        details: { code: 'REMOTE_FORBIDDEN', queue: 'collect', reason: 'the repository is gone, [secret]' },
      },
    });
  });

  it('discards nothing for a reason that says nothing', async () => {
    const { ports, gone } = setUp();

    const refused = discardDeadLetters(
      { choose: {}, reason: 'x', actor: 'operator ann' },
      ports,
      AbortSignal.timeout(5_000),
    );

    await expect(refused).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(gone).toEqual([]);
  });
});

/** One dead letter; `gone` tells how many audit entries stood when it was removed. */
function setUp() {
  const audit = createMemoryAudit();
  const gone: { readonly entries: number }[] = [];
  const deadLetters: DeadLetters = {
    list: () => Promise.resolve([REFUSED_LETTER]),
    sweep: () => Promise.resolve(0),
    replay: () => Promise.resolve([]),
    async discard(_choose, tell) {
      await tell(REFUSED_LETTER);
      gone.push({ entries: audit.entries.length });
      return [REFUSED_LETTER];
    },
  };
  const { clock, maskerOf } = createMemoryRunner().services;
  return { ports: { tenant: 'default', deadLetters, audit, clock, maskerOf }, audit, gone };
}
