import * as z from 'zod';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { parseInstant } from '../../../shared/statistics/anomalies/parse-instant.ts';
import type { Sample } from './watched-samples.ts';

const Line = z.union([
  z.number(),
  z.object({ timestamp: z.union([z.number(), z.string()]).optional(), value: z.number().nullable() }),
  z.null(),
]);
const LONGEST_LINE = 64 * 1024;
/** Times below this are seconds since 1970, above it milliseconds (10^11 s is the year 5138). */
const MOST_SECONDS = 1e11;
/** The last time that a Date can hold. */
const LAST_DATE_MS = 8.64e15;

/**
 * Samples as they come, one JSON number or `{"timestamp":…,"value":…}` a line; null is a gap. Times are ISO 8601, seconds or
 * milliseconds since 1970.
 * @throws PermanentError(`INPUT_INVALID`) naming the line
 */
export async function* samplesOfLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Sample> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let number = 0;
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* sampleOf(line, (number += 1));
    if (rest.length > LONGEST_LINE) throw invalid(number + 1, `has more than ${LONGEST_LINE} characters`);
  }
  yield* sampleOf(rest + decoder.decode(), number + 1);
}

function* sampleOf(line: string, number: number): Generator<Sample> {
  if (line.trim() === '') return;
  let told: unknown;
  try {
    told = JSON.parse(line);
  } catch {
    throw invalid(number, 'is not JSON');
  }
  const parsed = Line.safeParse(told);
  if (!parsed.success) throw invalid(number, 'is neither');
  if (parsed.data === null) return;
  const { value, timestamp } =
    typeof parsed.data === 'number' ? { value: parsed.data, timestamp: undefined } : parsed.data;
  if (value === null) return;
  yield { value, at: timestamp === undefined ? null : timeFrom(timestamp, number) };
}

function timeFrom(timestamp: number | string, number: number): number {
  const at =
    typeof timestamp === 'string'
      ? parseInstant(timestamp)
      : timestamp < MOST_SECONDS
        ? timestamp * 1_000
        : timestamp;
  if (at !== null && Math.abs(at) <= LAST_DATE_MS) return at;
  throw invalid(number, 'has a timestamp that is no time that exists');
}

function invalid(line: number, why: string): PermanentError {
  return new PermanentError(
    'INPUT_INVALID',
    `Line ${line} ${why}; expected one JSON number or {"timestamp":…,"value":…} a line.`,
  );
}
