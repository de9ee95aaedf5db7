import { expect, it } from 'vitest';
import type { Envelope } from '../../shared/contracts/envelope.ts';
import type { MessageSender, OutgoingMessage } from '../../shared/ports/message-sender.ts';
import { TEST_RUN, testEnvelope } from '../support/memory-runner.ts';

export interface SenderUnderTest {
  readonly sender: MessageSender;
  /** Takes what may be received from the queue now, up to so many, each once. */
  take(queue: string, most: number): Promise<readonly { readonly id: string; readonly body: unknown }[]>;
}

type Queue = 'plan' | 'learn' | 'collect' | 'audit';

/** Promises of the MessageSender port. @param open gives the one sender under test; its queues are empty at first */
export function itSendsMessages(open: () => SenderUnderTest): void {
  const signal = (): AbortSignal => AbortSignal.timeout(20_000);
  let made = 0;

  function messageOf(queue: Queue, id: string, more: Partial<Envelope> = {}): OutgoingMessage {
    const envelope = testEnvelope(queue, { id, ...more });
    return { queue, envelope, messageId: id, traceparent: '00-1-2-01' };
  }
  const fresh = (): string => `${TEST_RUN}:${(made += 1)}`;

  it('brings an envelope to its queue as it is', async () => {
    const message = messageOf('plan', fresh(), {
      data: { text: 'naïve 性能 \u2028', number: 1.5, none: null },
    });

    await open().sender.send([message], signal());

    expect(await open().take('plan', 5)).toEqual([{ id: message.messageId, body: message.envelope }]);
  });

  it('takes each id once for a queue, alone and within a batch, and again for another queue', async () => {
    const [a, b] = [fresh(), fresh()];
    const batch = [messageOf('plan', a), messageOf('plan', b), messageOf('learn', a)];

    await open().sender.send(batch, signal());
    await open().sender.send(batch, signal());
    await open().sender.send([messageOf('plan', b)], signal());

    expect((await open().take('plan', 5)).map(({ id }) => id)).toEqual([a, b]);
    expect((await open().take('learn', 5)).map(({ id }) => id)).toEqual([a]);
  });

  it('holds a scheduled message back until its time', async () => {
    const notBefore = new Date(Date.now() + 700);
    const id = fresh();
    await open().sender.send([{ ...messageOf('collect', id), notBefore }], signal());

    const early = await open().take('collect', 5);
    const due = await untilSome(() => open().take('collect', 5));

    expect(early).toEqual([]);
    expect(due.map((one) => one.id)).toEqual([id]);
    expect(Date.now()).toBeGreaterThanOrEqual(notBefore.getTime());
  });

  it('has nothing to do for nothing', async () => {
    await open().sender.send([], signal());

    expect(await open().take('plan', 5)).toEqual([]);
  });

  it('brings all of more messages than fit into one transfer', async () => {
    const data = 'x'.repeat(10_000);
    const messages = Array.from({ length: 120 }, () => messageOf('audit', fresh(), { data }));

    await open().sender.send(messages, signal());

    const ids: string[] = [];
    for (let some = await open().take('audit', 200); some.length > 0; some = await open().take('audit', 200))
      ids.push(...some.map(({ id }) => id));
    expect(ids.sort()).toEqual(messages.map(({ messageId }) => messageId).sort());
  });
}

async function untilSome<T>(take: () => Promise<readonly T[]>): Promise<readonly T[]> {
  for (let tries = 0; tries < 100; tries += 1) {
    const some = await take();
    if (some.length > 0) return some;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [];
}
