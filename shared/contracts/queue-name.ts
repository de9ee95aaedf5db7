import queues from './queues.json' with { type: 'json' };
import { STEP_NAMES } from './step-name.ts';

const [, ...FOLLOWING_STEPS] = STEP_NAMES;

/** Names of the working queues: each step's, the first of which is named after what arrives, and the audit log's. `queues.json` holds their settings. */
export const QUEUE_NAMES = ['requests', ...FOLLOWING_STEPS, 'audit'] as const;

export type QueueName = (typeof QUEUE_NAMES)[number];

/** Settings of one queue as deployed: lock and duplicate window in the unit of the name. */
export interface QueueSettings {
  readonly name: string;
  readonly lockDurationSeconds: number;
  readonly maxDeliveryCount: number;
  readonly duplicateDetectionMinutes: number;
}

/** @returns the deployed settings of a working queue. */
export function queueSettings(name: QueueName): QueueSettings {
  const settings = queues.queues.find((queue) => queue.name === name);
  if (settings === undefined) throw new TypeError(`queues.json lacks the queue "${name}".`);
  return settings;
}

/** Where a message goes that no retry can help, with the error's code and reason in its application properties. */
export function rejectedQueue(name: QueueName): string {
  return `${name}-rejected`;
}
