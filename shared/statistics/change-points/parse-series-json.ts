import { PermanentError } from '../../errors/pipeline-error.ts';
import { readValue } from './read-series.ts';

/** More values than this in one series are refused: a series of a metric has thousands. */
export const MOST_VALUES = 5_000_000;

/**
 * Reads a JSON array of numbers and nulls. Throws PermanentError SAMPLE_INVALID that says what is wrong and where:
 * not JSON, not an array, text among the numbers, a number too large for a double.
 */
export function parseSeriesJson(text: string): readonly (number | null)[] {
  return seriesOf(parseJson(text), 'The input');
}

/**
 * Finite numbers and gaps from parsed JSON; `what` names the place in the message.
 * @throws PermanentError SAMPLE_INVALID for no array, too long a one, or an element that is neither, with its index
 */
export function seriesOf(parsed: unknown, what: string): readonly (number | null)[] {
  if (!Array.isArray(parsed)) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      `${what} must be a JSON array of numbers, such as [1.5, null, 2].`,
    );
  }
  if (parsed.length > MOST_VALUES) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      `${what} has ${parsed.length} values; at most ${MOST_VALUES} are read.`,
    );
  }
  return parsed.map((value, index) => readValue(value, index));
}

/**
 * Any JSON text.
 * @throws PermanentError SAMPLE_INVALID for an empty text, and for what does not parse, with the place and for NaN the cure
 */
export function parseJson(text: string): unknown {
  if (text.trim() === '') throw new PermanentError('SAMPLE_INVALID', 'The input is empty; JSON is expected.');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'it does not parse';
    const cure = /\b(NaN|Infinity|None)\b/.test(text)
      ? '. JSON has no NaN, Infinity or None: write null where there is no value.'
      : '';
    throw new PermanentError('SAMPLE_INVALID', `The input is not JSON: ${reason.slice(0, 200)}${cure}`, {
      cause,
    });
  }
}
