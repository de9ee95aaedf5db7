/** Block Kit, as far as messages of ours need it. Text stands in plain and rich text elements, where nothing is markup. */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly fields: readonly PlainText[] }
  | { readonly type: 'context'; readonly elements: readonly PlainText[] }
  | { readonly type: 'rich_text'; readonly elements: readonly (RichSection | RichList)[] }
  | {
      readonly type: 'input';
      readonly block_id: string;
      readonly optional: true;
      readonly label: PlainText;
      readonly element: {
        readonly type: 'plain_text_input';
        readonly action_id: string;
        readonly max_length: number;
      };
    }
  | { readonly type: 'actions'; readonly block_id: string; readonly elements: readonly SlackButton[] };

export interface SlackButton {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style: 'primary' | 'danger';
}

interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}
interface RichSection {
  readonly type: 'rich_text_section';
  readonly elements: readonly RichElement[];
}
interface RichList {
  readonly type: 'rich_text_list';
  readonly style: 'bullet';
  readonly elements: readonly RichSection[];
}
export type RichElement =
  | { readonly type: 'text'; readonly text: string; readonly style?: { readonly bold: true } }
  | { readonly type: 'link'; readonly url: string; readonly text: string }
  | { readonly type: 'user'; readonly user_id: string };

/** Documented limits, in characters. */
const LONGEST = {
  button: 75,
  header: 150,
  section: 2_000,
  context: 2_000,
  rich: 3_000,
  fallback: 4_000,
} as const;

export function header(text: string): SlackBlock {
  return { type: 'header', text: plain(text, LONGEST.header) };
}

/** Two columns; ten fields at most. */
export function fields(texts: readonly string[]): SlackBlock {
  return { type: 'section', fields: texts.slice(0, 10).map((text) => plain(text, LONGEST.section)) };
}

export function context(text: string): SlackBlock {
  return { type: 'context', elements: [plain(text, LONGEST.context)] };
}

export function paragraph(elements: readonly RichElement[]): SlackBlock {
  return { type: 'rich_text', elements: [section(elements)] };
}

/** A title in bold over items of a list. */
export function listed(title: string, items: readonly (readonly RichElement[])[]): SlackBlock {
  return {
    type: 'rich_text',
    elements: [
      section([{ type: 'text', text: readable(title, LONGEST.rich), style: { bold: true } }]),
      { type: 'rich_text_list', style: 'bullet', elements: items.map(section) },
    ],
  };
}

/** A line of text that people may fill in; what they wrote comes with the click. */
export function input(blockId: string, label: string, longest: number): SlackBlock {
  return {
    type: 'input',
    block_id: blockId,
    optional: true,
    label: plain(label, LONGEST.section),
    element: { type: 'plain_text_input', action_id: blockId, max_length: longest },
  };
}

export function buttons(blockId: string, elements: readonly SlackButton[]): SlackBlock {
  return { type: 'actions', block_id: blockId, elements };
}

export function button(
  actionId: string,
  text: string,
  value: string,
  style: SlackButton['style'],
): SlackButton {
  return { type: 'button', action_id: actionId, text: plain(text, LONGEST.button), value, style };
}

/** A mention, which notifies. */
export function user(id: string): RichElement {
  return { type: 'user', user_id: id };
}

export function words(text: string): RichElement {
  return { type: 'text', text: readable(text, LONGEST.rich) };
}

export function link(url: string, text: string): RichElement {
  return { type: 'link', url, text: readable(text, LONGEST.rich) };
}

/**
 * Text for the notification, which Slack reads as markup: the three signs that begin it are written as Slack asks, so that
 * nobody is mentioned and no link is made. Source: docs.slack.dev, "Escaping text".
 */
export function fallbackText(text: string): string {
  return readable(text, LONGEST.fallback / 5)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function section(elements: readonly RichElement[]): RichSection {
  return { type: 'rich_text_section', elements };
}

function plain(text: string, longest: number): PlainText {
  return { type: 'plain_text', text: readable(text, longest), emoji: false };
}

/** One line without controls and signs that turn text about, cut, and never empty, which Slack refuses. */
function readable(text: string, longest: number): string {
  const line = text
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '\uFFFD');
  if (line.trim() === '') return '–';
  return line.length <= longest ? line : `${line.slice(0, longest - 1).toWellFormed()}…`;
}
