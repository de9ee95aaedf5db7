import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { type QueueSettings } from './queue-settings.ts';

/** Azure's rule for queue names, path separators left out. */
const NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,258}[A-Za-z0-9])?$/;
/** Azure allows at most 5 minutes, and no less than we can serve sensibly. */
const LOCK_MS = { least: 50, most: 300_000 };
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Refuses settings that Azure would refuse too, so that what runs here can be deployed there.
 * @throws PermanentError (BUS_SETTINGS_INVALID) naming queue and field
 */
export function checkSettings(queues: readonly QueueSettings[]): void {
  const seen = new Set<string>();
  for (const queue of queues) {
    if (!NAME.test(queue.name))
      throw invalid(queue, 'name', 'letters, digits, ".", "_" and "-", at most 260');
    if (seen.has(queue.name.toLowerCase())) throw invalid(queue, 'name', 'unique (case does not count)');
    seen.add(queue.name.toLowerCase());
    within(queue, 'lockDurationMs', LOCK_MS.least, LOCK_MS.most);
    within(queue, 'maxDeliveryCount', 1, 2000);
    within(queue, 'duplicateDetectionWindowMs', 0, 7 * DAY_MS);
    within(queue, 'defaultTtlMs', 1, Infinity);
    within(queue, 'maxSizeBytes', 1, 2 ** 32);
  }
}

type NumericField =
  'lockDurationMs' | 'maxDeliveryCount' | 'duplicateDetectionWindowMs' | 'defaultTtlMs' | 'maxSizeBytes';

function within(queue: QueueSettings, field: NumericField, least: number, most: number): void {
  const value = queue[field];
  if (value === undefined) return;
  if (value >= least && value <= most) return;
  throw invalid(queue, field, `between ${least} and ${most}`);
}

function invalid(queue: QueueSettings, field: keyof QueueSettings, expected: string): Error {
  return new PermanentError(
    'BUS_SETTINGS_INVALID',
    `Queue '${queue.name}': ${field} is ${String(queue[field])}, but must be ${expected}.`,
  );
}
