import { STATUS_CLASSES, type StatusClass } from './http-status.ts';
import { NO_SEVERITY, SEVERITIES, type Severity } from './severity.ts';

/** How many records named each severity, then each class of HTTP status. Joins by sums. */
export type Tally = number[];

/** Numbers in a tally. */
export const TALLY_LENGTH = SEVERITIES.length + STATUS_CLASSES.length;

/** A tally of nothing. */
export function emptyTally(): Tally {
  return new Array<number>(TALLY_LENGTH).fill(0);
}

/** Counts one record. */
export function countIn(tally: Tally, severity: number, status: number): void {
  if (severity !== NO_SEVERITY) tally[severity]!++;
  if (status > 0) tally[SEVERITIES.length + status - 1]!++;
}

/** Adds the numbers of another tally; one without numbers (of an older version) adds nothing. */
export function joinTally(tally: Tally, other: readonly number[]): void {
  for (let at = 0; at < other.length; at++) tally[at]! += other[at]!;
}

export type SeverityCounts = Readonly<Partial<Record<Severity, number>>>;
export type StatusCounts = Readonly<Partial<Record<StatusClass, number>>>;

/** Records by the severity that they name; those that name none are left out. */
export function severitiesIn(tally: readonly number[]): SeverityCounts {
  return named(SEVERITIES, tally.slice(0, SEVERITIES.length));
}

/** Records by the class of the HTTP status that they tell. */
export function statusesIn(tally: readonly number[]): StatusCounts {
  return named(STATUS_CLASSES, tally.slice(SEVERITIES.length));
}

function named<Name extends string>(
  names: readonly Name[],
  counts: readonly number[],
): Partial<Record<Name, number>> {
  const found: Partial<Record<Name, number>> = {};
  names.forEach((name, at) => {
    const count = counts[at] ?? 0;
    if (count > 0) found[name] = count;
  });
  return found;
}
