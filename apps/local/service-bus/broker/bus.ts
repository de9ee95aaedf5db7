import { type Journal } from '../journal/journal.ts';
import { type Operation } from '../journal/operation.ts';
import { type ReplayedQueue } from '../journal/replay.ts';
import { DEAD_LETTER_SUFFIX, type QueueSettings } from '../queue-settings.ts';
import { type BusQueue, createBusQueue } from './bus-queue.ts';

/** Messages per state, as the Azure portal counts them: a locked message counts as active. */
export interface QueueStats {
  readonly active: number;
  readonly scheduled: number;
  readonly deferred: number;
  readonly deadLetter: number;
}

/** All queues of the namespace, and the journal that every change goes to. */
export interface Bus {
  readonly queues: ReadonlyMap<string, BusQueue>;
  /** Queues that the files know and the settings do not: kept, so that a slip in the settings loses nothing. */
  readonly retired: readonly RetiredQueue[];
  readonly now: () => number;
  readonly journal: Pick<Journal, 'append' | 'barrier'>;
  /** Has the queue looked after at that time; Infinity for never. */
  readonly wakeAt: (queue: BusQueue, at: number) => void;
}

interface RetiredQueue extends ReplayedQueue {
  readonly path: string;
  readonly number: number;
}

/** Puts settings and replayed state together. Queue numbers are given in the order of the settings. */
export function createBus(
  settings: readonly QueueSettings[],
  replayed: ReadonlyMap<string, ReplayedQueue>,
  surroundings: Pick<Bus, 'journal' | 'now' | 'wakeAt'>,
): Bus {
  const queues = new Map<string, BusQueue>();
  for (const [index, each] of settings.entries()) {
    const stored = replayed.get(each.name);
    const storedDead = replayed.get(each.name + DEAD_LETTER_SUFFIX);
    const queue = createBusQueue(each, 2 * index, [stored?.nextSequence ?? 1, storedDead?.nextSequence ?? 1]);
    restore(queue, stored);
    queues.set(queue.path.toLowerCase(), queue);
    if (queue.deadLetter === null) continue;
    restore(queue.deadLetter, storedDead);
    queues.set(queue.deadLetter.path.toLowerCase(), queue.deadLetter);
  }
  const retired = [...replayed]
    .filter(([path]) => !queues.has(path.toLowerCase()))
    .map(([path, queue], index) => ({ ...queue, path, number: 2 * settings.length + index }));
  return { queues, retired, ...surroundings };
}

/** The operations that every journal file starts with. */
export function declarationsOf(bus: Bus): Operation[] {
  const declare = (number: number, path: string, nextSequence: number): Operation => {
    return { kind: 'declare', queue: number, path, nextSequence };
  };
  return [
    ...[...bus.queues.values()].map((each) => declare(each.number, each.path, each.messages.nextSequence)),
    ...bus.retired.map((each) => declare(each.number, each.path, each.nextSequence)),
  ];
}

/** The whole state as operations: replaying them gives it back. */
export function stateOf(bus: Bus): Operation[] {
  const operations = declarationsOf(bus);
  for (const queue of bus.queues.values()) {
    for (const message of queue.messages.messages()) {
      const { lock, ...record } = message;
      operations.push({ kind: 'put', queue: queue.number, message: record });
      if (lock !== null)
        operations.push({ kind: 'delivered', queue: queue.number, sequence: message.sequence });
    }
    for (const { id, at } of queue.duplicates.entries()) {
      operations.push({ kind: 'remember', queue: queue.number, messageId: id, at });
    }
  }
  for (const { number, messages, remembered } of bus.retired) {
    for (const message of messages.values()) operations.push({ kind: 'put', queue: number, message });
    for (const [messageId, at] of remembered)
      operations.push({ kind: 'remember', queue: number, messageId, at });
  }
  return operations;
}

export function statsOf(bus: Bus): Record<string, QueueStats> {
  const stats: Record<string, QueueStats> = {};
  for (const queue of bus.queues.values()) {
    if (queue.deadLetter === null) continue;
    const dead = queue.deadLetter.messages.counts;
    stats[queue.path] = { ...queue.messages.counts, deadLetter: dead.active + dead.deferred };
  }
  return stats;
}

function restore(queue: BusQueue, stored: ReplayedQueue | undefined): void {
  if (stored === undefined) return;
  for (const message of stored.messages.values()) queue.messages.add({ ...message, lock: null });
  for (const [id, at] of stored.remembered) queue.duplicates.restore(id, at);
}
