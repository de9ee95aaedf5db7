import type { Block, Inline } from './ticket-blocks.ts';

/** A node of the Atlassian Document Format, as far as tickets need it. */
export interface AdfNode {
  readonly type: string;
  readonly version?: 1;
  readonly attrs?: Readonly<Record<string, string | number | boolean>>;
  readonly content?: readonly AdfNode[];
  readonly text?: string;
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, string>> }[];
}

/**
 * Blocks as a document of Jira's v3 API. Text stands in text nodes, where nothing is markup; empty ones, which Jira refuses,
 * are left out. Source: the published JSON Schema of the format (@atlaskit/adf-schema).
 */
export function adfFromBlocks(blocks: readonly Block[]): AdfNode {
  return { version: 1, type: 'doc', content: blocks.map(nodeFrom) };
}

/** All text of a document, for comparing. */
export function adfText(node: unknown): string {
  if (typeof node !== 'object' || node === null) return '';
  if ('text' in node && typeof node.text === 'string') return node.text;
  return 'content' in node && Array.isArray(node.content) ? node.content.map(adfText).join('') : '';
}

function nodeFrom(block: Block): AdfNode {
  switch (block.kind) {
    case 'banner':
      return { type: 'panel', attrs: { panelType: block.tone }, content: block.lines.map(paragraph) };
    case 'heading':
      return { type: 'heading', attrs: { level: 3 }, content: inlines([{ text: block.text }]) };
    case 'paragraph':
      return paragraph(block.inlines);
    case 'bullets':
      return {
        type: 'bulletList',
        content: block.items.map((item) => ({ type: 'listItem', content: [paragraph(item)] })),
      };
    case 'table':
      return {
        type: 'table',
        content: [
          row('tableHeader', block.head, true),
          ...block.rows.map((cells) => row('tableCell', cells, false)),
        ],
      };
  }
}

function row(type: 'tableHeader' | 'tableCell', cells: readonly string[], strong: boolean): AdfNode {
  return {
    type: 'tableRow',
    content: cells.map((text) => ({ type, content: [paragraph([strong ? { text, strong } : { text }])] })),
  };
}

function paragraph(content: readonly Inline[]): AdfNode {
  return { type: 'paragraph', content: inlines(content) };
}

function inlines(content: readonly Inline[]): readonly AdfNode[] {
  return content.flatMap((inline) => {
    const text = readable(inline.text);
    if (text === '') return [];
    const marks = [
      ...(inline.href === undefined ? [] : [{ type: 'link', attrs: { href: inline.href } }]),
      ...(inline.strong === true ? [{ type: 'strong' }] : []),
    ];
    return [marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks }];
  });
}

/** Without controls, and without signs that turn the text around them about. */
function readable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '\uFFFD');
}
