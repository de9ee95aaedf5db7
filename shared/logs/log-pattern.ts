import { type ParameterType } from './parameter-type.ts';
import { type Severity } from './severity.ts';
import { type SeverityCounts, type StatusCounts } from './tally.ts';

/** One recurring message: its template, what varies in it, and where it was seen. */
export interface LogPattern {
  /** Hash of the template: the same template has the same id in every run. */
  readonly id: string;
  /** The message with `<*>` for each variable place. */
  readonly template: string;
  /** What each `<*>` held, from left to right; several types when it varied, most specific first. */
  readonly parameters: readonly (readonly ParameterType[])[];
  /** Lines (or folded records) of this pattern. */
  readonly count: number;
  /** 0-based position of the first and the last record of the pattern in the input. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** The time in the header of the first record, as written there; null when it has none. */
  readonly firstTime: string | null;
  /** The worst severity that a record of this pattern named in its header; null when none did. */
  readonly severity: Severity | null;
  /** Records by the severity that they named. */
  readonly severities: SeverityCounts;
  /** Records by the class of the HTTP status that they told, in a place that is known for it (http-status.ts). */
  readonly statuses: StatusCounts;
  /** The component that all records of the pattern name in their header; null when none or several do. */
  readonly component: string | null;
  /** The first record of the pattern, at most 240 characters. As masked as the input was. */
  readonly example: string;
  /** `type: message at frame` of the exceptions folded into the first record, outermost first. */
  readonly causes: readonly string[];
}
