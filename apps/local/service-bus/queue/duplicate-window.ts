interface Seen {
  readonly id: string;
  readonly at: number;
}

/**
 * Message ids seen within a time window. An id is first reserved and counts for good once its message is on disk: were
 * it remembered earlier, a crash between the two would drop the sender's second attempt.
 */
export class DuplicateWindow {
  readonly #windowMs: number;
  readonly #bound: number;
  readonly #ids = new Set<string>();
  readonly #reserved = new Set<string>();
  /** Oldest at `#head`; a set alone would walk over its deleted entries each time it is asked for the oldest. */
  #order: Seen[] = [];
  #head = 0;

  /** At most `bound` ids are kept: beyond it the oldest are forgotten early. */
  constructor(windowMs: number, bound: number) {
    this.#windowMs = windowMs;
    this.#bound = bound;
  }

  /** False when the id was seen within the window or is just being stored. */
  reserve(id: string, now: number): boolean {
    if (this.#windowMs <= 0) return true;
    this.#forgetOld(now);
    if (this.#ids.has(id) || this.#reserved.has(id)) return false;
    this.#reserved.add(id);
    return true;
  }

  /** The message of a reserved id is stored. */
  confirm(id: string, at: number): void {
    if (this.#reserved.delete(id)) this.restore(id, at);
  }

  /** The message of a reserved id could not be stored. */
  release(id: string): void {
    this.#reserved.delete(id);
  }

  /** Takes up an id that was confirmed at `at`, in order of time. */
  restore(id: string, at: number): void {
    if (this.#windowMs <= 0 || this.#ids.has(id)) return;
    this.#ids.add(id);
    this.#order.push({ id, at });
  }

  entries(): readonly Seen[] {
    return this.#order.slice(this.#head);
  }

  #forgetOld(now: number): void {
    for (let oldest = this.#order[this.#head]; oldest !== undefined; oldest = this.#order[this.#head]) {
      if (oldest.at > now - this.#windowMs && this.#ids.size <= this.#bound) break;
      this.#ids.delete(oldest.id);
      this.#head += 1;
    }
    if (this.#head > 1024 && this.#head > this.#order.length / 2) {
      this.#order = this.#order.slice(this.#head);
      this.#head = 0;
    }
  }
}
