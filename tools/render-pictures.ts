/**
 * Pictures of what people see on code hosts and in messengers, for docs/images: `npx node tools/render-pictures.ts`. Comments are rendered
 * by marked (GitHub's Markdown), cards by Microsoft's renderer of Adaptive Cards, Slack's blocks by the few rules below; chromium takes the pictures.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { marked } from 'marked';
import { lineNoteText } from '../shared/connectors/common/line-note-text.ts';
import { messageFromApproval } from '../shared/connectors/slack/message-from-approval.ts';
import { messageFromBrief as slackMessage } from '../shared/connectors/slack/message-from-brief.ts';
import { channelMessage } from '../shared/connectors/teams/card-from-approval.ts';
import { messageFromBrief as teamsMessage } from '../shared/connectors/teams/card-from-brief.ts';
import { showApprovalPage } from '../shared/doors/approval-page.ts';
import { renderComment } from '../shared/reporting/render-comment.ts';
import { renderSvg } from '../shared/reporting/render-svg.ts';
import { lineNotes } from '../shared/stages/line-notes.ts';
import { withWhoToAsk } from '../shared/stages/who-to-ask.ts';
import { doorRequest, textOf } from '../test/support/door-request.ts';
import { exampleApproval, exampleBrief, exampleModel } from '../test/support/example-regression.ts';
import { createMemoryChangeHost, TEST_BASE } from '../test/support/memory-change-host.ts';
import { testPolicy } from '../test/support/memory-pipeline.ts';
import { connectionsOf, requestRecord } from '../test/support/memory-stage.ts';
import { approvalDoorPorts, waitingApproval } from '../test/support/waiting-approval.ts';

const FOLDER = new URL('../docs/images/', import.meta.url);
const WIDTH_PX = 860;
const PAGE = `body { font: 14px/1.5 "DejaVu Sans", sans-serif; margin: 16px; background: #fff; color: #1f2328; width: ${WIDTH_PX - 32}px; }
code { background: #eff1f3; border-radius: 4px; padding: 1px 4px; font-size: 12px; }
table { border-collapse: collapse; font-size: 12.5px; } td, th { border: 1px solid #d1d9e0; padding: 5px 9px; }
.box { border: 1px solid #d1d9e0; border-radius: 6px; padding: 4px 16px; } img { max-width: 100%; }
h3 { font-size: 17px; } details { margin: 8px 0; } a { color: #0969da; } sub { color: #59636e; vertical-align: baseline; font-size: 11.5px; }
.slack { border-left: 4px solid #ddd; padding-left: 12px; } .slack h4 { font-size: 17px; margin: 6px 0; } .slack .context { color: #616061; font-size: 12px; }
.slack .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 16px; white-space: pre-wrap; } .slack button { font: inherit; font-weight: bold; padding: 6px 14px; margin: 6px 8px 6px 0; border-radius: 4px; border: 1px solid #bbb; background: #fff; }
.slack button.primary { background: #007a5a; color: #fff; border-color: #007a5a; } .slack button.danger { background: #fff; color: #e01e5a; border-color: #e01e5a; } .slack p, .slack ul { margin: 4px 0; white-space: pre-wrap; }
.slack .input { border: 1px solid #bbb; border-radius: 4px; padding: 6px 10px; color: #888; margin: 2px 0 6px; }
.diff { font: 12.5px/1.7 "DejaVu Sans Mono", monospace; border: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; } .diff .line { padding: 0 10px; white-space: pre; } .diff .added { background: #dafbe1; } .diff .box { white-space: normal; font: 14px/1.5 "DejaVu Sans", sans-serif; margin: 6px; padding: 0 12px; } .diff .box p { margin: 8px 0; }
.diff .hunk { background: #ddf4ff; color: #59636e; }`;

/** With the owners of the file that the cause names, as the host's CODEOWNERS has them, and who changed it last. */
async function commentPage(): Promise<string> {
  const model = exampleModel();
  const comment = renderComment(model, {
    reportUrl: 'https://perf.example/report.html',
    imageUrl: 'https://perf.example/report.png',
    maxLength: 65_536,
  });
  const { plan, explanation, decision } = model.input;
  const host = createMemoryChangeHost();
  host.repository.set(`${TEST_BASE}:CODEOWNERS`, '/src/ @lena @shop/orders\n');
  for (const { path: file } of plan.diff.files) host.lastAuthors.set(`${TEST_BASE}:${file}`, 'marek');
  const markdown = await withWhoToAsk(
    comment,
    {
      request: requestRecord(),
      plan: {
        ...plan,
        baseSha: TEST_BASE,
        ask: { codeOwners: true, lastAuthor: true, mention: false, owners: [], origin: null },
      },
      verdict: decision.verdict,
      explanation,
    },
    {
      connections: connectionsOf({ git: { changes: host } }),
      policy: async () => ({ policy: testPolicy(), version: 'v-example' }),
    },
    AbortSignal.timeout(10_000),
  );
  const picture = `data:image/svg+xml;base64,${Buffer.from(renderSvg(model)).toString('base64')}`;
  const html = marked.parse(markdown, { async: false, gfm: true });
  return `<div class="box">${html.replace('https://perf.example/report.png', picture)}</div>`;
}

function lineNotePage(): string {
  const { plan, explanation, decision } = exampleModel().input;
  const [note] = lineNotes(decision.verdict, plan, explanation) ?? [];
  if (note === undefined) throw new TypeError('The example has no cause with a line.');
  const text = lineNoteText('', note, (same) => same);
  const diff = (plan.diff.text ?? '').split('\n').slice(1);
  const lines = diff.map((line) => {
    const kind = line.startsWith('@@') ? 'hunk' : line.startsWith('+') ? 'added' : '';
    return `<div class="line ${kind}">${escaped(line)}</div>`;
  });
  const at = diff.findIndex((line) => line.startsWith('+')) + 1;
  const comment = `<div class="box">${marked.parse(text, { async: false, gfm: true })}</div>`;
  const shown = [...lines.slice(0, at), comment, ...lines.slice(at)];
  return `<p><code>${escaped(note.path)}</code></p><div class="diff">${shown.join('')}</div>`;
}

/** The page as the door sends it, in its own style. */
async function approvalPage(): Promise<string> {
  const pipeline = await waitingApproval();
  const { runId, ports } = pipeline;
  const link = ports.approvalLinks.url(
    { runId, scope: { kind: 'decide', person: 'anna', decision: 'approve' }, nonce: 'first' },
    new Date('2026-05-05T10:00:00.000Z'),
  );
  const show = showApprovalPage(approvalDoorPorts(pipeline));
  return textOf(await show(doorRequest({ path: link, params: { runId } })));
}

function cardPage(message: unknown): string {
  const { attachments } = message as { readonly attachments: readonly { readonly content: unknown }[] };
  const library = createRequire(import.meta.url).resolve('adaptivecards');
  const script = readFileSync(path.join(path.dirname(library), '..', 'dist', 'adaptivecards.js'), 'utf8');
  const config = {
    fontFamily: '"DejaVu Sans", sans-serif',
    supportsInteractivity: true,
    containerStyles: {
      attention: { backgroundColor: '#fdf3f4', foregroundColors: { attention: { default: '#c4314b' } } },
    },
  };
  return `<div id="card" class="box"></div><script>${script}</script><script>
const card = new AdaptiveCards.AdaptiveCard();
card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(config)});
card.parse(${JSON.stringify(attachments[0]?.content).replaceAll('<', '\\u003c')});
document.getElementById('card').appendChild(card.render());
</script><style>.ac-pushButton { font: inherit; padding: 6px 14px; margin: 8px 0; border: 1px solid #bbb; border-radius: 4px; background: #fff; }</style>`;
}

type SlackNode = Readonly<Record<string, unknown>>;

function slackPage({ blocks }: { readonly blocks: readonly object[] }): string {
  return `<div class="slack">${blocks.map((block) => slackBlock({ ...block })).join('')}</div>`;
}

function slackBlock(block: SlackNode): string {
  const elements = (block['elements'] ?? []) as readonly SlackNode[];
  switch (block['type']) {
    case 'header':
      return `<h4>${slackText(block['text'])}</h4>`;
    case 'section':
      return `<div class="fields">${(block['fields'] as readonly unknown[]).map((field) => `<div>${slackText(field)}</div>`).join('')}</div>`;
    case 'context':
      return `<div class="context">${elements.map(slackText).join(' · ')}</div>`;
    case 'actions':
      return elements
        .map((one) => `<button class="${String(one['style'])}">${slackText(one['text'])}</button>`)
        .join('');
    case 'input':
      return `<div>${slackText(block['label'])}</div><div class="input">&nbsp;</div>`;
    default:
      return elements.map(slackRich).join('');
  }
}

function slackRich(node: SlackNode): string {
  const elements = (node['elements'] ?? []) as readonly SlackNode[];
  const style = { ...(node['style'] as SlackNode | undefined) };
  switch (node['type']) {
    case 'rich_text_section':
      return `<p>${elements.map(slackRich).join('')}</p>`;
    case 'rich_text_list':
      return `<ul>${elements.map((one) => `<li>${slackRich(one)}</li>`).join('')}</ul>`;
    case 'link':
      return `<a href="#">${slackText(node)}</a>`;
    case 'user':
      return `<a href="#">@${escaped(String(node['user_id']))}</a>`;
    default:
      return style['bold'] === true ? `<b>${slackText(node)}</b>` : slackText(node);
  }
}

function slackText(node: unknown): string {
  return escaped(String({ ...(node as SlackNode) }['text']));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Takes the picture of a page, as high as the page is. */
function photograph(name: string, body: string, folder: string): void {
  const file = path.join(folder, `${name}.html`);
  const height = '<script>document.title = String(document.documentElement.scrollHeight);</script>';
  const isWhole = body.startsWith('<!doctype html>');
  const head = isWhole ? '' : `<!doctype html><meta charset="utf-8"><style>${PAGE}</style>`;
  writeFileSync(file, `${head}${body}${height}`);
  const chromium = (...args: readonly string[]): string => {
    const fixed = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--virtual-time-budget=3000',
    ];
    const done = spawnSync('chromium', [...fixed, ...args, `file://${file}`], {
      encoding: 'utf8',
      maxBuffer: 32 * 1024 * 1024,
      timeout: 60_000,
    });
    if (done.error !== undefined) throw done.error;
    return done.stdout;
  };
  const page = chromium(`--window-size=${WIDTH_PX},200`, '--dump-dom');
  const heightPx = Number(/<title>(\d+)<\/title>/.exec(page)?.[1] ?? 1_000);
  const picture = new URL(`${name}.png`, FOLDER).pathname;
  chromium(`--window-size=${WIDTH_PX},${heightPx + 8}`, `--screenshot=${picture}`);
}

const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-pictures-'));
try {
  const pages = {
    comment: await commentPage(),
    'approval-page': await approvalPage(),
    'line-note': lineNotePage(),
    'slack-message': slackPage(slackMessage(exampleBrief())),
    'slack-approval': slackPage(messageFromApproval(exampleApproval())),
    'teams-card': cardPage(teamsMessage(exampleBrief())),
    'teams-approval': cardPage(channelMessage(exampleApproval(), false)),
  };
  for (const [name, body] of Object.entries(pages)) photograph(name, body, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
