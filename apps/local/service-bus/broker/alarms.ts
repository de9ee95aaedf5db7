import { type BusQueue } from './bus-queue.ts';

/** setTimeout's longest delay; later times are reached in steps. */
const MAX_DELAY_MS = 2 ** 31 - 1;

interface Alarm {
  readonly at: number;
  readonly handle: NodeJS.Timeout;
}

/** One timer a queue, set to the next moment at which something is due: nothing is polled. */
export class Alarms {
  readonly #now: () => number;
  readonly #onDue: (queue: BusQueue) => void;
  readonly #alarms = new Map<BusQueue, Alarm>();

  constructor(now: () => number, onDue: (queue: BusQueue) => void) {
    this.#now = now;
    this.#onDue = onDue;
  }

  /** Makes sure that the queue is looked after at `at` (epoch milliseconds; Infinity for never). */
  wakeAt(queue: BusQueue, at: number): void {
    const set = this.#alarms.get(queue);
    if (at === Infinity || (set !== undefined && set.at <= at)) return;
    clearTimeout(set?.handle);
    const delay = Math.min(Math.max(0, Math.ceil(at - this.#now())), MAX_DELAY_MS);
    this.#alarms.set(queue, { at, handle: setTimeout(() => this.#ring(queue), delay) });
  }

  stop(): void {
    for (const { handle } of this.#alarms.values()) clearTimeout(handle);
    this.#alarms.clear();
  }

  #ring(queue: BusQueue): void {
    this.#alarms.delete(queue);
    this.#onDue(queue);
    this.wakeAt(queue, queue.messages.nextDueAt());
  }
}
