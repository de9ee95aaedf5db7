import { readFileSync } from 'node:fs';

export interface LabelledCase {
  readonly line: number;
  readonly section: string;
  readonly text: string;
  readonly labels: readonly { readonly start: number; readonly end: number; readonly type: string }[];
}

const LABEL = /\[\[(.*?)\|([a-z_]+)\]\]/gs;

/** Reads a set beside this file: one case a line, labels as `[[value|type]]`, `\n` for a line break. */
export function readLabelledSet(file = 'labelled.txt'): readonly LabelledCase[] {
  const lines = readFileSync(new URL(`./${file}`, import.meta.url), 'utf8').split('\n');
  let section = '';
  return lines.flatMap((line, index) => {
    if (line.startsWith('## ')) section = line.slice(3);
    if (line === '' || /^#{1,2} /.test(line)) return [];
    return [parseCase(line.replaceAll('\\n', '\n'), index + 1, section)];
  });
}

function parseCase(marked: string, line: number, section: string): LabelledCase {
  const labels: { start: number; end: number; type: string }[] = [];
  let text = '';
  let copied = 0;
  for (const match of marked.matchAll(LABEL)) {
    text += marked.slice(copied, match.index);
    labels.push({ start: text.length, end: text.length + (match[1] ?? '').length, type: match[2] ?? '' });
    text += match[1] ?? '';
    copied = match.index + match[0].length;
  }
  return { line, section, text: text + marked.slice(copied), labels };
}
