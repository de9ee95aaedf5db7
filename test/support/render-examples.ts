import { jiraTexts } from '../../shared/connectors/jira/jira-texts.ts';
import {
  messageFromBrief as slackMessage,
  messageFromDigest as slackDigest,
  replyFromBrief,
} from '../../shared/connectors/slack/message-from-brief.ts';
import {
  messageFromBrief as teamsMessage,
  messageFromDigest as teamsDigest,
} from '../../shared/connectors/teams/card-from-brief.ts';
import { brief } from './change-brief.ts';
import { masked } from './report-input.ts';

/** Files of docs/connectors/examples: what Jira, Slack and Teams get of one regression, its fix, and a busy hour. */
export function renderExamples(): Readonly<Record<string, string>> {
  const failed = brief();
  const passed = brief({
    verdict: 'pass',
    verdictWords: masked('Passed'),
    headline: masked('No performance regression in 12 figures.'),
    summary: masked('12 without change'),
    commit: masked('cccccccccccc'),
    figures: [],
    causes: [],
    fixes: [],
    runId: 'run-89abcdef0123456701234567',
  });
  const digest = {
    id: 'digest-team-1',
    headline: masked('2 more changes with performance news'),
    briefs: [failed, passed],
    more: 0,
  };
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  return {
    'jira-issue.adf.json': json(jiraTexts('cloud').description(failed, '')),
    'jira-issue.wiki.txt': `${String(jiraTexts('data-center').description(failed, ''))}\n`,
    'slack-message.json': json(slackMessage(failed)),
    'slack-message.txt': `${textOf(slackMessage(failed).blocks)}\n`,
    'slack-reply.json': json(replyFromBrief(passed)),
    'slack-digest.json': json(slackDigest(digest)),
    'teams-card.json': json(teamsMessage(failed)),
    'teams-card.txt': `${textOf(teamsMessage(failed))}\n`,
    'teams-digest.json': json(teamsDigest(digest)),
  };
}

const LINES = new Set(['header', 'rich_text_section', 'RichTextBlock', 'TableRow', 'context', 'plain_text']);

/** What a reader sees of blocks or a card, line by line; links as `text <address>`. */
function textOf(node: unknown): string {
  return linesOf(node)
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function linesOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(linesOf).join('');
  if (typeof node !== 'object' || node === null) return '';
  const { type, text, url, title, ...others } = node as Readonly<Record<string, unknown>>;
  const own = typeof text === 'string' ? text : typeof title === 'string' ? `[${title}]` : linesOf(text);
  const linked = typeof url === 'string' ? `${own} <${url}>` : own;
  const cell = type === 'TableCell' ? ' | ' : '';
  const end = LINES.has(String(type)) || type === 'Action.OpenUrl' ? '\n' : '';
  const inner = Object.values(others).map(linesOf).join('');
  return type === 'TableRow' ? `${inner.replace(/\n/g, '')}\n` : `${linked}${inner}${cell}${end}`;
}

/** Writes the files when run by itself: `npx node test/support/render-examples.ts`. */
if (import.meta.filename === process.argv[1]) {
  const { writeFileSync } = await import('node:fs');
  const folder = new URL('../../docs/connectors/examples/', import.meta.url);
  for (const [name, text] of Object.entries(renderExamples())) writeFileSync(new URL(name, folder), text);
}
