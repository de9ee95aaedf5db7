import { createReadStream } from 'node:fs';
import { type HeaderFormat } from '../../logs/learn-header.ts';

/** Part of a file that one worker mines. */
export interface LogPart {
  readonly path: string;
  /** First byte, and the one behind the last. */
  readonly start: number;
  readonly end: number;
  readonly header: HeaderFormat | null;
  readonly maxShapes: number;
}

export const CHUNK_BYTES = 65_536;

/** Text of part of a file, in chunks of 64 KiB: V8 frees small strings soonest, which keeps memory flat. */
export function readPart(part: Pick<LogPart, 'path' | 'start' | 'end'>): AsyncIterable<string> {
  if (part.end <= part.start) return noChunks();
  const { path, start, end } = part;
  return createReadStream(path, { start, end: end - 1, encoding: 'utf8', highWaterMark: CHUNK_BYTES });
}

async function* noChunks(): AsyncGenerator<string> {
  // An empty part has no chunks.
}
