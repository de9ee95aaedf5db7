import { type FileHandle } from 'node:fs/promises';
import { collectedFrom, withoutOrders } from '../../logs/bare-line.ts';
import { isSureStart } from '../../logs/continuation.ts';
import { HeaderReader } from '../../logs/header-reader.ts';
import { type HeaderFormat } from '../../logs/learn-header.ts';

const BLOCK_BYTES = 65_536;
const LINE_FEED = 10;
/** Lines without a sure start (one endless stack trace) are not cut: the rest of the file stays in one piece. */
const MAX_SEARCH_BYTES = 67_108_864;

/**
 * First byte at or after `offset` where a line begins that cannot belong to the record before it; `size` when there is
 * none. Records are never cut in two at such a border, so that the parts of a log mine to the same as the whole.
 */
export async function findBorder(
  file: FileHandle,
  offset: number,
  size: number,
  header: HeaderFormat | null,
): Promise<number> {
  if (offset <= 0) return 0;
  const reader = new HeaderReader(header);
  const headed = header?.fields.includes('time') === true;
  const isBorder = (whole: string): boolean => {
    const line = withoutOrders(whole);
    const start = header?.collector === undefined ? 0 : (collectedFrom(line, 0, line.length)?.lineStart ?? 0);
    reader.read(line, start, line.length);
    return headed ? reader.complete : isSureStart(line, start, line.length);
  };
  let position = offset - 1;
  let lineStart = -1;
  let line: Buffer[] = [];
  while (position < size && position - offset < MAX_SEARCH_BYTES) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BLOCK_BYTES), 0, BLOCK_BYTES, position);
    if (bytesRead === 0) break;
    const block = buffer.subarray(0, bytesRead);
    let at = 0;
    for (let lineFeed = block.indexOf(LINE_FEED); lineFeed >= 0; lineFeed = block.indexOf(LINE_FEED, at)) {
      line.push(block.subarray(at, lineFeed));
      if (lineStart >= 0 && isBorder(textOf(line))) return lineStart;
      at = lineFeed + 1;
      lineStart = position + at;
      line = [];
    }
    if (sizeOf(line) < BLOCK_BYTES) line.push(block.subarray(at));
    position += bytesRead;
  }
  return size;
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function textOf(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString('utf8').replace(/\r$/, '');
}
