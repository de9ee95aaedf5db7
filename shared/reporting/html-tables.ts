import { type MovedMetric } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { budgetBounds, budgetResult, budgetValue } from './budget-words.ts';
import { leadWords } from './finding-words.ts';
import { type Markup, markup } from './markup.ts';
import { classOfFinding } from './picture-style.ts';
import { type ReportModel, type ReportRow } from './report-model.ts';

/** All findings as an accessible table; each row can be linked to by its evidence id (`#E3`). */
export function findingsTable(rows: readonly ReportRow[], caption: Masked): Markup {
  return markup`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr><th scope="col">Id</th><th scope="col">Figure</th><th scope="col">Answer</th><th scope="col">Baseline</th><th scope="col">This change</th><th scope="col">Change (95 % interval)</th><th scope="col">How sure</th></tr></thead><tbody>${rows.map(findingRow)}</tbody></table></div>`;
}

function findingRow(row: ReportRow): Markup {
  const { finding } = row;
  const labels = row.labels === '' ? null : markup`<span class="labels"><bdi>${row.labels}</bdi></span>`;
  return markup`<tr id="${maskedName(finding.id)}" class="${classOfFinding(finding)}"><td>${maskedName(finding.id)}</td><th scope="row"><bdi>${row.metric}</bdi>${labels}</th><td><span class="answer">${row.answer}</span><span class="soft">${row.gate}${alikeWords(row)}</span></td><td class="number">${row.baseline}</td><td class="number">${row.candidate}</td><td class="number">${row.change}</td><td>${row.certainty}</td></tr>`;
}

function alikeWords({ finding, alike }: ReportRow): Masked {
  if (finding.sameCauseAs !== null) return maskedText` as ${maskedName(finding.sameCauseAs)}`;
  return alike.length === 0 ? maskedText`` : maskedText` with it ${maskedName(alike.join(', '))}`;
}

/** Reason of each finding in a sentence, under the evidence id. */
export function reasonsOfFindings(rows: readonly ReportRow[]): Markup {
  const items = rows.map(
    ({ finding }) =>
      markup`<li><a href="#${maskedName(finding.id)}">${maskedName(finding.id)}</a> <bdi>${finding.reason}</bdi>${more(finding)}</li>`,
  );
  return markup`<ul>${items}</ul>`;
}

/** Whether the branch had it before, and what users feel. */
function more({ before, impact }: ReportRow['finding']): Markup {
  const said = [before?.reason, impact?.reason].filter((text) => text !== undefined);
  return markup`${said.map((text) => markup` <bdi>${text}</bdi>`)}`;
}

/** Monitored metrics that moved with the change. */
export function movedMetrics(moved: readonly MovedMetric[]): Markup {
  const items = moved.map(
    ({ id, node, metric, reason, leads }) =>
      markup`<li id="${maskedName(id)}">${maskedName(id)} <bdi>${metric}</bdi> of <bdi>${node}</bdi>: <bdi>${reason}</bdi> ${leads === null ? null : leadWords(leads)}</li>`,
  );
  return markup`<ul>${items}</ul>`;
}

/** Budgets with what was measured against them. */
export function budgetsTable({ budgets }: ReportModel): Markup {
  const rows = budgets.map((budget) => {
    const kind = budget.result === 'breached' ? maskedText`bad` : maskedText`calm`;
    return markup`<tr id="${maskedName(budget.id)}" class="${kind}"><td>${maskedName(budget.id)}</td><th scope="row"><bdi>${budget.metric} ${maskedName(budget.statistic)}</bdi></th><td><span class="answer">${budgetResult(budget)}</span></td><td class="number">${budgetValue(budget)}</td><td class="number">${budgetBounds(budget)}</td><td><bdi>${maskedName(budget.source)}</bdi></td></tr>`;
  });
  return markup`<div class="wide" tabindex="0" role="region" aria-label="Budgets"><table><caption>Absolute bounds of policy and repository.</caption><thead><tr><th scope="col">Id</th><th scope="col">Budget for</th><th scope="col">Result</th><th scope="col">Measured</th><th scope="col">Allowed</th><th scope="col">From</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** What was compared, by name and value. */
export function factsTable({ facts }: ReportModel): Markup {
  const rows = facts.map(
    ({ name, value }) => markup`<tr><th scope="row">${name}</th><td><bdi>${value}</bdi></td></tr>`,
  );
  return markup`<table><caption>Where the figures come from.</caption><tbody>${rows}</tbody></table>`;
}
