import { StringDecoder } from 'node:string_decoder';
import { type HeaderFormat } from '../../logs/learn-header.ts';
import { readFileBytes } from '../masking-workers/read-file-bytes.ts';

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

/** Text of part of a file, in small chunks: V8 frees small strings soonest, which keeps memory flat. */
export async function* readPart({
  path,
  start,
  end,
}: Pick<LogPart, 'path' | 'start' | 'end'>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  for await (const chunk of readFileBytes(path, start, end)) yield decoder.write(chunk);
  yield decoder.end();
}
