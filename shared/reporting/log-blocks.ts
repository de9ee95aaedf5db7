import type { LogChange, LogDifference } from '../contracts/log-evidence.ts';
import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText } from '../contracts/masked-text.ts';
import {
  causeWords,
  certaintyWords,
  comparisonWords,
  firstSeenWords,
  kindWords,
  logTitle,
  rateWords,
} from './log-words.ts';
import { cutText, markdownCode, markdownLine, markdownText } from './markdown-text.ts';
import { type Markup, markup } from './markup.ts';

const NEW_LINE = maskedText`\n`;
const TEMPLATE_CHARACTERS = 160;
const EXAMPLE_CHARACTERS = 240;

/** What the logs say differently, as blocks of Markdown: table, examples, probable causes. */
export function logBlocks(logs: LogDifference, most: number): readonly Masked[] {
  const shown = logs.changes.slice(0, most);
  const examples = shown.map(
    ({ id, example }) =>
      maskedText`- ${maskedName(id)} ${markdownCode(cutText(example, EXAMPLE_CHARACTERS))}`,
  );
  const causes = causeWords(logs).map((words) => maskedText`- ${markdownLine(words)}`);
  const left = logs.changes.length - shown.length;
  return [
    maskedText`${markdownLine(comparisonWords(logs))}${left > 0 ? maskedText` ${left} listed in the report.` : maskedText``}`,
    ...(shown.length === 0 ? [] : [table(shown)]),
    ...(causes.length === 0 ? [] : [maskedText`**Probable causes**`, joinMasked(causes, NEW_LINE)]),
    ...(examples.length === 0
      ? []
      : [maskedText`**First example of each, masked**`, joinMasked(examples, NEW_LINE)]),
  ];
}

function table(changes: readonly LogChange[]): Masked {
  const lines = changes.map((change) => {
    const template = markdownCode(cutText(change.template, TEMPLATE_CHARACTERS));
    const cells = [rateWords(change), certaintyWords(change), firstSeenWords(change)].map(markdownText);
    return maskedText`| ${maskedName(change.id)} | ${markdownText(kindWords(change))} | ${template} | ${change.baselineCount} | ${change.candidateCount} | ${joinMasked(cells, maskedText` | `)} |`;
  });
  return joinMasked(
    [
      maskedText`| | What | Message | Baseline | This change | Rate (95 % interval) | How sure | First seen |`,
      maskedText`|---|---|---|---:|---:|---|---|---|`,
      ...lines,
    ],
    NEW_LINE,
  );
}

/** The same as a section of the page; nothing when there are no logs. */
export function logSection(logs: LogDifference | undefined): Markup | null {
  if (logs === undefined) return null;
  const rows = logs.changes.map(
    (change) =>
      markup`<tr id="${maskedName(change.id)}"><td>${maskedName(change.id)}</td><td>${kindCell(change)}</td><th scope="row"><code>${cutText(change.template, TEMPLATE_CHARACTERS)}</code><br/><span class="soft"><bdi>${cutText(change.example, EXAMPLE_CHARACTERS)}</bdi></span></th><td class="number">${change.baselineCount}</td><td class="number">${change.candidateCount}</td><td>${rateWords(change)}</td><td>${certaintyWords(change)}</td><td>${firstSeenWords(change)}</td></tr>`,
  );
  const causes = causeWords(logs).map((words) => markup`<li><bdi>${words}</bdi></li>`);
  const shown =
    rows.length === 0
      ? null
      : markup`<div class="wide" tabindex="0"><table><thead><tr><th>Id</th><th>What</th><th>Message</th><th>Baseline</th><th>This change</th><th>Rate (95 % interval)</th><th>How sure</th><th>First seen</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const grouped = causes.length === 0 ? null : markup`<h3>Probable causes</h3><ul>${causes}</ul>`;
  return markup`<section><h2>${logTitle(logs)}</h2><p class="soft">${comparisonWords(logs)}</p>${shown}${grouped}</section>`;
}

function kindCell(change: LogChange): Markup {
  if (change.shift !== null) return markup`${kindWords(change)}`;
  const level = change.severity;
  return markup`${maskedName(change.kind)}${level === null ? null : markup` <span class="soft">${maskedName(level)}</span>`}`;
}
