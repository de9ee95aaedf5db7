import { type Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText, rewriteMasked } from '../contracts/masked-text.ts';
import { labelWords } from './finding-words.ts';
import { type ReportModel, type ReportRow } from './report-model.ts';

type Cell = Masked | number | null;

const CRLF = maskedText`\r\n`;
const COMMA = maskedText`,`;

const COLUMNS: readonly (readonly [name: string, cell: (row: ReportRow) => Cell])[] = [
  ['id', ({ finding }) => maskedName(finding.id)],
  ['metric', ({ finding }) => finding.metric],
  ['labels', ({ finding }) => labelWords(finding.labels)],
  ['statistic', ({ finding }) => maskedName(finding.statistic)],
  ['unit', ({ finding }) => maskedName(finding.unit)],
  ['direction', ({ finding }) => maskedName(finding.direction)],
  ['scale', ({ finding }) => maskedName(finding.scale)],
  ['rule', ({ finding }) => maskedName(finding.rule)],
  ['on_regression', ({ consequence }) => maskedName(consequence)],
  ['answer', ({ finding }) => maskedName(finding.answer)],
  ['severity', ({ finding }) => maskedName(finding.severity)],
  ['baseline_mean', ({ finding }) => finding.baseline.mean],
  ['candidate_mean', ({ finding }) => finding.candidate.mean],
  ['baseline_runs', ({ finding }) => finding.baseline.values.length],
  ['candidate_runs', ({ finding }) => finding.candidate.values.length],
  ['effect', ({ finding }) => finding.effect],
  ['interval_low', ({ finding }) => finding.interval?.low ?? null],
  ['interval_high', ({ finding }) => finding.interval?.high ?? null],
  ['confidence', ({ finding }) => finding.confidence],
  ['p_value', ({ finding }) => finding.pValue],
  ['adjusted_p_value', ({ finding }) => finding.adjustedPValue],
  ['margin', ({ finding }) => finding.margin],
  ['minimum_detectable_effect', ({ finding }) => finding.minimumDetectableEffect],
  ['further_runs', ({ finding }) => finding.furtherRuns],
  ['noise_within', ({ finding }) => finding.noise?.within ?? null],
  ['noise_between', ({ finding }) => finding.noise?.between ?? null],
  ['noise_source', ({ finding }) => (finding.noise === null ? null : maskedName(finding.noise.source))],
  ['reason', ({ finding }) => finding.reason],
  ['severity_score', ({ finding }) => finding.impact?.score ?? null],
  ['request_share', ({ finding }) => finding.impact?.requestShare ?? null],
  ['budget_use', ({ finding }) => finding.impact?.budgetUse ?? null],
  [
    'before_since',
    ({ finding }) => (finding.before === null ? null : maskedName(finding.before.change.commit)),
  ],
  ['same_cause_as', ({ finding }) => (finding.sameCauseAs === null ? null : maskedName(finding.sameCauseAs))],
];

/**
 * One line for each finding under a header line, RFC 4180 (CRLF, quotes doubled). Numbers in full, an empty cell where
 * there is none. Text that a spreadsheet would run as a formula starts with an apostrophe (OWASP, CSV injection).
 */
export function renderCsv(model: ReportModel): Masked {
  const header = joinMasked(
    COLUMNS.map(([name]) => maskedName(name)),
    COMMA,
  );
  const lines = model.rows.map((row) =>
    joinMasked(
      COLUMNS.map(([, cell]) => csvCell(cell(row))),
      COMMA,
    ),
  );
  return maskedText`${joinMasked([header, ...lines], CRLF)}${CRLF}`;
}

function csvCell(cell: Cell): Masked {
  if (cell === null) return maskedText``;
  if (typeof cell === 'number') return maskedText`${cell}`;
  return rewriteMasked(cell, (text) => quoted(withoutFormula(text)));
}

/** Spreadsheets of other countries part cells at semicolons or tabs and take full-width signs; blanks and quotes before a sign may be dropped. */
function withoutFormula(text: string): string {
  const parted = text.replace(INNER_FORMULA, "'");
  return LEADING_FORMULA.test(parted) ? `'${parted}` : parted;
}

const BLANKS = String.raw`[\s"'\p{Default_Ignorable_Code_Point}]*`;
const SIGNS = String.raw`[=+\-@\uff1d\uff0b\uff0d\uff20]`;
const INNER_FORMULA = new RegExp(`(?<=[;\\t\\r\\n|]${BLANKS})(?=${SIGNS})`, 'gu');
const LEADING_FORMULA = new RegExp(`^(?:${BLANKS}${SIGNS}|[\\t\\r\\n])`, 'u');

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
