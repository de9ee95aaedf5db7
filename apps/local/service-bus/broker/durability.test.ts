import { setImmediate } from 'node:timers/promises';
import rhea from 'rhea';
import { describe, expect, it } from 'vitest';
import { PermanentError } from '../../../../shared/errors/pipeline-error.ts';
import { parseMessage } from '../amqp/parse-message.ts';
import { type Operation } from '../journal/operation.ts';
import { type StoredMessage } from '../queue/stored-message.ts';
import { type Bus, createBus } from './bus.ts';
import { type BusQueue } from './bus-queue.ts';
import { deliverMessages } from './deliver-messages.ts';
import { type Settlement, settleMessage } from './settle-message.ts';
import { storeMessages } from './store-messages.ts';

/** A disk that writes only when told to. */
class SlowDisk {
  readonly written: Operation[] = [];
  #waiting: (() => void)[] = [];
  #failure: PermanentError | null = null;

  append(operations: readonly Operation[], committed?: (error: PermanentError | null) => void): void {
    this.#waiting.push(() => {
      if (this.#failure === null) this.written.push(...operations);
      committed?.(this.#failure);
    });
  }

  barrier(committed: (error: PermanentError | null) => void): void {
    this.append([], committed);
  }

  async flush(failure: PermanentError | null = null): Promise<void> {
    this.#failure = failure;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const write of waiting) write();
    await setImmediate();
  }
}

function openBus(): { readonly bus: Bus; readonly queue: BusQueue; readonly disk: SlowDisk } {
  const disk = new SlowDisk();
  const settings = {
    name: 'q',
    lockDurationMs: 1000,
    maxDeliveryCount: 3,
    duplicateDetectionWindowMs: 60_000,
  };
  const bus = createBus([settings], new Map(), { journal: disk, now: () => 1, wakeAt: () => undefined });
  return { bus, disk, queue: bus.queues.get('q')! };
}

/** A receiver that takes everything. */
function receive(bus: Bus, queue: BusQueue, removes = false): StoredMessage[] {
  const taken: StoredMessage[] = [];
  queue.consumers.add({
    removes,
    canTake: () => true,
    reserve: () => undefined,
    take: (each) => taken.push(each),
  });
  deliverMessages(bus, queue);
  return taken;
}

function send(
  bus: Bus,
  queue: BusQueue,
  messageId: string,
): { settled: boolean; readonly done: Promise<unknown> } {
  const parsed = parseMessage(rhea.message.encode({ message_id: messageId, body: 'x' }));
  const done = storeMessages(bus, queue, [parsed]);
  const watched = { settled: false, done };
  const settle = (): void => {
    watched.settled = true;
  };
  done.then(settle, settle);
  return watched;
}

const DISK_FULL = new PermanentError('BUS_JOURNAL_FAILED', 'disk full');

describe('what the broker tells before the disk has it', () => {
  it('is nothing: a message is neither accepted nor delivered until it is written', async () => {
    const { bus, queue, disk } = openBus();
    const taken = receive(bus, queue);
    const sent = send(bus, queue, 'a');
    await setImmediate();
    expect([sent.settled, taken.length]).toEqual([false, 0]);

    await disk.flush();

    expect([sent.settled, taken.length]).toEqual([true, 1]);
    expect(disk.written.map((each) => each.kind)).toEqual(['put', 'remember']);
  });

  it('is nothing for a copy, either, while the first one is still being written', async () => {
    const { bus, queue, disk } = openBus();
    send(bus, queue, 'a');
    const copy = send(bus, queue, 'a');
    await setImmediate();
    expect(copy.settled).toBe(false);

    await disk.flush();

    expect(copy.settled).toBe(true);
    expect(queue.messages.counts.active).toBe(1);
  });

  it('takes a message that could not be written as new when it is sent again', async () => {
    const { bus, queue, disk } = openBus();
    const failed = send(bus, queue, 'a');
    await disk.flush(DISK_FULL);
    await expect(failed.done).rejects.toBe(DISK_FULL);
    expect([queue.messages.counts.active, queue.pendingBytes]).toEqual([0, 0]);

    send(bus, queue, 'a');
    await disk.flush();

    expect(queue.messages.counts.active).toBe(1);
  });

  it.each<Settlement>([
    { do: 'complete' },
    { do: 'abandon', properties: {} },
    { do: 'defer', properties: {} },
    { do: 'dead-letter', properties: { DeadLetterReason: 'r' } },
  ])('does not confirm $do', async (settlement) => {
    const { bus, queue, disk } = openBus();
    send(bus, queue, 'a');
    await disk.flush();
    const [message] = receive(bus, queue);
    let confirmed = false;
    const settling = settleMessage(bus, queue, message!.lock!.token, settlement).then(() => {
      confirmed = true;
    });
    await setImmediate();
    expect(confirmed).toBe(false);

    await disk.flush();
    await settling;

    expect(confirmed).toBe(true);
  });

  it('hands a message to a receive-and-delete receiver only when its removal is written', async () => {
    const { bus, queue, disk } = openBus();
    send(bus, queue, 'a');
    await disk.flush();
    const taken = receive(bus, queue, true);
    expect(taken).toEqual([]);

    await disk.flush();

    expect(taken).toHaveLength(1);
    expect(disk.written.at(-1)?.kind).toBe('remove');
  });
});
