import * as z from 'zod';
import { GateMode } from './gate-mode.ts';

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/);
const Sentence = z.string().min(3).max(500);

/** A day that exists, `2026-12-31`. */
export const CalendarDay = z.iso.date();

/** Date and time on the wall clock, `2026-12-20T18:00`. */
export const WallTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, 'a time as 2026-12-20T18:00');

/** Until a day, a figure that got worse or broke its budget does not count. Expired: said, never applied. */
export const Exemption = z.strictObject({
  id: Id,
  /** Pattern of the metric's name, `*` for any run of characters. */
  metric: z.string().min(1).max(200),
  /** Which statistic; all when left out. */
  statistic: z.string().min(1).max(30).optional(),
  /** Who answers for it. */
  owner: z.string().min(1).max(100),
  reason: Sentence,
  /** Last day on which it holds, in UTC. */
  until: CalendarDay,
});
export type Exemption = z.infer<typeof Exemption>;

/** A time in which nothing may go out: changes judged in it do not pass. */
export const FreezeWindow = z.strictObject({
  id: Id,
  reason: Sentence,
  /** IANA name, `Europe/Berlin`: both ends are on its wall clock. */
  timeZone: z.string().min(1).max(60),
  from: WallTime,
  /** First minute after it. */
  until: WallTime,
  onChange: z.enum(['fail', 'warn']).default('fail'),
  mode: GateMode.optional(),
});
export type FreezeWindow = z.infer<typeof FreezeWindow>;
