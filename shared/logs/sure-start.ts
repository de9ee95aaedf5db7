import { behindHeader, isSureStart, opensRustPanic } from './continuation.ts';
import { type HeaderReader } from './header-reader.ts';

/** What a line means for a place to cut the log before it or behind it. */
export interface StartOfRecord {
  /** It begins a record whatever came before it, unless that was left open. */
  readonly isSure: boolean;
  /** The next line of its source belongs to it, whatever that is. */
  readonly leavesOpen: boolean;
}

/** Reads the program's line text[start, stop) for a place to cut; its header is in `header` then. */
export function startOfRecord(
  header: HeaderReader,
  text: string,
  start: number,
  stop: number,
): StartOfRecord {
  header.read(text, start, stop);
  const { messageStart, lastStart, complete, hasTime } = header;
  const isStart = hasTime ? complete : isSureStart(text, start, stop);
  const goesOn =
    messageStart > start && [messageStart, lastStart].some((at) => behindHeader(text, at, stop) !== null);
  return { isSure: isStart && !goesOn, leavesOpen: opensRustPanic(text, messageStart, stop) };
}
