import { invalidInput } from './invalid-input.ts';
import { createLineSplitter, type LineSplitter } from './split-lines.ts';

const LONGEST_RECORD = 1024 * 1024;

/**
 * Records of comma-separated values as they come (RFC 4180): quoted fields may hold commas, quotes and line ends. `line` is
 * the record's first line; `ended` is false for a last record without a line end.
 */
export function createCsvRecords(
  take: (fields: readonly string[], line: number, ended: boolean) => void,
): LineSplitter {
  let open = '';
  let openLine = 0;

  const lines = createLineSplitter((line, number, ended) => {
    if (open === '' && line === '') return;
    const text = open === '' ? line : `${open}\n${line}`;
    const start = open === '' ? number : openLine;
    if (hasOpenQuote(text) && ended) {
      if (text.length > LONGEST_RECORD) throw invalidInput(`line ${start}`, 'a quoted field that ends');
      open = text;
      openLine = start;
      return;
    }
    open = '';
    take(fieldsOf(text), start, ended);
  });

  return {
    push: (chunk) => lines.push(chunk),
    end() {
      lines.end();
      if (open !== '') throw invalidInput(`line ${openLine}`, 'a quoted field that ends');
    },
  };
}

function hasOpenQuote(text: string): boolean {
  if (!text.includes('"')) return false;
  let quotes = 0;
  for (const character of text) if (character === '"') quotes += 1;
  return quotes % 2 === 1;
}

function fieldsOf(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(',');
  const fields: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const quoted = text[at] === '"' ? /^"((?:[^"]|"")*)"/.exec(text.slice(at)) : null;
    if (quoted === null) {
      const comma = text.indexOf(',', at);
      const end = comma === -1 ? text.length : comma;
      fields.push(text.slice(at, end));
      at = end + 1;
    } else {
      fields.push((quoted[1] ?? '').replaceAll('""', '"'));
      const comma = text.indexOf(',', at + quoted[0].length);
      at = comma === -1 ? text.length + 1 : comma + 1;
    }
  }
  return fields;
}
