import { PermanentError } from '../../errors/pipeline-error.ts';
import { parseJson, seriesOf } from '../change-points/parse-series-json.ts';
import { type AnomalyInput } from './anomaly-scores.ts';
import { type Timestamp } from './parse-timestamps.ts';

/** Reads {"timestamps": [...], "values": [...], "probation": N}; throws PermanentError SAMPLE_INVALID as it must. */
export function parseAnomalyJson(text: string): AnomalyInput {
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null || !('timestamps' in parsed) || !('values' in parsed)) {
    throw new PermanentError('SAMPLE_INVALID', 'The input must be {"timestamps": [...], "values": [...]}.');
  }
  const values = seriesOf(parsed.values, '"values"');
  if (!isTimestamps(parsed.timestamps)) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      '"timestamps" must be a JSON array of times: ISO 8601 text, or milliseconds or seconds since 1970.',
    );
  }
  const timestamps = parsed.timestamps;
  if (!('probation' in parsed) || parsed.probation === null) return { timestamps, values };
  if (typeof parsed.probation !== 'number') {
    throw new PermanentError('SAMPLE_INVALID', '"probation" must be a whole number of values.');
  }
  return { timestamps, values, probation: parsed.probation };
}

function isTimestamps(value: unknown): value is readonly Timestamp[] {
  return Array.isArray(value) && value.every((time) => typeof time === 'string' || typeof time === 'number');
}
