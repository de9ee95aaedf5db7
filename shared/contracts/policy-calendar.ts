import * as z from 'zod';
import { GateMode } from './gate-mode.ts';
import { RuleId } from './policy-names.ts';

const Reason = z.string().min(3).max(500).describe('Why, in a sentence for those who meet it.');

/** A day that exists, `2026-12-31`. */
export const CalendarDay = z.iso.date().describe('a day that exists, as 2026-12-31');

/** Date and time on the wall clock, `2026-12-20T18:00`, of a day that exists. */
export const WallTime = z
  .string()
  .regex(
    new RegExp(`^${z.regexes.date.source.slice(1, -1)}T([01]\\d|2[0-3]):[0-5]\\d$`),
    'a time as 2026-12-20T18:00',
  )
  .describe('a time on the wall clock as 2026-12-20T18:00, of a day that exists');

/** IANA name of a time zone; whether it exists is the platform's to know. */
export const TimeZoneName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,60}$/, 'an IANA time zone such as Europe/Berlin');

/** Until a day, a figure that got worse or broke its budget does not count. Expired: said, never applied. */
export const Exemption = z.strictObject({
  id: RuleId,
  metric: z.string().min(1).max(200).describe("Pattern of the metric's name, `*` for any run of characters."),
  statistic: z.string().min(1).max(30).optional().describe('Which statistic; all when left out.'),
  owner: z.string().min(1).max(100).describe('Who answers for it.'),
  reason: Reason,
  until: CalendarDay.describe('a day that exists, as 2026-12-31: the last one on which it holds, in UTC'),
});
export type Exemption = z.infer<typeof Exemption>;

/** A time in which nothing may go out: changes judged in it do not pass. */
export const FreezeWindow = z.strictObject({
  id: RuleId,
  reason: Reason,
  timeZone: TimeZoneName.describe(
    'an IANA time zone such as Europe/Berlin, on whose wall clock both ends are',
  ),
  from: WallTime,
  until: WallTime.describe(
    'a time on the wall clock as 2026-12-20T18:00, of a day that exists: the first minute after it',
  ),
  onChange: z.enum(['fail', 'warn']).default('fail').describe('What becomes of changes judged in it.'),
  mode: GateMode.optional(),
});
export type FreezeWindow = z.infer<typeof FreezeWindow>;
