import { type BudgetResult, type MovedMetric } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText } from '../contracts/masked-text.ts';
import { budgetBounds, budgetResult, budgetValue } from './budget-words.ts';
import { leadWords } from './finding-words.ts';
import { cutText, markdownCode, markdownLine, markdownText } from './markdown-text.ts';
import { safeLink } from './safe-link.ts';
import { type ReportClaim, type ReportModel, type ReportRow } from './report-model.ts';

const NEW_LINE = maskedText`\n`;
/** Longest metric name or label list in a table cell. */
const CELL_CHARACTERS = 120;
/** Ids named of findings that say the same again. */
const MOST_ALIKE = 6;

/** Table of findings: what, answer, values, change with interval, and how sure. */
export function findingTable(rows: readonly ReportRow[]): Masked {
  return joinMasked(
    [
      maskedText`| | Figure | Answer | Baseline | This change | Change (95 % interval) | How sure |`,
      maskedText`|---|---|---|---:|---:|---|---|`,
      ...rows.map(findingLine),
    ],
    NEW_LINE,
  );
}

function findingLine(row: ReportRow): Masked {
  const metric = markdownCode(cutText(row.finding.metric, CELL_CHARACTERS));
  const labels =
    row.labels === '' ? row.labels : maskedText`<br>${markdownCode(cutText(row.labels, CELL_CHARACTERS))}`;
  const statistic = markdownText(maskedName(row.finding.statistic));
  const isNews = row.finding.answer === 'regression' && row.finding.before === null;
  const answer = isNews ? maskedText`**${row.answer}**` : row.answer;
  const alike = row.alike.slice(0, MOST_ALIKE).map(maskedName);
  const also =
    alike.length === 0
      ? maskedText``
      : maskedText`<br>with it ${joinMasked(alike, maskedText`, `)}${row.alike.length > MOST_ALIKE ? maskedText` …` : maskedText``}`;
  const cells = [row.baseline, row.candidate, row.change, row.certainty].map(markdownText);
  return maskedText`| ${maskedName(row.finding.id)} | ${metric} ${statistic}${labels} | ${answer}${row.gate}${also} | ${joinMasked(cells, maskedText` | `)} |`;
}

/** Table of budgets with what was measured against them. */
export function budgetTable(budgets: readonly BudgetResult[]): Masked {
  const lines = budgets.map(
    (budget) =>
      maskedText`| ${maskedName(budget.id)} | ${markdownCode(cutText(budget.metric, CELL_CHARACTERS))} ${markdownText(maskedName(budget.statistic))} | ${budget.result === 'breached' ? maskedText`**${budgetResult(budget)}**` : budgetResult(budget)} | ${budgetValue(budget)} | ${markdownText(budgetBounds(budget))} | ${markdownText(maskedName(budget.source))} |`,
  );
  return joinMasked(
    [
      maskedText`| | Budget for | Result | Measured | Allowed | From |`,
      maskedText`|---|---|---|---:|---:|---|`,
      ...lines,
    ],
    NEW_LINE,
  );
}

/** Links of one claim; more would be longer than what it says. */
const MOST_LINKS = 3;

/** Claims as list items, each with its evidence and how confident it is. Evidence leads to its place in the report at `reportUrl`. */
export function claimList(claims: readonly ReportClaim[], characters: number, reportUrl?: string): Masked {
  const report = safeLink(reportUrl);
  return joinMasked(
    claims.map(
      ({ claim, evidence }) =>
        maskedText`- ${markdownLine(cutText(claim.text, characters))} (${joinMasked(
          evidence.map((one, at) => evidenceWords(one, at < MOST_LINKS ? report : null)),
          maskedText`, `,
        )}; ${maskedName(claim.confidence)} confidence)`,
    ),
    NEW_LINE,
  );
}

function evidenceWords({ id, file }: ReportClaim['evidence'][number], report: Masked | null): Masked {
  if (file === null)
    return report === null ? maskedName(id) : maskedText`[${maskedName(id)}](${report}#${maskedName(id)})`;
  return maskedText`${maskedName(id)} ${markdownCode(cutText(file, CELL_CHARACTERS))}`;
}

/** Monitored metrics that moved with the change, strongest first. */
export function movedList(moved: readonly MovedMetric[]): Masked {
  return joinMasked(
    moved.map(({ id, node, metric, reason, leads }) => {
      const lead = leads === null ? maskedText`` : maskedText` ${markdownLine(leadWords(leads))}`;
      return maskedText`- ${maskedName(id)} ${markdownCode(cutText(metric, CELL_CHARACTERS))} of ${markdownCode(cutText(node, CELL_CHARACTERS))}: ${markdownLine(reason)}${lead}`;
    }),
    NEW_LINE,
  );
}

/** Plain list of notes. */
export function noteList(notes: readonly Masked[], characters: number): Masked {
  return joinMasked(
    notes.map((note) => maskedText`- ${markdownLine(cutText(note, characters))}`),
    NEW_LINE,
  );
}

/** The policy's reasons with the evidence they rest on. */
export function reasonList(model: ReportModel, most: number, characters: number): Masked {
  return joinMasked(
    model.input.decision.reasons.slice(0, most).map(({ rule, text, evidence }) => {
      const ids = evidence.slice(0, 20).map(maskedName);
      const based = ids.length === 0 ? maskedText`` : maskedText` (${joinMasked(ids, maskedText`, `)})`;
      return maskedText`- ${markdownCode(maskedName(rule))}: ${markdownText(cutText(text, characters))}${based}`;
    }),
    NEW_LINE,
  );
}

/** What was compared, as a table of names and values. */
export function factTable(model: ReportModel): Masked {
  return joinMasked(
    [
      maskedText`| What | Value |`,
      maskedText`|---|---|`,
      ...model.facts.map(({ name, value }) => maskedText`| ${name} | ${markdownText(value)} |`),
    ],
    NEW_LINE,
  );
}
