import { type MessageRecord, type Operation } from './operation.ts';

/** A queue as the files tell it; `messages` keeps the order of arrival. */
export interface ReplayedQueue {
  nextSequence: number;
  readonly messages: Map<number, MessageRecord>;
  /** Message id to the time when it was first seen, oldest first. */
  readonly remembered: Map<string, number>;
}

/** Rebuilds the state of all queues from operations in the order they were written. */
export class Replay {
  readonly #queues = new Map<string, ReplayedQueue & { readonly delivered: Set<number> }>();
  #paths = new Map<number, string>();

  /** Queue numbers are per file. */
  startFile(): void {
    this.#paths = new Map();
  }

  apply(operation: Operation): void {
    if (operation.kind === 'declare') {
      this.#paths.set(operation.queue, operation.path);
      const queue = this.#queueAt(operation.path);
      queue.nextSequence = Math.max(queue.nextSequence, operation.nextSequence);
      return;
    }
    const path = this.#paths.get(operation.queue);
    if (path === undefined) throw new RangeError(`operation on undeclared queue ${operation.queue}`);
    this.#applyTo(this.#queueAt(path), operation);
  }

  /** The end state: a delivery that nothing followed was cut off by the end of the process and counts as failed. */
  finish(): Map<string, ReplayedQueue> {
    for (const { messages, delivered } of this.#queues.values()) {
      for (const sequence of delivered) {
        const message = messages.get(sequence);
        if (message !== undefined)
          messages.set(sequence, { ...message, deliveryCount: message.deliveryCount + 1 });
      }
      delivered.clear();
    }
    return this.#queues;
  }

  #queueAt(path: string): ReplayedQueue & { readonly delivered: Set<number> } {
    const known = this.#queues.get(path);
    if (known !== undefined) return known;
    const fresh = {
      nextSequence: 1,
      messages: new Map(),
      remembered: new Map(),
      delivered: new Set<number>(),
    };
    this.#queues.set(path, fresh);
    return fresh;
  }

  #applyTo(
    queue: ReplayedQueue & { readonly delivered: Set<number> },
    operation: Exclude<Operation, { kind: 'declare' }>,
  ): void {
    switch (operation.kind) {
      case 'put':
        queue.messages.set(operation.message.sequence, operation.message);
        queue.delivered.delete(operation.message.sequence);
        queue.nextSequence = Math.max(queue.nextSequence, operation.message.sequence + 1);
        return;
      case 'remove':
        queue.messages.delete(operation.sequence);
        queue.delivered.delete(operation.sequence);
        return;
      case 'delivered':
        if (queue.messages.has(operation.sequence)) queue.delivered.add(operation.sequence);
        return;
      case 'released': {
        const message = queue.messages.get(operation.sequence);
        if (message === undefined) return;
        queue.messages.set(operation.sequence, { ...message, deliveryCount: operation.deliveryCount });
        queue.delivered.delete(operation.sequence);
        return;
      }
      case 'remember':
        queue.remembered.delete(operation.messageId);
        queue.remembered.set(operation.messageId, operation.at);
        return;
    }
  }
}
