import { describe, expect, it } from 'vitest';
import { createMemoryRunner, TEST_RUN, testEnvelope } from '../../test/support/memory-runner.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import { settle } from './settle.ts';

const signal = AbortSignal.timeout(10_000);
const error = new PermanentError('REMOTE_REFUSED', 'Refused with the password hunter2.');

describe('settle', () => {
  it('sends nothing for a completed message', async () => {
    const { services, sent } = createMemoryRunner();

    await settle({ do: 'complete' }, 'plan', testEnvelope('plan'), services, null, signal);

    expect(sent).toEqual([]);
  });

  it('sends a copy of a failed message later, under an id that duplicate detection does not know', async () => {
    const { services, sent } = createMemoryRunner();
    const envelope = testEnvelope('plan', { attempt: 2, failures: 1 });
    const transient = new TransientError('REMOTE_UNAVAILABLE', 'Down.');

    await settle(
      { do: 'retry', afterMs: 2_000, error: transient },
      'plan',
      envelope,
      services,
      'trace',
      signal,
    );

    expect(sent).toEqual([
      {
        queue: 'plan',
        envelope: { ...envelope, attempt: 3, failures: 2 },
        messageId: `${TEST_RUN}:plan#3`,
        traceparent: 'trace',
        notBefore: new Date('2026-05-04T10:00:02.000Z'),
      },
    ]);
  });

  it('does not count a wait as a failure', async () => {
    const { services, sent } = createMemoryRunner();
    const envelope = testEnvelope('collect', { attempt: 4, failures: 1 });

    await settle({ do: 'retry-later', afterMs: 10_000, error }, 'collect', envelope, services, null, signal);

    expect(sent[0]?.envelope).toMatchObject({ attempt: 5, failures: 1 });
    expect(sent[0]?.notBefore).toEqual(new Date('2026-05-04T10:00:10.000Z'));
  });

  it('rejects to the twin with code and masked reason, and tells the run that it failed', async () => {
    const { services, sent } = createMemoryRunner();
    const envelope = testEnvelope('collect', { part: 'results-head' });

    await settle({ do: 'reject', error }, 'collect', envelope, services, null, signal);

    expect(sent.map(({ queue, messageId }) => [queue, messageId])).toEqual([
      ['collect-rejected', envelope.id],
      ['failed', `${TEST_RUN}:failed:collect`],
    ]);
    expect(sent[0]?.envelope).toEqual(envelope);
    expect(sent[0]?.properties).toEqual({
      code: 'REMOTE_REFUSED',
      reason: 'Refused with the password [secret].',
    });
    expect(sent[1]?.envelope.data).toEqual({
      step: 'collect',
      part: 'results-head',
      code: 'REMOTE_REFUSED',
      message: 'Refused with the password [secret].',
    });
  });

  it('sends and rejects a replayed message under ids that its first life did not use', async () => {
    const { services, sent } = createMemoryRunner();
    const replayed = testEnvelope('plan', { attempt: 0, failures: 0, replay: 1 });
    const transient = new TransientError('REMOTE_UNAVAILABLE', 'Down.');

    await settle({ do: 'retry', afterMs: 10, error: transient }, 'plan', replayed, services, null, signal);
    await settle({ do: 'reject', error }, 'plan', { ...replayed, attempt: 1 }, services, null, signal);

    expect(sent.map(({ messageId }) => messageId)).toEqual([
      `${TEST_RUN}:plan@1#1`,
      `${TEST_RUN}:plan@1`,
      `${TEST_RUN}:failed:plan@1`,
    ]);
  });

  it('cuts a long reason so that it fits the properties of a message', async () => {
    const { services, sent } = createMemoryRunner();
    const long = new PermanentError('INPUT_INVALID', 'x'.repeat(5_000));

    await settle({ do: 'reject', error: long }, 'plan', testEnvelope('plan'), services, null, signal);

    expect(sent[0]?.properties?.['reason']).toBe('x'.repeat(1_000));
  });

  it.each(['audit', 'failed'] as const)('does not tell the run when "%s" itself fails', async (queue) => {
    const { services, sent } = createMemoryRunner();

    await settle({ do: 'reject', error }, queue, testEnvelope(queue), services, null, signal);

    expect(sent.map((message) => message.queue)).toEqual([`${queue}-rejected`]);
  });
});
