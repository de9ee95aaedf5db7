import type { ChangeBrief } from '../../contracts/change-brief.ts';
import type { DigestNotice } from '../../ports/notifier.ts';
import {
  context,
  fallbackText,
  fields,
  header,
  link,
  listed,
  paragraph,
  type RichElement,
  type SlackBlock,
  words,
} from './blocks.ts';

interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** How much is said; from generous to terse until it fits. */
interface Detail {
  readonly figures: number;
  readonly claims: number;
  readonly budgets: number;
  readonly listed: number;
}
const TERSEST: Detail = { figures: 0, claims: 0, budgets: 0, listed: 1 };
const DETAILS: readonly Detail[] = [
  { figures: 5, claims: 3, budgets: 3, listed: 20 },
  { figures: 3, claims: 1, budgets: 1, listed: 10 },
  { figures: 1, claims: 0, budgets: 0, listed: 5 },
];
/**
 * Slack counts all blocks of a message together (`msg_blocks_too_long`) and documents no number: 12,000 characters of text and something for
 * what they stand in, by its own people (slackapi/bolt-js, issue 2509). The blocks as sent are held below that.
 */
const MOST_CHARACTERS = 12_000;

function fitting(blocksWith: (detail: Detail) => readonly SlackBlock[]): readonly SlackBlock[] {
  for (const detail of DETAILS) {
    const blocks = blocksWith(detail);
    if (JSON.stringify(blocks).length <= MOST_CHARACTERS) return blocks;
  }
  return blocksWith(TERSEST);
}

/** The first message of a change: verdict, what became slower, why, what to do, links; less of it where it would be too long. */
export function messageFromBrief(brief: ChangeBrief): SlackMessage {
  return {
    text: fallbackText(`${brief.verdictWords}: ${brief.headline} (${brief.change.name})`),
    blocks: fitting((detail) => blocksFromBrief(brief, detail)),
  };
}

function blocksFromBrief(brief: ChangeBrief, detail: Detail): readonly SlackBlock[] {
  const { change } = brief;
  return [
    header(`${brief.verdictWords}: ${change.name}`),
    paragraph([words(brief.headline)]),
    fields([
      `Service: ${brief.service}`,
      `Severity: ${brief.severity}`,
      `Change: ${change.title}`,
      `Author: ${change.author ?? 'not told'}`,
    ]),
    ...figures(brief, detail),
    ...list(
      'Budgets',
      brief.budgets.slice(0, detail.budgets).map((text) => [words(text)]),
    ),
    ...claims('Cause', brief.causes.slice(0, detail.claims)),
    ...claims('What to do', brief.fixes.slice(0, detail.claims)),
    ...links(brief),
    context(
      `${brief.summary} · commit ${brief.commit}, baseline ${brief.baseline ?? 'none'} · run ${brief.runId}`,
    ),
  ];
}

/** An answer in the thread of a change: what is new, in few words. */
export function replyFromBrief(brief: ChangeBrief): SlackMessage {
  return {
    text: fallbackText(`${brief.verdictWords}: ${brief.headline} (${brief.change.name})`),
    blocks: [
      paragraph([
        { type: 'text', text: `${brief.verdictWords}: `, style: { bold: true } },
        words(brief.headline),
      ]),
      ...links(brief),
      context(`${brief.summary} · commit ${brief.commit} · run ${brief.runId}`),
    ],
  };
}

/** Several changes in one message. */
export function messageFromDigest(digest: DigestNotice): SlackMessage {
  return {
    text: fallbackText(digest.headline),
    blocks: fitting((detail) => blocksFromDigest(digest, detail)),
  };
}

function blocksFromDigest(
  { headline, briefs, more }: DigestNotice,
  { listed: most }: Detail,
): readonly SlackBlock[] {
  const items = briefs
    .slice(0, most)
    .map((brief): RichElement[] => [
      brief.change.url === null ? words(brief.change.name) : link(brief.change.url, brief.change.name),
      words(`: ${brief.verdictWords}. ${brief.headline} `),
      ...(brief.links.report === null ? [] : [link(brief.links.report, 'report')]),
    ]);
  const left = briefs.length - items.length + more;
  const rest = left === 0 ? [] : [[words(`${left} more changes`)]];
  return [header(headline), ...list('Changes', [...items, ...rest])];
}

function figures(brief: ChangeBrief, { figures: most }: Detail): readonly SlackBlock[] {
  const shown = brief.figures.slice(0, most);
  const more = brief.figures.length - shown.length + brief.moreFigures;
  const rest = more === 0 ? [] : [[words(`${more} more in the report`)]];
  return list('Figures', [...shown.map(figureWords), ...rest]);
}

function list(title: string, items: readonly (readonly RichElement[])[]): readonly SlackBlock[] {
  return items.length === 0 ? [] : [listed(title, items)];
}

function figureWords(figure: ChangeBrief['figures'][number]): RichElement[] {
  const name = figure.labels === '' ? figure.metric : `${figure.metric} (${figure.labels})`;
  return [
    { type: 'text', text: `${name}: `, style: { bold: true } },
    words(
      `${figure.baseline} → ${figure.candidate}, ${figure.change}; ${figure.answer}, ${figure.certainty}`,
    ),
  ];
}

function claims(title: string, claimed: ChangeBrief['causes']): readonly SlackBlock[] {
  return list(
    title,
    claimed.map(({ text, evidence }) => [words(`${text} (${evidence.join(', ')})`)]),
  );
}

function links({ links: { report }, change: { url } }: ChangeBrief): readonly SlackBlock[] {
  const parts = [
    ...(report === null ? [] : [link(report, 'Full report')]),
    ...(url === null ? [] : [link(url, 'Change')]),
  ];
  if (parts.length === 0) return [];
  return [paragraph(parts.flatMap((part, index) => (index === 0 ? [part] : [words(' · '), part])))];
}
