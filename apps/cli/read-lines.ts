import { StringDecoder } from 'node:string_decoder';
import { PermanentError } from '../../shared/errors/pipeline-error.ts';

/** Longer lines are refused: a line is held in memory whole. */
const LONGEST_LINE = 256 * 1024 * 1024;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Lines of UTF-8 text, those of one chunk at a time, without their ends. Only a line feed ends a line, with or without a
 * carriage return before it: a line separator (U+2028) may stand in a JSON string. A byte order mark at the start is dropped.
 * @throws PermanentError INPUT_INVALID for a line of more than 256 Mi characters
 */
export async function* readLines(input: AsyncIterable<Buffer | string>): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder('utf8');
  let open: string[] = [];
  let openLength = 0;
  let isFirst = true;
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    if (text === '') continue;
    const [first = '', ...others] = (isFirst ? withoutMark(text) : text).split('\n');
    isFirst = false;
    open.push(first);
    openLength += first.length;
    if (openLength > LONGEST_LINE) throw tooLong();
    const last = others.pop();
    if (last === undefined) continue;
    yield [open.join(''), ...others].map(withoutReturn);
    open = [last];
    openLength = last.length;
  }
  const rest = open.join('') + decoder.end();
  if (rest !== '') yield [withoutReturn(rest)];
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function tooLong(): PermanentError {
  return new PermanentError(
    'INPUT_INVALID',
    `A line has more than ${LONGEST_LINE} characters; give lines that are ended by line feeds.`,
  );
}
