import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { parseAnomalyJson } from '../../../shared/statistics/anomalies/parse-anomaly-json.ts';
import { parseTimestamps } from '../../../shared/statistics/anomalies/parse-timestamps.ts';
import { parseJson, seriesOf } from '../../../shared/statistics/change-points/parse-series-json.ts';

/** A history whose crossing of a limit is asked for. */
export interface History {
  readonly values: readonly (number | null)[];
  /** Milliseconds since 1970 when `isDated`, any unit otherwise; left out: indices. */
  readonly times?: readonly number[];
  /** The times were written as text: the answer is a date too. */
  readonly isDated: boolean;
}

/**
 * A JSON array of values, or `{"timestamps": […], "values": […]}` with times as text or as numbers of any unit.
 * @throws PermanentError(`SAMPLE_INVALID`) as the parsers of the statistics do
 */
export function parseHistory(text: string): History {
  const parsed = parseJson(text);
  if (Array.isArray(parsed)) return { values: seriesOf(parsed, 'The input'), isDated: false };
  if (typeof parsed !== 'object' || parsed === null || !('timestamps' in parsed)) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      'The input must be a JSON array of numbers or {"timestamps": [...], "values": [...]}.',
    );
  }
  const input = parseAnomalyJson(text);
  const stamps = Array.from(input.timestamps);
  const times = parseTimestamps(stamps);
  const back = times.findIndex((time, index) => index > 0 && !(time > (times[index - 1] ?? 0)));
  if (back > 0) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      `timestamps[${back}] is ${JSON.stringify(stamps[back])}, which is not after the one before it; a forecast needs each time once, oldest first.`,
    );
  }
  return {
    values: Array.from(input.values, (value) => value ?? null),
    times: Array.from(times),
    isDated: stamps.some((stamp) => typeof stamp === 'string'),
  };
}
