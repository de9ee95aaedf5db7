const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?)?$/i;
const MINUTE_MS = 60_000;

/**
 * Milliseconds since 1970 of a time in ISO 8601: `2026-01-31`, `2026-01-31 12:00:00`, `2026-01-31T12:00:00.250+01:00`; without a
 * zone in UTC. Null for anything else, days and hours that no calendar and no clock has (2026-02-30, 25:00) among it, which
 * `Date.parse` takes for the days after them.
 */
export function parseInstant(text: string): number | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', zone = 'Z'] =
    ISO.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const midnight = new Date(0);
  midnight.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isDay = midnight.getUTCMonth() === Number(month) - 1 && midnight.getUTCDate() === Number(day);
  // 24:00 is the end of a day (ISO 8601); nothing lies behind it.
  const seconds = Number(hour) * 3_600 + Number(minute) * 60 + Number(second) + Number(`0.${fraction}`);
  const offset = offsetMinutes(zone);
  if (!isDay || Number(minute) > 59 || Number(second) > 59 || seconds > 86_400 || offset === null)
    return null;
  return midnight.getTime() + Math.round(seconds * 1_000) - offset * MINUTE_MS;
}

/** Minutes that a zone is ahead of UTC; null for an hour or minute that none has. */
function offsetMinutes(zone: string): number | null {
  if (/^z$/i.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || '0')];
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (60 * hours + minutes);
}
