import { isTimeZone } from './is-time-zone.ts';
import type { Policy } from './policy.ts';
import type { PolicyFault } from './policy-fault.ts';

/** What the schema cannot say about notifications: one rule a channel, and time zones that exist. */
export function notificationFaults({ notifications }: Pick<Policy, 'notifications'>): readonly PolicyFault[] {
  const ids = notifications.map(({ connection }) => connection);
  return notifications.flatMap(({ connection, quietHours }, index) => [
    ...(ids.indexOf(connection) < index
      ? [
          {
            path: ['notifications', index, 'connection'],
            what: `the connection "${connection}" is named twice; one rule says all of a channel`,
          },
        ]
      : []),
    ...(quietHours === null || isTimeZone(quietHours.timeZone)
      ? []
      : [
          {
            path: ['notifications', index, 'quietHours', 'timeZone'],
            what: `"${quietHours.timeZone}" is no time zone; write one as "Europe/Berlin"`,
          },
        ]),
  ]);
}
