/** A timer's schedule. */
export interface Schedule {
  /** The first occurrence strictly after the given time, UTC; null when there is none within eight years. */
  next(after: Date): Date | null;
}

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const SECOND: Field = { name: 'second', least: 0, most: 59 };
const FIELDS: readonly Field[] = [
  SECOND,
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, names: MONTHS },
  // NCrontab knows 0 to 6 only; 7 is not Sunday there.
  { name: 'day of week', least: 0, most: 6, names: DAYS },
];
const HORIZON_DAYS = 8 * 366;

/**
 * Parses an NCRONTAB expression: `{second} {minute} {hour} {day} {month} {day of week}`, or the same without seconds.
 *
 * @throws Error that names the field that is wrong
 */
export function parseNcrontab(expression: string): Schedule {
  const parts = expression.trim().split(/\s+/);
  if (parts.length === 5) parts.unshift('0');
  if (parts.length !== 6) {
    throw new Error(
      `The schedule "${expression}" has ${parts.length} fields; NCRONTAB has six: second minute hour day month day-of-week`,
    );
  }
  const [seconds, minutes, hours, days, months, weekdays] = FIELDS.map((field, index) =>
    parseField(parts[index] ?? '', field, expression),
  );
  if (!seconds || !minutes || !hours || !days || !months || !weekdays)
    throw new Error('unreachable: six fields');

  return {
    next(after) {
      const from = new Date(Math.floor(after.getTime() / 1000) * 1000 + 1000);
      for (let offset = 0; offset <= HORIZON_DAYS; offset += 1) {
        const day = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate() + offset));
        // NCrontab joins day and day of week with "and", unlike Unix cron.
        if (
          !months.has(day.getUTCMonth() + 1) ||
          !days.has(day.getUTCDate()) ||
          !weekdays.has(day.getUTCDay())
        )
          continue;
        const found = firstTimeOfDay(day, offset === 0 ? from : day, hours, minutes, seconds);
        if (found !== null) return found;
      }
      return null;
    },
  };
}

function firstTimeOfDay(
  day: Date,
  from: Date,
  hours: ReadonlySet<number>,
  minutes: ReadonlySet<number>,
  seconds: ReadonlySet<number>,
): Date | null {
  for (const hour of hours) {
    for (const minute of minutes) {
      const lastOfMinute = day.getTime() + ((hour * 60 + minute) * 60 + 59) * 1000;
      if (lastOfMinute < from.getTime()) continue;
      for (const second of seconds) {
        const time = day.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
        if (time >= from.getTime()) return new Date(time);
      }
    }
  }
  return null;
}

function parseField(text: string, field: Field, expression: string): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) addPart(part, field, expression, values);
  return new Set([...values].sort((left, right) => left - right));
}

function addPart(part: string, field: Field, expression: string, values: Set<number>): void {
  const range = rangeFrom(part, field);
  if (range === null) {
    throw new Error(
      `The schedule "${expression}": "${part}" is no ${field.name} (${field.least} to ${field.most})`,
    );
  }
  for (let value = range.from; value <= range.to; value += range.every) values.add(value);
}

/** `*`, `5`, `1-5`, each with an optional step; a step after a single value runs to the end of the field. */
function rangeFrom(part: string, field: Field): { from: number; to: number; every: number } | null {
  const match = /^(?:(\*)|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/(\d+))?$/i.exec(part);
  if (match === null) return null;
  const [, star, first, last, step] = match;
  const from = star === undefined ? numberFrom(first ?? '', field) : field.least;
  const end = step === undefined && star === undefined ? from : field.most;
  const to = last === undefined ? end : numberFrom(last, field);
  const every = Number(step ?? 1);
  if (from === null || to === null || from > to || every < 1) return null;
  return { from, to, every };
}

function numberFrom(text: string, field: Field): number | null {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + field.least;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.least && value <= field.most ? value : null;
}
