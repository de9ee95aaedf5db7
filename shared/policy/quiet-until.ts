import type { QuietHours } from '../contracts/notification-rule.ts';

const MINUTE_MS = 60_000;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** Six whole days and the nights on either side, the most that the schema allows. */
const LONGEST_MINUTES = 8 * 24 * 60;

/**
 * When the team may be told, or null for now. Looks ahead on the clock of the time zone instead of reckoning, so that days
 * of 23 and 25 hours come out right.
 * @throws RangeError for a time zone that this platform does not know
 */
export function quietUntil(hours: QuietHours | null, now: Date): Date | null {
  if (hours === null) return null;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: hours.timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  if (!isQuiet(hours, clock, now)) return null;
  const start = Math.floor(now.getTime() / MINUTE_MS);
  // Offsets of IANA zones are whole quarter hours today, so local and UTC minutes agree modulo 15.
  const ends = new Set([0, Number(hours.to.slice(3)) % 15]);
  for (let passed = 1; passed < LONGEST_MINUTES; passed += 1) {
    if (!ends.has((start + passed) % 15)) continue;
    const at = new Date((start + passed) * MINUTE_MS);
    if (!isQuiet(hours, clock, at)) return at;
  }
  return new Date((start + LONGEST_MINUTES) * MINUTE_MS);
}

function isQuiet(hours: QuietHours, clock: Intl.DateTimeFormat, at: Date): boolean {
  const parts = clock.formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? '';
  const weekday = part('weekday').toLowerCase();
  const day = DAYS.find((known) => known === weekday);
  if (day !== undefined && hours.wholeDays.includes(day)) return true;
  const time = `${part('hour')}:${part('minute')}`;
  const { from, to } = hours;
  if (from === to) return false;
  return from < to ? time >= from && time < to : time >= from || time < to;
}
