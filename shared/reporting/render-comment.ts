import { type Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText } from '../contracts/masked-text.ts';
import {
  budgetTable,
  claimList,
  factTable,
  findingTable,
  movedList,
  noteList,
  reasonList,
} from './markdown-blocks.ts';
import { logBlocks } from './log-blocks.ts';
import { logTitle } from './log-words.ts';
import { explainedBy } from './explained-by.ts';
import { cutText, markdownCode, markdownLine, markdownText } from './markdown-text.ts';
import { type ReportModel, type ReportRow } from './report-model.ts';
import { policyWords } from './policy-words.ts';
import { safeLink } from './safe-link.ts';

interface CommentOptions {
  /** The full report; what is cut says so and points there. */
  readonly reportUrl?: string | undefined;
  /** The picture, PNG or SVG. */
  readonly imageUrl?: string | undefined;
  /** Limit of the forge: GitHub 65,536, Azure DevOps 150,000, GitLab 1,000,000 characters. At least 200. */
  readonly maxLength: number;
}

/** How much of each part is shown. */
interface Detail {
  readonly rows: number;
  readonly listed: number;
  readonly claims: number;
  readonly notes: number;
  readonly characters: number;
}

/** From generous to terse; the first that fits is taken. What matters to a reader goes last. */
const DETAILS: readonly Detail[] = [
  { rows: 5, listed: 50, claims: 5, notes: 20, characters: 600 },
  { rows: 5, listed: 20, claims: 5, notes: 10, characters: 400 },
  { rows: 5, listed: 0, claims: 3, notes: 5, characters: 300 },
  { rows: 3, listed: 0, claims: 2, notes: 2, characters: 200 },
  { rows: 3, listed: 0, claims: 1, notes: 0, characters: 120 },
  { rows: 1, listed: 0, claims: 0, notes: 0, characters: 80 },
];
const PARAGRAPH = maskedText`\n\n`;

/**
 * The sticky comment of a change: the verdict in the first line, at most five figures that matter, the picture, cause
 * with evidence, what to do, and the rest folded. Never longer than `maxLength`; what is left out is counted.
 */
export function renderComment(model: ReportModel, options: CommentOptions): Masked {
  for (const detail of DETAILS) {
    const comment = commentWith(model, detail, options);
    if (comment.length <= options.maxLength) return comment;
  }
  const rest = maskedText`\n\n${model.verdict}. ${more(options)}`;
  const room = Math.max(options.maxLength - rest.length - 4, 0);
  const short = maskedText`### ${cutText(markdownText(cutText(model.headline, 200)), room)}${rest}`;
  return cutText(short, options.maxLength);
}

function commentWith(model: ReportModel, detail: Detail, options: CommentOptions): Masked {
  const image = safeLink(options.imageUrl);
  const blocks: Masked[] = [
    maskedText`### ${markdownText(cutText(model.headline, 300))}`,
    maskedText`**${model.verdict}**: ${model.summary}.`,
    ...warnings(model),
    ...policySaid(model, detail),
    ...figures(model, detail, options),
    ...(image === null
      ? []
      : [maskedText`![Runs of baseline and change, with the change against its margin](${image})`]),
    ...explanation(model, detail, options),
    ...moved(model, detail),
    ...folded(model, detail, options),
    lastLine(model, options),
  ];
  return maskedText`${joinMasked(blocks, PARAGRAPH)}\n`;
}

/** Who answers for what, and what was only observed: said before the figures, since it changes what they mean. */
function policySaid({ input }: ReportModel, { rows, characters }: Detail): readonly Masked[] {
  const said = policyWords(input.decision);
  const shown = said.slice(0, rows).map((text) => maskedText`- ${markdownText(cutText(text, characters))}`);
  const others = said.length - shown.length;
  const tail = others === 0 ? [] : [maskedText`- and ${others} more in the notes`];
  return shown.length === 0 ? [] : [joinMasked([...shown, ...tail], maskedText`\n`)];
}

/** A different environment is said before any figure, since it changes how they are read. */
function warnings({ input }: ReportModel): readonly Masked[] {
  const { differences } = input.analysis.environments;
  if (differences.length === 0) return [];
  const first = differences.slice(0, 3).map((difference) => markdownText(cutText(difference, 160)));
  const others = differences.length - first.length;
  const tail = others === 0 ? maskedText`` : maskedText`; ${others} more`;
  return [maskedText`**Measured in different environments:** ${joinMasked(first, maskedText`; `)}${tail}`];
}

function figures(model: ReportModel, detail: Detail, options: CommentOptions): readonly Masked[] {
  const telling = model.rows.filter(matters);
  const breached = model.budgets.filter(({ result }) => result !== 'kept');
  return [
    ...(telling.length === 0 ? [] : [findingTable(telling.slice(0, detail.rows))]),
    ...impact(telling),
    ...leftOut(telling.length - detail.rows, maskedText`figures that changed or are unsettled`, options),
    ...(breached.length === 0 ? [] : [budgetTable(breached.slice(0, detail.rows))]),
    ...leftOut(breached.length - detail.rows, maskedText`budgets breached or not measured`, options),
  ];
}

/** What users feel of the worst regression. */
function impact([first]: readonly ReportRow[]): readonly Masked[] {
  if (first === undefined || first.finding.impact === null || first.finding.before !== null) return [];
  const { id, severity, impact: felt } = first.finding;
  return [maskedText`**Impact** of ${maskedName(id)}: ${maskedName(severity)}. ${markdownLine(felt.reason)}`];
}

function matters({ finding, consequence }: ReportRow): boolean {
  const repeats = finding.sameCauseAs !== null;
  return finding.answer !== 'no-change' && consequence !== 'ignore' && !repeats;
}

function explanation(model: ReportModel, detail: Detail, options: CommentOptions): readonly Masked[] {
  const said = model.input.explanation;
  if (said === null) return [];
  const claims = (title: Masked, list: ReportModel['causes']): readonly Masked[] =>
    list.length === 0 || detail.claims === 0
      ? leftOut(list.length, title, options)
      : [
          maskedText`**${title}**`,
          claimList(list.slice(0, detail.claims), detail.characters, options.reportUrl),
          ...leftOut(list.length - detail.claims, title, options),
        ];
  return [
    markdownLine(cutText(said.summary, detail.characters)),
    ...claims(maskedText`Cause`, model.causes),
    ...claims(maskedText`What to do`, model.fixes),
    maskedText`<sub>${markdownText(explainedBy(said))}</sub>`,
  ];
}

/** Monitoring that moved with the change: evidence for people, which no verdict rests on. */
function moved({ input }: ReportModel, { claims }: Detail): readonly Masked[] {
  const shown = input.analysis.moved.slice(0, claims);
  if (shown.length === 0) return [];
  return [maskedText`**Monitoring that moved with it**`, movedList(shown)];
}

function folded(model: ReportModel, detail: Detail, options: CommentOptions): readonly Masked[] {
  const { reasons } = model.input.decision;
  const blocks: Masked[] = [];
  if (detail.listed > 0 && model.rows.length > 0) {
    const shown = model.rows.slice(0, detail.listed);
    const body = [
      findingTable(shown),
      ...leftOut(model.rows.length - shown.length, maskedText`figures`, options),
    ];
    blocks.push(fold(maskedText`All figures (${model.rows.length})`, body));
  }
  if (detail.listed > 0 && model.budgets.length > 0) {
    const shown = model.budgets.slice(0, detail.listed);
    const body = [
      budgetTable(shown),
      ...leftOut(model.budgets.length - shown.length, maskedText`budgets`, options),
    ];
    blocks.push(fold(maskedText`All budgets (${model.budgets.length})`, body));
  }
  const { logs } = model.input.analysis;
  if (logs !== undefined && detail.notes > 0 && logs.changes.length > 0)
    blocks.push(fold(logTitle(logs), logBlocks(logs, detail.notes)));
  if (detail.notes === 0) return blocks;
  const why = [
    ...(reasons.length === 0
      ? []
      : [maskedText`**Why the gate decided so**`, reasonList(model, detail.notes, detail.characters)]),
    ...leftOut(reasons.length - detail.notes, maskedText`reasons`, options),
    ...(model.notes.length === 0
      ? []
      : [maskedText`**Notes**`, noteList(model.notes.slice(0, detail.notes), detail.characters)]),
    ...leftOut(model.notes.length - detail.notes, maskedText`notes`, options),
  ];
  blocks.push(fold(maskedText`What was compared, and why the gate decided so`, [factTable(model), ...why]));
  return blocks;
}

function fold(title: Masked, body: readonly Masked[]): Masked {
  return maskedText`<details><summary>${title}</summary>\n\n${joinMasked(body, PARAGRAPH)}\n\n</details>`;
}

function leftOut(count: number, what: Masked, options: CommentOptions): readonly Masked[] {
  return count <= 0 ? [] : [maskedText`${count} more left out here (${what}). ${more(options)}`];
}

function more({ reportUrl }: CommentOptions): Masked {
  const link = safeLink(reportUrl);
  return link === null
    ? maskedText`The report has everything.`
    : maskedText`The [report](${link}) has everything.`;
}

function lastLine({ input, facts }: ReportModel, { reportUrl }: CommentOptions): Masked {
  const { baselineCommit, candidateCommit } = input.analysis;
  const environment = facts.find(({ name }) => name === 'Environment')?.value ?? maskedText`not told`;
  const link = safeLink(reportUrl);
  const live = safeLink(input.links?.run);
  const parts = [
    maskedText`commit ${shortCommit(candidateCommit)}`,
    baselineCommit === null ? maskedText`no baseline` : maskedText`baseline ${shortCommit(baselineCommit)}`,
    maskedText`environment ${markdownText(cutText(environment, 80))}`,
    ...(link === null ? [] : [maskedText`[full report](${link})`]),
    ...(live === null ? [] : [maskedText`[run](${live})`]),
  ];
  return maskedText`<sub>${joinMasked(parts, maskedText` · `)}</sub>`;
}

function shortCommit(commit: string): Masked {
  return markdownCode(maskedName(commit.slice(0, 12)));
}
