import queues from './queues.json' with { type: 'json' };

/** Names of the working queues, in the order of the pipeline; `queues.json` holds their settings. */
export const QUEUE_NAMES = [
  'requests',
  'plan',
  'collect',
  'mask',
  'deadline',
  'analyse',
  'reason',
  'decide',
  'report',
  'deliver',
  'notify',
  'ticket',
  'learn',
  'audit',
  'failed',
] as const;

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
