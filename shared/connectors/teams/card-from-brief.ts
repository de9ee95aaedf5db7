import type { ChangeBrief } from '../../contracts/change-brief.ts';
import type { DigestNotice } from '../../ports/notifier.ts';
import {
  type AdaptiveCard,
  card,
  type CardElement,
  line,
  messageWith,
  openUrl,
  run,
  table,
} from './adaptive-card.ts';

/** How much is said; from generous to terse until it fits. */
interface Detail {
  readonly figures: number;
  readonly claims: number;
  readonly budgets: number;
  readonly listed: number;
}
const DETAILS: readonly Detail[] = [
  { figures: 5, claims: 3, budgets: 3, listed: 20 },
  { figures: 3, claims: 1, budgets: 1, listed: 10 },
  { figures: 1, claims: 0, budgets: 0, listed: 5 },
  { figures: 0, claims: 0, budgets: 0, listed: 1 },
];
/** Teams refuses messages of about 28 KB, some tenants of 21 KB; what counts is the request as sent. */
const MOST_BYTES = 20_000;

const STYLES = {
  fail: 'attention',
  warn: 'warning',
  pass: 'good',
  undecided: 'emphasis',
  'no-baseline': 'emphasis',
  'no-data': 'emphasis',
} as const;

/** The message of a workflow with one card in it, within the size limit: less is said until it fits. */
export function messageFromBrief(brief: ChangeBrief): object {
  return fitting((detail) => cardFromBrief(brief, detail));
}

/** Several changes in one card. */
export function messageFromDigest(digest: DigestNotice): object {
  return fitting((detail) => cardFromDigest(digest, detail));
}

function fitting(cardWith: (detail: Detail) => AdaptiveCard): object {
  const messages = DETAILS.map((detail) => () => messageWith(cardWith(detail)));
  for (const make of messages) {
    const message = make();
    if (Buffer.byteLength(JSON.stringify(message)) <= MOST_BYTES) return message;
  }
  // The tersest has a handful of bounded texts, far below the limit.
  return messageWith(cardWith({ figures: 0, claims: 0, budgets: 0, listed: 0 }));
}

function cardFromBrief(brief: ChangeBrief, detail: Detail): AdaptiveCard {
  const { change, links } = brief;
  return card(
    `${brief.verdictWords}: ${brief.headline}`,
    [
      {
        type: 'Container',
        style: STYLES[brief.verdict],
        items: [
          line(run(`${brief.verdictWords}: ${change.name}`, { weight: 'Bolder', size: 'Large' })),
          line(run(brief.headline)),
        ],
      },
      facts(brief),
      ...figures(brief, detail),
      ...listed('Budgets', brief.budgets.slice(0, detail.budgets)),
      ...listed('Cause', brief.causes.slice(0, detail.claims).map(claimWords)),
      ...listed('What to do', brief.fixes.slice(0, detail.claims).map(claimWords)),
      line(
        run(
          `${brief.summary} · commit ${brief.commit}, baseline ${brief.baseline ?? 'none'} · run ${brief.runId}`,
          {
            size: 'Small',
            isSubtle: true,
          },
        ),
      ),
    ],
    [
      ...(links.report === null ? [] : [openUrl('Full report', links.report)]),
      ...(change.url === null ? [] : [openUrl('Open the change', change.url)]),
    ],
  );
}

function cardFromDigest({ headline, briefs, more }: DigestNotice, { listed: most }: Detail): AdaptiveCard {
  const shown = briefs.slice(0, most);
  const left = briefs.length - shown.length + more;
  const items = shown.map((brief) => {
    const name = run(brief.change.name, { weight: 'Bolder' });
    const { url } = brief.change;
    const linked = url === null ? name : { ...name, selectAction: openUrl(brief.change.name, url) };
    return line(linked, run(` ${brief.verdictWords}. ${brief.headline}`));
  });
  const rest = left === 0 ? [] : [line(run(`${left} more changes`))];
  return card(headline, [line(run(headline, { weight: 'Bolder', size: 'Large' })), ...items, ...rest], []);
}

function facts({ service, severity, change }: ChangeBrief): CardElement {
  const author = change.author === null ? '' : ` by ${change.author}`;
  return line(
    run('Service '),
    run(service, { weight: 'Bolder' }),
    run(' · severity '),
    run(severity, { weight: 'Bolder' }),
    run(` · ${change.title}${author}`),
  );
}

function figures(brief: ChangeBrief, detail: Detail): readonly CardElement[] {
  const shown = brief.figures.slice(0, detail.figures);
  if (shown.length === 0) return [];
  const more = brief.figures.length - shown.length + brief.moreFigures;
  const rows = shown.map((figure) => [
    figure.labels === '' ? figure.metric : `${figure.metric} (${figure.labels})`,
    `${figure.baseline} → ${figure.candidate}`,
    figure.change,
    `${figure.answer}, ${figure.certainty}`,
  ]);
  return [
    table([3, 2, 2, 2], [['Figure', 'Before → now', 'Change', 'How sure'], ...rows]),
    ...(more === 0 ? [] : [line(run(`${more} more figures stand in the report.`, { isSubtle: true }))]),
  ];
}

function claimWords({ text, evidence }: ChangeBrief['causes'][number]): string {
  return `${text} (${evidence.join(', ')})`;
}

function listed(title: string, items: readonly string[]): readonly CardElement[] {
  if (items.length === 0) return [];
  return [line(run(title, { weight: 'Bolder' })), ...items.map((text) => line(run(`• ${text}`)))];
}
