import type * as z from 'zod';
import { describeIssues } from '../../errors/describe-issues.ts';
import { invalidInput } from '../invalid-input.ts';
import type { QualityDocument, QualityReader } from './quality-document.ts';

const LARGEST_REPORT_BYTES = 64 * 1024 * 1024;

/**
 * Reader of a report that is one JSON value of at most 64 MiB.
 * @param kind how the report is called in errors
 */
export function createJsonReport<T>(
  kind: string,
  schema: z.ZodType<T>,
  read: (report: T) => QualityDocument,
): QualityReader {
  const chunks: Uint8Array[] = [];
  let total = 0;
  return {
    push(chunk) {
      total += chunk.byteLength;
      if (total > LARGEST_REPORT_BYTES) {
        throw invalidInput('the whole', `a ${kind} report of at most ${LARGEST_REPORT_BYTES} bytes`);
      }
      chunks.push(chunk);
    },
    end() {
      const parsed = schema.safeParse(valueFrom(chunks, kind));
      if (!parsed.success)
        throw invalidInput(`${kind} report`, `fields as documented; ${describeIssues(parsed.error)}`);
      return read(parsed.data);
    },
  };
}

function valueFrom(chunks: readonly Uint8Array[], kind: string): unknown {
  const decoder = new TextDecoder();
  const text = chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
  try {
    return JSON.parse(text);
  } catch {
    throw invalidInput(`${kind} report`, 'one whole JSON value; it may have been cut');
  }
}
