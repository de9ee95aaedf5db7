import * as z from 'zod';
import { TimeZoneName } from './policy-calendar.ts';
import { ConnectionId } from './policy-names.ts';
import { Severity } from './finding.ts';

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is HH:MM, 00:00 to 23:59')
  .describe('a time of day as HH:MM, 00:00 to 23:59');

/** Times at which a team is left alone; what comes then is told when they end. */
export const QuietHours = z.strictObject({
  from: TimeOfDay,
  to: TimeOfDay.describe(
    'a time of day as HH:MM; before `from`: of the next day; the same as `from`: only `wholeDays` are quiet',
  ),
  timeZone: TimeZoneName.default('UTC').describe('an IANA time zone such as Europe/Berlin'),
  wholeDays: z
    .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
    .max(6)
    .default([])
    .describe('Days that are quiet from midnight to midnight.'),
  urgent: z
    .array(Severity)
    .max(5)
    .default(['critical'])
    .describe('Severities that are told at once all the same.'),
});
export type QuietHours = z.infer<typeof QuietHours>;

/** Who is told what and when; one element for each channel. */
export const NotificationRule = z.strictObject({
  connection: ConnectionId,
  onVerdict: z
    .array(z.enum(['fail', 'warn']))
    .min(1)
    .max(2)
    .default(['fail'])
    .describe('Verdicts that begin a conversation. A `pass` is told where one of these stood before.'),
  digest: z
    .strictObject({
      minutes: z.int().min(1).max(1_440).default(60).describe('Length of a time window.'),
      most: z.int().min(1).max(50).default(3).describe('Changes told one by one in a window.'),
    })
    .default({ minutes: 60, most: 3 })
    .describe('More than `most` changes within the time are told in one message at its end.'),
  quietHours: QuietHours.nullable().default(null).describe('When nobody is told; null: never.'),
});
export type NotificationRule = z.infer<typeof NotificationRule>;
