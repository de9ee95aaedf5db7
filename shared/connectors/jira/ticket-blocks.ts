import type { ChangeBrief } from '../../contracts/change-brief.ts';

/** Text with what may be done to it; a link when `href` is given. */
export interface Inline {
  readonly text: string;
  readonly strong?: boolean;
  readonly href?: string;
}

/** What a ticket is made of, before it becomes a document (v3) or wiki markup (v2). */
export type Block =
  | {
      readonly kind: 'banner';
      readonly tone: 'error' | 'warning' | 'success' | 'info';
      readonly lines: readonly (readonly Inline[])[];
    }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'bullets'; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** How much is said; from generous to terse until it fits. */
export interface Detail {
  readonly figures: number;
  readonly claims: number;
  readonly budgets: number;
  readonly notes: number;
}
export const DETAILS: readonly Detail[] = [
  { figures: 10, claims: 3, budgets: 10, notes: 3 },
  { figures: 5, claims: 2, budgets: 3, notes: 1 },
  { figures: 3, claims: 1, budgets: 1, notes: 0 },
  { figures: 0, claims: 0, budgets: 0, notes: 0 },
];

const TONES: Record<ChangeBrief['verdict'], 'error' | 'warning' | 'success' | 'info'> = {
  fail: 'error',
  warn: 'warning',
  pass: 'success',
  undecided: 'info',
  'no-baseline': 'info',
  'no-data': 'info',
};

/** The ticket of a change: verdict first, then what became slower, why and what to do; links last. */
export function blocksFromBrief(brief: ChangeBrief, detail: Detail): readonly Block[] {
  return [
    {
      kind: 'banner',
      tone: TONES[brief.verdict],
      lines: [
        [{ text: brief.headline, strong: true }],
        [{ text: `${brief.verdictWords}: ${brief.summary}. Severity: ${brief.severity}.` }],
      ],
    },
    { kind: 'bullets', items: facts(brief) },
    ...figures(brief, detail),
    ...listed('Budgets', brief.budgets.slice(0, detail.budgets)),
    ...listed('Cause', brief.causes.slice(0, detail.claims).map(claimWords)),
    ...listed('What to do', brief.fixes.slice(0, detail.claims).map(claimWords)),
    ...listed('Notes', brief.warnings.slice(0, detail.notes)),
    { kind: 'paragraph', inlines: lastLine(brief) },
  ];
}

/** Plain text as paragraphs, one for each block of lines. */
export function blocksFromText(text: string): readonly Block[] {
  const parts = text.split(/\n\s*\n/).filter((part) => part.trim() !== '');
  return parts.map((part) => ({ kind: 'paragraph', inlines: [{ text: part.trim() }] }));
}

function facts({ change, service, commit, baseline }: ChangeBrief): readonly (readonly Inline[])[] {
  const name = change.url === null ? { text: change.name } : { text: change.name, href: change.url };
  return [
    [{ text: 'Change: ', strong: true }, name, { text: ` ${change.title}` }],
    ...(change.author === null ? [] : [[{ text: 'Author: ', strong: true }, { text: change.author }]]),
    [{ text: 'Service: ', strong: true }, { text: service }],
    [
      { text: 'Compared: ', strong: true },
      { text: `commit ${commit} with ${baseline === null ? 'no baseline' : `baseline ${baseline}`}` },
    ],
  ];
}

function figures(brief: ChangeBrief, { figures: most }: Detail): readonly Block[] {
  const shown = brief.figures.slice(0, most);
  if (shown.length === 0) return [];
  const left = brief.figures.length - shown.length + brief.moreFigures;
  const rows = shown.map((figure) => [
    figure.labels === '' ? figure.metric : `${figure.metric} (${figure.labels})`,
    figure.baseline,
    figure.candidate,
    figure.change,
    `${figure.answer}, ${figure.certainty}`,
  ]);
  return [
    { kind: 'table', head: ['Figure', 'Baseline', 'This change', 'Change', 'How sure'], rows },
    ...(left === 0
      ? []
      : [{ kind: 'paragraph' as const, inlines: [{ text: `${left} more figures stand in the report.` }] }]),
  ];
}

function claimWords({ text, evidence }: ChangeBrief['causes'][number]): string {
  return `${text} (${evidence.join(', ')})`;
}

function listed(title: string, items: readonly string[]): readonly Block[] {
  if (items.length === 0) return [];
  return [
    { kind: 'heading', text: title },
    { kind: 'bullets', items: items.map((text) => [{ text }]) },
  ];
}

function lastLine({ links, runId }: ChangeBrief): readonly Inline[] {
  const until = links.expireAt === null ? '' : ` (link valid until ${links.expireAt.slice(0, 10)})`;
  return [
    ...(links.report === null ? [] : [{ text: 'Full report', href: links.report }, { text: `${until}. ` }]),
    { text: `Run ${runId}. This text is kept up to date; what you write in comments stays.` },
  ];
}
