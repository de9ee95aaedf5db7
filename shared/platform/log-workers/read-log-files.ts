import { decoderFor, type PieceDecoder } from '../text-decoder.ts';
import { openLog, unpackStream } from './open-log.ts';
import { unreadableLog } from './unreadable-log.ts';

/**
 * Text of several files one after another, unpacked where they are gzip, with a line feed between them where one is missing; `-` and an empty list
 * stand for standard input.
 * @throws PermanentError INPUT_INVALID naming the file that cannot be read
 */
export async function* readLogFiles(
  paths: readonly string[],
  standardInput: AsyncIterable<Buffer | string>,
): AsyncGenerator<string> {
  for (const path of paths.length === 0 ? ['-'] : paths) {
    const source: AsyncIterable<Buffer | string> =
      path === '-' ? unpackStream(standardInput) : await openLog(path);
    let endsOpen = false;
    for await (const text of textOf(source, path)) {
      yield text;
      endsOpen = !text.endsWith('\n');
    }
    if (endsOpen) yield '\n';
  }
}

/** Decodes UTF-8 across chunk borders, and UTF-16 with a byte order mark (PowerShell's `>`); bytes that are none become U+FFFD. */
async function* textOf(source: AsyncIterable<Buffer | string>, path: string): AsyncGenerator<string> {
  let decoder: PieceDecoder | null = null;
  try {
    for await (const chunk of source) {
      const text = typeof chunk === 'string' ? chunk : (decoder ??= decoderFor(chunk)).write(chunk);
      if (text !== '') yield text;
    }
  } catch (cause) {
    throw unreadableLog(path, cause);
  }
  const rest = decoder?.end() ?? '';
  if (rest !== '') yield rest;
}
