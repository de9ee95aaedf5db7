import { PermanentError } from '../errors/pipeline-error.ts';
import { isTimeZone } from './is-time-zone.ts';
import type { Policy } from './policy.ts';

/**
 * What the schema cannot say about notifications: one rule a channel, and time zones that exist.
 * @throws PermanentError(`POLICY_INVALID`)
 */
export function checkNotifications(path: string, { notifications }: Policy): void {
  const ids = notifications.map(({ connection }) => connection);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new PermanentError(
      'POLICY_INVALID',
      `${path}: notifications name the connection "${twice}" twice; one rule says all of a channel.`,
    );
  }
  for (const { connection, quietHours } of notifications) {
    if (quietHours === null || isTimeZone(quietHours.timeZone)) continue;
    throw new PermanentError(
      'POLICY_INVALID',
      `${path}: notifications for "${connection}": "${quietHours.timeZone}" is no time zone; write one as "Europe/Berlin".`,
    );
  }
}
