/** The part of Adaptive Cards 1.5 that cards of ours use. Source: adaptivecards.io/explorer. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.5';
  readonly msteams: { readonly width: 'Full' };
  /** Said where a card cannot be shown. */
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly actions: readonly OpenUrl[];
}

export interface OpenUrl {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
}

/** Text of a run is shown as it is: unlike in a TextBlock, nothing in it is Markdown. */
export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Large' | 'Small';
  readonly isSubtle?: true;
  readonly color?: 'Attention' | 'Warning' | 'Good';
  readonly selectAction?: OpenUrl;
}

export type CardElement =
  | { readonly type: 'RichTextBlock'; readonly inlines: readonly TextRun[] }
  | {
      readonly type: 'Container';
      readonly style: 'attention' | 'warning' | 'good' | 'emphasis';
      readonly items: readonly CardElement[];
    }
  | {
      readonly type: 'Table';
      readonly firstRowAsHeaders: true;
      readonly columns: readonly { readonly width: number }[];
      readonly rows: readonly {
        readonly type: 'TableRow';
        readonly cells: readonly { readonly type: 'TableCell'; readonly items: readonly CardElement[] }[];
      }[];
    };

const LONGEST_TEXT = 1_000;

export function card(
  fallback: string,
  body: readonly CardElement[],
  actions: readonly OpenUrl[],
): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    msteams: { width: 'Full' },
    fallbackText: readable(fallback),
    body,
    actions,
  };
}

/** The message of a workflow with one card in it. */
export function messageWith(content: AdaptiveCard): object {
  return {
    type: 'message',
    summary: content.fallbackText,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

export function line(...inlines: readonly TextRun[]): CardElement {
  return { type: 'RichTextBlock', inlines };
}

export function run(text: string, more: Omit<TextRun, 'type' | 'text'> = {}): TextRun {
  return { type: 'TextRun', text: readable(text), ...more };
}

export function table(widths: readonly number[], rows: readonly (readonly string[])[]): CardElement {
  return {
    type: 'Table',
    firstRowAsHeaders: true,
    columns: widths.map((width) => ({ width })),
    rows: rows.map((cells, index) => ({
      type: 'TableRow',
      cells: cells.map((text) => ({
        type: 'TableCell',
        items: [line(run(text, index === 0 ? { weight: 'Bolder' } : {}))],
      })),
    })),
  };
}

export function openUrl(title: string, url: string): OpenUrl {
  return { type: 'Action.OpenUrl', title: readable(title), url };
}

/** One line without controls and signs that turn text about; functions of cards (`{{DATE(…)}}`) are parted. */
function readable(text: string): string {
  const shown = text
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '\uFFFD')
    .replace(/\{(?=\{)/g, '{\u200b')
    .replace(/\$(?=\{)/g, '$\u200b')
    // Mentions need an entity beside the card, of which there is none; the tag would show all the same.
    .replace(/<(?=\/?at\b)/gi, '<\u200b');
  // Teams shows no card with an empty text.
  if (shown === '') return '–';
  return shown.length <= LONGEST_TEXT ? shown : `${shown.slice(0, LONGEST_TEXT - 1).toWellFormed()}…`;
}
