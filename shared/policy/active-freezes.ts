import type { FreezeWindow } from '../contracts/policy-calendar.ts';

/** Windows in which `at` lies, on the wall clock of each one's own time zone, so that days of 23 and 25 hours come out right. */
export function activeFreezes<F extends FreezeWindow>(freezes: readonly F[], at: Date): readonly F[] {
  return freezes.filter(({ from, until, timeZone }) => {
    const now = wallTime(at, timeZone);
    return from <= now && now < until;
  });
}

/**
 * `2026-12-20T18:00` as a clock on the wall there shows it.
 * @throws RangeError for a time zone that this platform does not know
 */
export function wallTime(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}
