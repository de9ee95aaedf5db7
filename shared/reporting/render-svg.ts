import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { BOLD, fitText, textWidth } from './fit-text.ts';
import { type Markup, markup } from './markup.ts';
import { budgetBounds, budgetValue } from './budget-words.ts';
import { COLUMNS, pictureRow, ROW_HEIGHT } from './picture-row.ts';
import { FONT, PICTURE_STYLE_ELEMENT, VERDICT_CLASS } from './picture-style.ts';
import { type ReportModel } from './report-model.ts';

/** Width of the picture in px; comments are about this wide on all forges. */
export const PICTURE_WIDTH = 840;
const MOST_ROWS = 6;
const MOST_BUDGETS = 3;
const HEAD_HEIGHT = 104;
const LINE_HEIGHT = 24;

/**
 * The picture of a change: the most important figures with every run of both sides as a dot, and the change with its
 * interval against the margin. Light and dark by the reader's system; text in generic fonts; no outside resource.
 */
export function renderSvg(model: ReportModel): Masked {
  const rows = model.rows.slice(0, MOST_ROWS);
  const budgets = model.budgets.filter(({ result }) => result === 'breached').slice(0, MOST_BUDGETS);
  const rowsEnd = HEAD_HEIGHT + Math.max(rows.length, 1) * ROW_HEIGHT;
  const height = rowsEnd + (budgets.length + 1) * LINE_HEIGHT + 12;
  const body =
    rows.length === 0
      ? [line(HEAD_HEIGHT + 40, 13, maskedText`No figures were measured, so there is nothing to draw.`)]
      : rows.map((row, index) => pictureRow(row, HEAD_HEIGHT + index * ROW_HEIGHT));
  const breached = budgets.map((budget, index) => {
    const words = maskedText`Budget ${maskedName(budget.id)} breached: ${budget.metric} ${maskedName(budget.statistic)} is ${budgetValue(budget)}, allowed ${budgetBounds(budget)}`;
    return line(rowsEnd + 18 + index * LINE_HEIGHT, 12, words, maskedText`pa-bad pa-plain`);
  });
  const foot = line(height - 16, 10, footWords(model, rows.length));
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${height}" viewBox="0 0 ${PICTURE_WIDTH} ${height}" role="img" aria-labelledby="pa-title pa-text" ${FONT}>${PICTURE_STYLE_ELEMENT}<title id="pa-title">${model.verdict}: ${model.headline}</title><desc id="pa-text">${model.summary}</desc><rect class="pa-back" x="0.5" y="0.5" width="${PICTURE_WIDTH - 1}" height="${height - 1}" rx="8"/>${head(model)}${body}${breached}${foot}</svg>`
    .markup;
}

function head(model: ReportModel): Markup {
  const badge = Math.ceil(textWidth(model.verdict, 13 * BOLD)) + 22;
  const kind = VERDICT_CLASS[model.input.decision.verdict];
  const from = COLUMNS.name + badge + 12;
  const headline = fitText(model.headline, COLUMNS.changeEnd - from, 15 * BOLD);
  return markup`<rect class="pa-${kind}" x="${COLUMNS.name}" y="18" width="${badge}" height="26" rx="13"/><text class="pa-on" x="${COLUMNS.name + badge / 2}" y="36" font-size="13" font-weight="700" text-anchor="middle">${model.verdict}</text><text class="pa-ink" x="${from}" y="37" font-size="15" font-weight="700">${headline}</text>${line(64, 12, contextWords(model))}${columnTitle(COLUMNS.name, maskedText`FIGURE`)}<circle class="pa-hollow" cx="${COLUMNS.runs + 5}" cy="88" r="4.5" stroke-width="1.2"/>${columnTitle(COLUMNS.runs + 14, maskedText`BASELINE`)}<circle class="pa-calm" cx="${COLUMNS.runs + 91}" cy="88" r="4.5"/>${columnTitle(COLUMNS.runs + 100, maskedText`THIS CHANGE, A DOT A RUN`)}${columnTitle(COLUMNS.change, maskedText`CHANGE, 95 % INTERVAL, MARGIN`)}`;
}

function columnTitle(x: number, words: Masked): Markup {
  return markup`<text class="pa-soft" x="${x}" y="92" font-size="10" letter-spacing="0.4">${words}</text>`;
}

function line(y: number, size: number, words: Masked, kind: Masked = maskedText`pa-soft`): Markup {
  const fitted = fitText(words, COLUMNS.changeEnd - COLUMNS.name, size);
  return markup`<text class="${kind}" x="${COLUMNS.name}" y="${y}" font-size="${size}">${fitted}</text>`;
}

function contextWords({ input, summary }: ReportModel): Masked {
  const { analysis } = input;
  const baseline = analysis.baselineCommit;
  const against =
    baseline === null ? maskedText`no baseline` : maskedText`against ${maskedName(baseline.slice(0, 8))}`;
  return maskedText`${maskedName(analysis.service)} ${maskedName(analysis.candidateCommit.slice(0, 8))} ${against} · ${analysis.runs.baseline} and ${analysis.runs.candidate} runs · ${summary}`;
}

function footWords({ input, rows }: ReportModel, shown: number): Masked {
  const rest = rows.length - shown;
  const left = rest > 0 ? maskedText`${rest} more figures in the report · ` : maskedText``;
  return maskedText`${left}${maskedName(input.runId)} · ${maskedName(input.generatedAt)}`;
}
