import { DuplicateWindow } from '../queue/duplicate-window.ts';
import { MessageQueue } from '../queue/message-queue.ts';
import { type StoredMessage } from '../queue/stored-message.ts';
import {
  DEAD_LETTER_SUFFIX,
  DEFAULT_QUEUE_BYTES,
  MAX_REMEMBERED_IDS,
  type QueueSettings,
} from '../queue-settings.ts';

/** One receiving link. When `canTake` says yes, one `reserve` and later one `take` follow. */
export interface Consumer {
  readonly canTake: () => boolean;
  readonly reserve: () => void;
  /** True: delivering removes the message (receive-and-delete) instead of locking it. */
  readonly removes: boolean;
  readonly take: (message: StoredMessage) => void;
}

/** A queue, or the dead-letter sub-queue of one, with everything the broker keeps for it. */
export interface BusQueue {
  readonly path: string;
  /** Stands for the path in journal operations. */
  readonly number: number;
  readonly settings: QueueSettings;
  readonly messages: MessageQueue;
  readonly duplicates: DuplicateWindow;
  /** Null for a dead-letter sub-queue, which has none of its own. */
  readonly deadLetter: BusQueue | null;
  /** Name of the queue whose dead letters these are; null for a queue. */
  readonly deadLetterSource: string | null;
  /** First in line comes first; served ones go to the end. */
  readonly consumers: Set<Consumer>;
  /** Bytes of messages that are on their way to the disk. */
  pendingBytes: number;
}

/** @param number of the queue; its dead-letter sub-queue has the next one. */
export function createBusQueue(
  settings: QueueSettings,
  number: number,
  nextSequences: readonly [number, number],
): BusQueue {
  const deadLetter: BusQueue = {
    ...emptyQueue(settings, number + 1, nextSequences[1]),
    path: settings.name + DEAD_LETTER_SUFFIX,
    duplicates: new DuplicateWindow(0, 0),
    deadLetter: null,
    deadLetterSource: settings.name,
  };
  return {
    ...emptyQueue(settings, number, nextSequences[0]),
    path: settings.name,
    duplicates: new DuplicateWindow(settings.duplicateDetectionWindowMs, MAX_REMEMBERED_IDS),
    deadLetter,
    deadLetterSource: null,
  };
}

/** True when `bytes` more do not fit into the queue together with its dead letters. */
export function isFullFor(queue: BusQueue, bytes: number): boolean {
  const held = queue.messages.bytes + (queue.deadLetter?.messages.bytes ?? 0) + queue.pendingBytes;
  return held + bytes > (queue.settings.maxSizeBytes ?? DEFAULT_QUEUE_BYTES);
}

function emptyQueue(settings: QueueSettings, number: number, nextSequence: number) {
  return {
    number,
    settings,
    messages: new MessageQueue(settings.lockDurationMs, nextSequence),
    consumers: new Set<Consumer>(),
    pendingBytes: 0,
  };
}
