import { describe, expect, it, vi } from 'vitest';
import { createMemoryRunner, TEST_NOW, TEST_RUN, testEnvelope } from '../../test/support/memory-runner.ts';
import { TransientError } from '../errors/pipeline-error.ts';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters.ts';
import { sweepDeadLetters } from './sweep-dead-letters.ts';

const signal = AbortSignal.timeout(20_000);

describe('sweepDeadLetters', () => {
  it('gives a message that the broker gave up on what a rejected one gets', async () => {
    const { services, sent } = createMemoryRunner();
    const letters = lettersOf([[letterOf('collect'), testEnvelope('collect', { part: 'results' })]]);

    const swept = await sweepDeadLetters(letters, services, signal);

    expect(swept).toBe(1);
    expect(sent.map(({ queue, messageId }) => [queue, messageId])).toEqual([
      ['collect-rejected', `${TEST_RUN}:collect`],
      ['failed', `${TEST_RUN}:failed:collect`],
    ]);
    expect(sent[0]?.properties).toMatchObject({
      code: 'DELIVERIES_EXHAUSTED',
      reason: expect.stringContaining('MaxDeliveryCountExceeded') as unknown,
    });
    expect(sent[1]?.envelope.data).toMatchObject({ step: 'collect', part: 'results' });
  });

  it('sends the same ids when a sweep dies in between and begins again', async () => {
    const { services, sent } = createMemoryRunner();
    const letters = lettersOf([[letterOf('plan'), testEnvelope('plan')]]);

    await sweepDeadLetters(letters, services, signal);
    const first = sent.splice(0);
    await sweepDeadLetters(letters, services, signal);

    expect(sent.map(({ queue, messageId }) => [queue, messageId])).toEqual(
      first.map(({ queue, messageId }) => [queue, messageId]),
    );
  });

  it('keeps a body that is no envelope, masked, and tells no run', async () => {
    const { services, sent } = createMemoryRunner();
    const letters = lettersOf([[letterOf('plan'), 'junk with hunter2']]);

    await sweepDeadLetters(letters, services, signal);

    expect(sent.map(({ queue }) => queue)).toEqual(['plan-rejected']);
    expect(JSON.stringify(sent)).not.toContain('hunter2');
  });

  it('masks what the broker says', async () => {
    const { services, sent, lines } = createMemoryRunner();
    const letters = lettersOf([[{ ...letterOf('plan'), reason: 'hunter2' }, testEnvelope('plan')]]);

    await sweepDeadLetters(letters, services, signal);

    expect(JSON.stringify([sent, lines])).not.toContain('hunter2');
  });

  it('takes a message that lies in the wrong queue for unreadable', async () => {
    const { services, sent } = createMemoryRunner();

    await sweepDeadLetters(lettersOf([[letterOf('plan'), testEnvelope('report')]]), services, signal);

    expect(sent.map(({ queue, properties }) => [queue, properties?.['code']])).toEqual([
      ['plan-rejected', 'INPUT_INVALID'],
    ]);
  });

  it('lets a message stay where it is when it cannot be sent on, and does not call it unreadable', async () => {
    const { services, sent } = createMemoryRunner();
    const down = new TransientError('QUEUE_UNAVAILABLE', 'Service Bus is down.');
    const send = vi.fn(services.sender.send).mockRejectedValueOnce(down);
    const letters = lettersOf([[letterOf('plan'), testEnvelope('plan')]]);

    const sweeping = sweepDeadLetters(letters, { ...services, sender: { send } }, signal);

    await expect(sweeping).rejects.toBe(down);
    expect(sent).toEqual([]);
  });
});

/** Dead letters that are told one after the other; one that is told without an error counts as moved. */
function lettersOf(found: readonly (readonly [DeadLetter, unknown])[]): DeadLetters {
  return {
    list: () => Promise.resolve(found.map(([letter]) => letter)),
    async sweep(tell) {
      for (const [letter, body] of found) await tell(letter, body);
      return found.length;
    },
    replay: () => Promise.resolve([]),
    discard: () => Promise.resolve([]),
  };
}

function letterOf(queue: string): DeadLetter {
  return {
    queue,
    kind: 'broken',
    messageId: `${TEST_RUN}:${queue}`,
    runId: TEST_RUN,
    part: null,
    code: 'MaxDeliveryCountExceeded',
    reason: 'Message could not be consumed after 10 delivery attempts.',
    failures: null,
    replays: 0,
    at: TEST_NOW,
  };
}
