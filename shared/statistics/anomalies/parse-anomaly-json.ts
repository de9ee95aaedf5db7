import { PermanentError } from '../../errors/pipeline-error.ts';
import { parseJson, seriesOf } from '../change-points/parse-series-json.ts';
import { type AnomalyInput } from './anomaly-scores.ts';
import { type Timestamp } from './parse-timestamps.ts';

const EXPECTED = 'The input must be {"timestamps": [...], "values": [...]}.';

/** Reads {"timestamps": [...], "values": [...], "probation": N}; throws PermanentError SAMPLE_INVALID as it must. */
export function parseAnomalyJson(text: string): AnomalyInput {
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null) throw invalid(EXPECTED);
  if (!('timestamps' in parsed)) throw invalid(`${EXPECTED} It has no "timestamps".`);
  if (!('values' in parsed)) throw invalid(`${EXPECTED} It has no "values".`);
  const values = seriesOf(parsed.values, '"values"');
  const timestamps = timestampsOf(parsed.timestamps);
  if (!('probation' in parsed) || parsed.probation === null) return { timestamps, values };
  if (typeof parsed.probation !== 'number') {
    throw invalid('"probation" must be a whole number of values.');
  }
  return { timestamps, values, probation: parsed.probation };
}

function timestampsOf(value: unknown): readonly Timestamp[] {
  const times = 'ISO 8601 text, or milliseconds or seconds since 1970';
  if (!Array.isArray(value)) throw invalid(`"timestamps" must be a JSON array of times: ${times}.`);
  return value.map((time: unknown, index): Timestamp => {
    if (typeof time === 'string' || typeof time === 'number') return time;
    const shown = JSON.stringify(time).slice(0, 40);
    throw invalid(`timestamps[${index}] is ${shown}; every time must be ${times}.`);
  });
}

function invalid(message: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', message);
}
