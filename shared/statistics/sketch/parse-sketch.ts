import { PermanentError } from '../../errors/pipeline-error.ts';
import { type Bucket, MOST_BUCKETS, type QuantileSketch } from './quantile-sketch.ts';

/** Whether a JSON value is meant to be a sketch; `parseSketch` says whether it is a sound one. */
export function looksLikeSketch(value: unknown): boolean {
  return isObject(value) && 'relativeError' in value && ('positive' in value || 'negative' in value);
}

/**
 * A quantile sketch from parsed JSON. `zeros` and either list of buckets may be left out when they are empty; members that a sketch
 * does not have are left aside.
 * @param where names the place in the message
 * @throws PermanentError SAMPLE_INVALID naming the member that is wrong and what would be right
 */
export function parseSketch(value: unknown, where: string): QuantileSketch {
  if (!isObject(value)) throw invalid(where, 'it must be an object');
  const { relativeError, count, min = null, max = null, zeros = 0 } = value;
  if (typeof relativeError !== 'number' || !(relativeError > 0 && relativeError < 1)) {
    throw invalid(where, '"relativeError" must lie between 0 and 1');
  }
  if (!isCount(count)) throw invalid(where, '"count" must be a whole number of 0 or more');
  if (!isCount(zeros)) throw invalid(where, '"zeros" must be a whole number of 0 or more');
  const positive = bucketsOf(value['positive'] ?? [], 'positive', where);
  const negative = bucketsOf(value['negative'] ?? [], 'negative', where);
  const counted = [...positive, ...negative].reduce((sum, [, many]) => sum + many, zeros);
  if (counted !== count) {
    throw invalid(where, `"count" is ${count}, but zeros and buckets hold ${counted}; they must agree`);
  }
  if (count === 0) return { relativeError, count, min: null, max: null, zeros, positive, negative };
  if (!isFinite(min) || !isFinite(max) || min > max) {
    throw invalid(where, '"min" and "max" must be the smallest and the largest value that was counted');
  }
  return { relativeError, count, min, max, zeros, positive, negative };
}

function bucketsOf(value: unknown, name: string, where: string): readonly Bucket[] {
  if (!Array.isArray(value) || value.length > MOST_BUCKETS) {
    throw invalid(where, `"${name}" must be an array of at most ${MOST_BUCKETS} [bucket, count] pairs`);
  }
  let last = Number.NEGATIVE_INFINITY;
  return value.map((pair: unknown, index): Bucket => {
    const two: readonly unknown[] = Array.isArray(pair) && pair.length === 2 ? pair : [];
    const [key, count] = two;
    if (typeof key !== 'number' || !Number.isSafeInteger(key) || !isCount(count) || count === 0) {
      throw invalid(where, `"${name}"[${index}] must be [bucket, count], both whole and the count above 0`);
    }
    if (key <= last) throw invalid(where, `"${name}"[${index}]: buckets must ascend`);
    last = key;
    return [key, count];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function invalid(where: string, why: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', `${where} is no sound quantile sketch: ${why}.`);
}
