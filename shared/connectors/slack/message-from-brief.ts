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

const MOST_FIGURES = 5;

/** The first message of a change: verdict, what became slower, why, what to do, links. */
export function messageFromBrief(brief: ChangeBrief): SlackMessage {
  const { change, figures, causes, fixes } = brief;
  const shown = figures.slice(0, MOST_FIGURES);
  const more = figures.length - shown.length + brief.moreFigures;
  return {
    text: fallbackText(`${brief.verdictWords}: ${brief.headline} (${change.name})`),
    blocks: [
      header(`${brief.verdictWords}: ${change.name}`),
      paragraph([words(brief.headline)]),
      fields([
        `Service: ${brief.service}`,
        `Severity: ${brief.severity}`,
        `Change: ${change.title}`,
        `Author: ${change.author ?? 'not told'}`,
      ]),
      ...(shown.length === 0
        ? []
        : [
            listed('Figures', [
              ...shown.map(figureWords),
              ...(more === 0 ? [] : [[words(`${more} more in the report`)]]),
            ]),
          ]),
      ...(brief.budgets.length === 0
        ? []
        : [
            listed(
              'Budgets',
              brief.budgets.slice(0, 3).map((text) => [words(text)]),
            ),
          ]),
      ...claims('Cause', causes),
      ...claims('What to do', fixes),
      ...links(brief),
      context(
        `${brief.summary} · commit ${brief.commit}, baseline ${brief.baseline ?? 'none'} · run ${brief.runId}`,
      ),
    ],
  };
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
export function messageFromDigest({ headline, briefs, more }: DigestNotice): SlackMessage {
  const items = briefs.map((brief): RichElement[] => [
    brief.change.url === null ? words(brief.change.name) : link(brief.change.url, brief.change.name),
    words(`: ${brief.verdictWords}. ${brief.headline} `),
    ...(brief.links.report === null ? [] : [link(brief.links.report, 'report')]),
  ]);
  const rest = more === 0 ? [] : [[words(`${more} more changes`)]];
  return {
    text: fallbackText(headline),
    blocks: [header(headline), listed('Changes', [...items, ...rest])],
  };
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

function claims(title: string, list: ChangeBrief['causes']): readonly SlackBlock[] {
  if (list.length === 0) return [];
  return [
    listed(
      title,
      list.map(({ text, evidence }) => [words(`${text} (${evidence.join(', ')})`)]),
    ),
  ];
}

function links({ links: { report }, change: { url } }: ChangeBrief): readonly SlackBlock[] {
  const parts = [
    ...(report === null ? [] : [link(report, 'Full report')]),
    ...(url === null ? [] : [link(url, 'Change')]),
  ];
  if (parts.length === 0) return [];
  return [paragraph(parts.flatMap((part, index) => (index === 0 ? [part] : [words(' · '), part])))];
}
