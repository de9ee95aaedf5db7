import type { Block, Inline } from './ticket-blocks.ts';

const ZERO_WIDTH_SPACE = '\u200b';

/** Blocks as wiki markup of Jira's v2 API (Data Center). Text of others is escaped, so that it shows as it is. */
export function wikiFromBlocks(blocks: readonly Block[]): string {
  return blocks.map(markupFrom).join('\n\n');
}

/**
 * Text that Jira's wiki renderer shows as it is, in one line: markup gets a backslash, macros and mentions with it;
 * smileys, typographic dashes and addresses are parted by a zero-width space, and so is what would begin a list or heading.
 */
export function wikiText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '\uFFFD')
    .replace(/\\/g, '&#92;')
    .replace(/[{}[\]|*_?+^~!]/g, '\\$&')
    .replace(/-/g, '\\-')
    .replace(/\(([a-z*/])\)/gi, `(${ZERO_WIDTH_SPACE}$1)`)
    .replace(/([:;])(?=[-()PD/])/g, `$1${ZERO_WIDTH_SPACE}`)
    .replace(/^(\s*)(#|h[1-6]\.|bq\.)/, `$1${ZERO_WIDTH_SPACE}$2`);
}

const COLOURS = { error: '#ffebe6', warning: '#fffae6', success: '#e3fcef', info: '#deebff' } as const;

function markupFrom(block: Block): string {
  switch (block.kind) {
    case 'banner':
      return `{panel:bgColor=${COLOURS[block.tone]}}\n${block.lines.map(line).join('\n')}\n{panel}`;
    case 'heading':
      return `h3. ${wikiText(block.text)}`;
    case 'paragraph':
      return line(block.inlines);
    case 'bullets':
      return block.items.map((item) => `* ${line(item)}`).join('\n');
    case 'table':
      return [
        `||${block.head.map(cell).join('||')}||`,
        ...block.rows.map((cells) => `|${cells.map(cell).join('|')}|`),
      ].join('\n');
  }
}

/** An empty cell would join its neighbours. */
function cell(text: string): string {
  const shown = wikiText(text);
  return shown.trim() === '' ? ' ' : shown;
}

function line(content: readonly Inline[]): string {
  return content.map(inline).join('');
}

function inline({ text, strong, href }: Inline): string {
  const shown = wikiText(text);
  if (href !== undefined) return `[${shown}|${href.replace(/[|[\]{}\s]/g, encodeURIComponent)}]`;
  if (strong !== true || shown.trim() === '') return shown;
  // Emphasis needs its signs at the words themselves.
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/.exec(shown) ?? [];
  return `${before}*${words}*${after}`;
}
