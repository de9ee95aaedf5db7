import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { BOLD, fitText, fitTwoLines, textWidth } from './fit-text.ts';
import { type Markup, markup } from './markup.ts';
import { budgetBounds, budgetValue } from './budget-words.ts';
import { COLUMNS, pictureRow, ROW_HEIGHT } from './picture-row.ts';
import { FONT, PICTURE_STYLE_ELEMENT, VERDICT_CLASS } from './picture-style.ts';
import { type ReportModel } from './report-model.ts';

/** Width of the picture in px; comments are about this wide on all forges. */
const PICTURE_WIDTH = 840;
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
  const { markup: top, height: headHeight } = head(model);
  const rowsEnd = headHeight + Math.max(rows.length, 1) * ROW_HEIGHT;
  const height = rowsEnd + (budgets.length + 1) * LINE_HEIGHT + 12;
  const body =
    rows.length === 0
      ? [line(headHeight + 40, 13, maskedText`No figures were measured, so there is nothing to draw.`)]
      : rows.map((row, index) => pictureRow(row, headHeight + index * ROW_HEIGHT));
  const breached = budgets.map((budget, index) => {
    const words = maskedText`Budget ${maskedName(budget.id)} breached: ${budget.metric} ${maskedName(budget.statistic)} is ${budgetValue(budget)}, allowed ${budgetBounds(budget)}`;
    return line(rowsEnd + 18 + index * LINE_HEIGHT, 12, words, maskedText`pa-bad pa-plain`);
  });
  const foot = line(height - 16, 10, footWords(model, rows.length));
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${height}" viewBox="0 0 ${PICTURE_WIDTH} ${height}" role="img" aria-labelledby="pa-title pa-text" ${FONT}>${PICTURE_STYLE_ELEMENT}<title id="pa-title">${model.verdict}: ${model.headline}</title><desc id="pa-text">${model.summary}</desc><rect class="pa-back" x="0.5" y="0.5" width="${PICTURE_WIDTH - 1}" height="${height - 1}" rx="8"/>${top}${body}${breached}${foot}</svg>`
    .markup;
}

function head(model: ReportModel): { readonly markup: Markup; readonly height: number } {
  const badge = Math.ceil(textWidth(model.verdict, 13 * BOLD)) + 22;
  const kind = VERDICT_CLASS[model.input.decision.verdict];
  const from = COLUMNS.name + badge + 12;
  const [first, second] = fitTwoLines(model.headline, COLUMNS.changeEnd - from, 15 * BOLD);
  const low = second === null ? 0 : 20;
  const pill = markup`<rect class="pa-${kind}" x="${COLUMNS.name}" y="18" width="${badge}" height="26" rx="13"/><text class="pa-on" x="${COLUMNS.name + badge / 2}" y="36" font-size="13" font-weight="700" text-anchor="middle">${model.verdict}</text>`;
  const headline = markup`${headLine(from, 37, first)}${second === null ? null : headLine(from, 57, second)}`;
  const legend = markup`<g transform="translate(0 ${low})">${line(64, 12, contextWords(model))}${columnTitle(COLUMNS.name, maskedText`FIGURE`)}<circle class="pa-hollow" cx="${COLUMNS.runs + 5}" cy="88" r="4.5" stroke-width="1.2"/>${columnTitle(COLUMNS.runs + 14, maskedText`BASELINE`)}<circle class="pa-calm" cx="${COLUMNS.runs + 91}" cy="88" r="4.5"/>${columnTitle(COLUMNS.runs + 100, maskedText`THIS CHANGE, A DOT A RUN`)}${columnTitle(COLUMNS.change, maskedText`CHANGE, 95 % INTERVAL, MARGIN`)}</g>`;
  return { markup: markup`${pill}${headline}${legend}`, height: HEAD_HEIGHT + low };
}

function headLine(x: number, y: number, words: Masked): Markup {
  return markup`<text class="pa-ink" x="${x}" y="${y}" font-size="15" font-weight="700">${words}</text>`;
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
