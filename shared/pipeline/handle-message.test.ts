import { describe, expect, it } from 'vitest';
import { createMemoryRunner, TEST_RUN, testEnvelope } from '../../test/support/memory-runner.ts';
import { testMasker } from '../../test/support/memory-stage.ts';
import { PermanentError, ThrottledError, TransientError } from '../errors/pipeline-error.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import { handleMessage, type MessageWork } from './handle-message.ts';
import type { Delivery } from './services.ts';

describe('handleMessage', () => {
  it('hands the envelope to the work and completes', async () => {
    const { services, sent, lines } = createMemoryRunner();
    const seen: unknown[] = [];
    const work: MessageWork = (envelope, traceparent) => {
      seen.push(envelope, traceparent);
      return Promise.resolve();
    };

    const settlement = await handleMessage('plan', deliveryOf(testEnvelope('plan')), work, services);

    expect(settlement).toEqual({ do: 'complete' });
    expect(seen).toEqual([testEnvelope('plan'), 'from-the-message']);
    expect([sent, lines]).toEqual([[], []]);
  });

  it.each([
    ['is no object', 'hunter2'],
    ['is nothing', undefined],
    ['lacks fields', { specversion: '1.0' }],
    ['belongs to another queue', testEnvelope('report')],
    ['has a field that envelopes do not have', { ...testEnvelope('plan'), extra: 1 }],
  ])('rejects a body that %s without doing the work', async (_name, body) => {
    const { services, sent, lines } = createMemoryRunner();

    const settlement = await handleMessage('plan', deliveryOf(body), unreachable, services);

    expect(settlement).toMatchObject({ do: 'reject', error: { code: 'INPUT_INVALID' } });
    expect(sent.map(({ queue, properties }) => [queue, properties?.['code']])).toEqual([
      ['plan-rejected', 'INPUT_INVALID'],
    ]);
    expect(JSON.stringify([sent, lines])).not.toContain('hunter2');
    expect(lines.map(({ level }) => level)).toEqual(['error']);
  });

  it('settles a step that its time-out ended', async () => {
    const { services, sent } = createMemoryRunner();
    const sender: MessageSender = {
      send(messages, signal) {
        signal.throwIfAborted();
        sent.push(...messages);
        return Promise.resolve();
      },
    };
    const hangs: MessageWork = (_envelope, _traceparent, signal) =>
      new Promise((_resolve, reject) => {
        const late = new TransientError('REMOTE_UNAVAILABLE', 'Cut off.');
        signal.addEventListener('abort', () => reject(late));
      });
    const delivery = { ...deliveryOf(testEnvelope('plan')), signal: AbortSignal.timeout(10) };

    const settlement = await handleMessage('plan', delivery, hangs, { ...services, sender });

    expect(settlement).toMatchObject({ do: 'retry' });
    expect(sent.map(({ messageId }) => messageId)).toEqual([`${TEST_RUN}:plan#1`]);
  });

  it('gives one unreadable body one id, however often it is delivered', async () => {
    const { services, sent } = createMemoryRunner();

    await handleMessage('plan', deliveryOf('junk'), unreachable, services);
    await handleMessage('plan', deliveryOf('junk'), unreachable, services);

    expect(sent).toHaveLength(2);
    expect(sent[0]?.messageId).toBe(sent[1]?.messageId);
  });

  it('cuts an unreadable body after it is masked, so that no half of a secret stays', async () => {
    const { services, sent } = createMemoryRunner();
    const body = `${'so '.repeat(6_660)}dana.fields@shop-orders.io and so on`;

    await handleMessage('plan', deliveryOf(body), unreachable, { ...services, maskerOf: testMasker });

    const kept = JSON.stringify(sent);
    expect(kept).toContain('so so <email-');
    expect(kept).not.toContain('dana');
  });

  it('logs a bug masked, with its stack, and tries again', async () => {
    const { services, sent, lines } = createMemoryRunner();
    const bug: MessageWork = () => Promise.reject(new TypeError('cannot read hunter2'));
    const here: unknown = expect.stringContaining('handle-message.test.ts');

    const settlement = await handleMessage('plan', deliveryOf(testEnvelope('plan')), bug, services);

    expect(settlement).toMatchObject({ do: 'retry', afterMs: 500 });
    expect(sent.map(({ queue, messageId }) => [queue, messageId])).toEqual([['plan', `${TEST_RUN}:plan#1`]]);
    expect(lines).toMatchObject([
      {
        level: 'warn',
        message: 'step failed',
        fields: {
          runId: TEST_RUN,
          code: 'UNEXPECTED',
          reason: 'cannot read [secret]',
          stack: here,
        },
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('says plainly that a step waits, and does not cry failure', async () => {
    const { services, lines } = createMemoryRunner();
    const waiting: MessageWork = () =>
      Promise.reject(new ThrottledError('RESULTS_AWAITED', 'Two of three runs are here.', 10_000));

    const settlement = await handleMessage('collect', deliveryOf(testEnvelope('collect')), waiting, services);

    expect(settlement).toMatchObject({ do: 'retry-later', afterMs: 10_000 });
    expect(lines).toMatchObject([
      { level: 'info', message: 'step waits', fields: { code: 'RESULTS_AWAITED' } },
    ]);
  });

  it('logs a rejection as an error that names where the message went', async () => {
    const { services, sent, lines } = createMemoryRunner();
    const refused: MessageWork = () => Promise.reject(new PermanentError('POLICY_INVALID', 'p.yaml:3:1 no.'));

    await handleMessage('plan', deliveryOf(testEnvelope('plan')), refused, services);

    expect(sent.map(({ queue }) => queue)).toEqual(['plan-rejected', 'failed']);
    expect(lines).toMatchObject([{ level: 'error', fields: { rejectedTo: 'plan-rejected', stack: null } }]);
  });

  it('tries a message again whose deliveries killed processes before, as a copy with deliveries of its own', async () => {
    const { services, sent } = createMemoryRunner();
    const bug: MessageWork = () => Promise.reject(new Error('bug'));
    const last = { ...deliveryOf(testEnvelope('plan')), deliveryCount: 1_000 };

    const settlement = await handleMessage('plan', last, bug, services);

    expect(settlement).toMatchObject({ do: 'retry', afterMs: 500 });
    expect(sent).toMatchObject([{ queue: 'plan', envelope: { attempt: 1, failures: 1 } }]);
  });

  it('throws when the settlement cannot be sent, so that the message is delivered again', async () => {
    const { services } = createMemoryRunner();
    const down = new Error('broker gone');
    const work: MessageWork = () => Promise.reject(new Error('bug'));
    const broken = { ...services, sender: { send: () => Promise.reject(down) } };

    const handling = handleMessage('plan', deliveryOf(testEnvelope('plan')), work, broken);

    await expect(handling).rejects.toBe(down);
  });
});

function deliveryOf(body: unknown): Delivery {
  return {
    body,
    traceparent: 'from-the-message',
    deliveryCount: 1,
    signal: AbortSignal.timeout(10_000),
  };
}

const unreachable: MessageWork = () => Promise.reject(new Error('the work must not be reached'));
