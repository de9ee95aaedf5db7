import { MESSAGE_OVERHEAD_BYTES } from '../queue-settings.ts';
import { Heap } from './heap.ts';
import { newToken } from './new-token.ts';
import { type StoredMessage } from './stored-message.ts';

/** How many messages are in which state; locked ones count where they were before. */
interface QueueCounts {
  readonly active: number;
  readonly scheduled: number;
  readonly deferred: number;
}

/** What the clock has brought about in a queue. */
interface DueMessages {
  readonly lockExpired: readonly StoredMessage[];
  readonly scheduled: readonly StoredMessage[];
  readonly expired: readonly StoredMessage[];
}

/** Entries of removed messages that a heap may hold before it is cleaned. */
const STALE_ENTRIES = 1024;

/**
 * The messages of one queue in memory: order, locks and times. It does no I/O and reads no clock; its user journals
 * every change. Heaps may hold entries that no longer hold true; they are skipped when they come up.
 */
export class MessageQueue {
  readonly #lockDurationMs: number;
  readonly #messages = new Map<number, StoredMessage>();
  readonly #ready = new Heap<StoredMessage>();
  /** In order of the end of the lock, since every lock lasts equally long. */
  readonly #locks = new Map<string, StoredMessage>();
  readonly #schedule = new Heap<StoredMessage>();
  readonly #expiry = new Heap<StoredMessage>();
  readonly #counts = { active: 0, scheduled: 0, deferred: 0 };
  #bytes = 0;
  #nextSequence: number;

  constructor(lockDurationMs: number, nextSequence: number) {
    this.#lockDurationMs = lockDurationMs;
    this.#nextSequence = nextSequence;
  }

  get nextSequence(): number {
    return this.#nextSequence;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get counts(): QueueCounts {
    return { ...this.#counts };
  }

  takeSequence(): number {
    return this.#nextSequence++;
  }

  /** In order of arrival. */
  messages(): Iterable<StoredMessage> {
    return this.#messages.values();
  }

  get(sequence: number): StoredMessage | undefined {
    return this.#messages.get(sequence);
  }

  add(message: StoredMessage): void {
    this.#messages.set(message.sequence, message);
    this.#counts[message.state] += 1;
    this.#bytes += message.bytes.length + MESSAGE_OVERHEAD_BYTES;
    if (message.expiresAt !== Infinity) this.#expiry.push(message.expiresAt, message);
    if (message.state === 'scheduled') this.#schedule.push(message.scheduledAt, message);
    if (message.state === 'active') this.#ready.push(message.sequence, message);
  }

  remove(message: StoredMessage): void {
    if (this.#messages.get(message.sequence) !== message) return;
    this.#messages.delete(message.sequence);
    this.#counts[message.state] -= 1;
    this.#bytes -= message.bytes.length + MESSAGE_OVERHEAD_BYTES;
    this.#unlock(message);
    for (const heap of [this.#schedule, this.#expiry]) {
      if (heap.size > 2 * this.#messages.size + STALE_ENTRIES) heap.retain((each) => this.#holds(each));
    }
  }

  /** The oldest message that can be delivered now, without taking it. */
  nextReady(now: number): StoredMessage | null {
    for (let top = this.#ready.peek(); top !== undefined; top = this.#ready.peek()) {
      if (this.#isReady(top.item) && top.item.expiresAt > now) return top.item;
      this.#ready.pop();
    }
    return null;
  }

  lock(message: StoredMessage, now: number): void {
    this.#setLock(message, newToken(), now);
  }

  /** The message that `token` still holds at `now`, or null. */
  locked(token: string, now: number): StoredMessage | null {
    const message = this.#locks.get(token);
    return message?.lock != null && message.lock.until > now ? message : null;
  }

  /** @returns the new end of the lock. */
  renew(message: StoredMessage, now: number): number {
    if (message.lock !== null) {
      this.#locks.delete(message.lock.token);
      this.#setLock(message, message.lock.token, now);
    }
    return now + this.#lockDurationMs;
  }

  /** Gives a locked message back to its place in the queue (a deferred one stays deferred). */
  release(message: StoredMessage): void {
    this.#unlock(message);
    if (message.state === 'active') this.#ready.push(message.sequence, message);
    if (message.expiresAt !== Infinity) this.#expiry.push(message.expiresAt, message);
  }

  /** Up to `limit` messages of each kind whose lock, schedule or life has ended; the caller decides what becomes of them. */
  due(now: number, limit: number): DueMessages {
    const lockExpired: StoredMessage[] = [];
    for (const message of this.#locks.values()) {
      if (lockExpired.length === limit || (message.lock !== null && message.lock.until > now)) break;
      lockExpired.push(message);
    }
    return {
      lockExpired,
      scheduled: popDue(this.#schedule, now, limit, (message) => this.#holds(message)),
      expired: popDue(this.#expiry, now, limit, (message) => this.#holds(message) && message.lock === null),
    };
  }

  /** When `due` should be asked next; Infinity when nothing is waiting for the clock. */
  nextDueAt(): number {
    const [firstLocked] = this.#locks.values();
    const lockEnd = firstLocked?.lock?.until ?? Infinity;
    return Math.min(lockEnd, this.#schedule.peek()?.key ?? Infinity, this.#expiry.peek()?.key ?? Infinity);
  }

  #holds(message: StoredMessage): boolean {
    return this.#messages.get(message.sequence) === message;
  }

  #isReady(message: StoredMessage): boolean {
    return message.state === 'active' && message.lock === null && this.#holds(message);
  }

  #setLock(message: StoredMessage, token: string, now: number): void {
    const until = now + this.#lockDurationMs;
    message.lock = { token, until };
    this.#locks.set(token, message);
  }

  #unlock(message: StoredMessage): void {
    if (message.lock !== null) this.#locks.delete(message.lock.token);
    message.lock = null;
  }
}

function popDue<T>(heap: Heap<T>, now: number, limit: number, holds: (item: T) => boolean): T[] {
  const due: T[] = [];
  for (let top = heap.peek(); top !== undefined && top.key <= now && due.length < limit; top = heap.peek()) {
    heap.pop();
    if (holds(top.item)) due.push(top.item);
  }
  return due;
}
