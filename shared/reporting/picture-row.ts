import { type Finding } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { BOLD, fitName, fitText, textWidth } from './fit-text.ts';
import { formatMargin, formatMeasure } from './format-measure.ts';
import { type Markup, markup } from './markup.ts';
import { linearScale, type Scale } from './picture-scale.ts';
import { classOfFinding } from './picture-style.ts';
import { type ReportRow } from './report-model.ts';

/** Columns of the picture in px: names, runs, change. */
export const COLUMNS = {
  name: 24,
  nameEnd: 290,
  runs: 306,
  runsEnd: 556,
  change: 580,
  changeEnd: 816,
} as const;
export const ROW_HEIGHT = 78;
/** More dots than this are one blot; every n-th run is drawn then, and the mean is of all. */
const MOST_DOTS = 60;

/** One finding: its name and answer, a dot for each run of both sides, and the change against the margin. */
export function pictureRow(row: ReportRow, top: number): Markup {
  const { finding } = row;
  const kind = classOfFinding(finding);
  const width = COLUMNS.nameEnd - COLUMNS.name;
  const lines = row.labels === '' ? [row.certainty] : [fitName(row.labels, width, 11), row.certainty];
  const shown = lines.map((line, index) =>
    text(COLUMNS.name, 37 + index * 16, 11, 'pa-soft', fitText(line, width, 11)),
  );
  const answerY = 37 + lines.length * 16;
  const answer = markup`<text class="pa-${kind} pa-plain" x="${COLUMNS.name}" y="${answerY}" font-size="11" font-weight="700">${maskedName(finding.id)} ${row.answer}${row.gate}</text>`;
  return markup`<g transform="translate(0 ${top})"><title>${row.metric} ${row.labels}: ${row.answer}, ${row.change}</title><line class="pa-rule" x1="${COLUMNS.name}" x2="${COLUMNS.changeEnd}" y1="0" y2="0"/>${text(COLUMNS.name, 20, 13, 'pa-ink', nameWords(finding, width), true)}${shown}${answer}${runs(finding, kind)}${change(row, kind)}</g>`;
}

/** The statistic is always whole: p50 and p99 of one metric are different things. */
function nameWords({ metric, statistic }: Finding, width: number): Masked {
  const last = maskedText` ${maskedName(statistic)}`;
  return maskedText`${fitName(metric, width - textWidth(last, 13 * BOLD), 13 * BOLD)}${last}`;
}

function runs(finding: Finding, kind: Masked): Markup {
  const { baseline, candidate } = finding;
  const all = [...baseline.values, ...candidate.values].filter(Number.isFinite);
  if (all.length === 0) return text(COLUMNS.runs, 37, 11, 'pa-soft', maskedText`no runs to show`);
  const place = linearScale(all, COLUMNS.runs, COLUMNS.runsEnd);
  const lowest = formatMeasure(Math.min(...all), finding);
  const highest = formatMeasure(Math.max(...all), finding);
  return markup`${strip(baseline, 22, place, maskedText`pa-hollow`)}${strip(candidate, 42, place, maskedText`pa-${kind}`)}${text(COLUMNS.runs, 65, 10, 'pa-soft', lowest)}${lowest === highest ? null : endText(COLUMNS.runsEnd, 65, 10, highest)}`;
}

function strip({ mean, values }: Finding['baseline'], y: number, place: Scale, kind: Masked): Markup {
  const step = Math.ceil(values.length / MOST_DOTS);
  const shown = values.filter((value, index) => Number.isFinite(value) && index % step === 0);
  const dots = shown.map(
    (value) =>
      markup`<circle class="${kind}" cx="${place(value)}" cy="${y}" r="4.5" stroke-width="1.2" fill-opacity="0.75"/>`,
  );
  const at = mean === null ? null : place(mean);
  const tick =
    at === null
      ? null
      : markup`<line class="pa-mean" x1="${at}" x2="${at}" y1="${y - 9}" y2="${y + 9}" stroke-width="2"/>`;
  return markup`<line class="pa-rule" x1="${COLUMNS.runs}" x2="${COLUMNS.runsEnd}" y1="${y}" y2="${y}"/>${dots}${tick}`;
}

function change(row: ReportRow, kind: Masked): Markup {
  const { effect, interval, margin } = row.finding;
  const width = COLUMNS.changeEnd - COLUMNS.change;
  const words = text(COLUMNS.change, 20, 12, 'pa-ink', fitText(row.change, width, 12 * BOLD), true);
  if (effect === null) return words;
  const low = interval?.low ?? effect;
  const high = interval?.high ?? effect;
  const reach = Math.max(margin * 1.6, Number.MIN_VALUE);
  const place = linearScale([low, high, reach, -reach], COLUMNS.change, COLUMNS.changeEnd);
  const y = 42;
  const [from, to, zero] = [place(-margin), place(margin), place(0)];
  return markup`${words}<rect class="pa-band" x="${from}" y="30" width="${Math.max(tenth(to - from), 1.5)}" height="24"/><line class="pa-zero" x1="${zero}" x2="${zero}" y1="28" y2="56"/><line class="pa-${kind}" x1="${place(low)}" x2="${place(high)}" y1="${y}" y2="${y}" stroke-width="3" stroke-linecap="round"/><circle class="pa-${kind}" cx="${place(effect)}" cy="${y}" r="5.5"/>${text(COLUMNS.change, 69, 10, 'pa-soft', maskedText`margin ±${formatMargin(row.finding)}`)}`;
}

function text(x: number, y: number, size: number, kind: string, words: Masked, bold = false): Markup {
  return markup`<text class="${maskedName(kind)}" x="${x}" y="${y}" font-size="${size}" font-weight="${bold ? 700 : 400}">${words}</text>`;
}

function endText(x: number, y: number, size: number, words: Masked): Markup {
  return markup`<text class="pa-soft" x="${x}" y="${y}" font-size="${size}" text-anchor="end">${words}</text>`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
