import { type FileHandle } from 'node:fs/promises';
import { withoutOrders } from '../../logs/bare-line.ts';
import { CollectedBorder } from '../../logs/collected-border.ts';
import { HeaderReader } from '../../logs/header-reader.ts';
import { type HeaderFormat } from '../../logs/learn-header.ts';
import { startOfRecord } from '../../logs/sure-start.ts';

const BLOCK_BYTES = 65_536;
const LINE_FEED = 10;
/** Lines without a sure start (one endless stack trace) are not cut: the rest of the file stays in one piece. */
const MAX_SEARCH_BYTES = 67_108_864;

/** Finds, among the lines given in order, one that no record before it reaches to. */
interface BorderSearch {
  /** Takes a line that begins at a byte; the byte at which the log may be cut, or null as long as none is known. */
  take(line: string, start: number): number | null;
  /** The same at the end of the log. */
  end(): number | null;
}

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
  const search: BorderSearch =
    header?.collector === undefined ? plainBorder(header) : new CollectedBorder(header.collector, header);
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
      const border = lineStart < 0 ? null : search.take(textOf(line), lineStart);
      if (border !== null) return border;
      at = lineFeed + 1;
      lineStart = position + at;
      line = [];
    }
    if (sizeOf(line) < BLOCK_BYTES) line.push(block.subarray(at));
    position += bytesRead;
  }
  return position >= size ? (search.end() ?? size) : size;
}

/** In a log without a collector, any line that begins a record is a border. */
function plainBorder(header: HeaderFormat | null): BorderSearch {
  const reader = new HeaderReader(header);
  // Nothing is known of the line before the first.
  let isOpen = !reader.hasTime;
  return {
    take(whole, start) {
      const line = withoutOrders(whole);
      const { isSure, leavesOpen } = startOfRecord(reader, line, 0, line.length);
      const isBorder = isSure && !isOpen;
      isOpen = leavesOpen && !reader.hasTime;
      return isBorder ? start : null;
    },
    end: () => null,
  };
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function textOf(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString('utf8').replace(/\r$/, '');
}
