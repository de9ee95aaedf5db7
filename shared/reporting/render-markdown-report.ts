import { type Masked } from '../contracts/masked.ts';
import { joinMasked, maskedText } from '../contracts/masked-text.ts';
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
import { markdownLine, markdownText } from './markdown-text.ts';
import { type ReportModel } from './report-model.ts';
import { safeLink } from './safe-link.ts';

/** Longest single text of the report; artifacts are bounded, so this guards against a runaway message only. */
const TEXT_CHARACTERS = 2_000;
const PARAGRAPH = maskedText`\n\n`;

/** The whole report as GitHub-flavoured Markdown: everything of the page but the picture. */
export function renderMarkdownReport(model: ReportModel): Masked {
  const { analysis, change, decision, explanation } = model.input;
  const link = safeLink(change.url);
  const title = markdownText(change.title);
  const blocks: Masked[] = [
    maskedText`# ${markdownText(model.headline)}`,
    maskedText`**${model.verdict}**: ${model.summary}`,
    link === null ? maskedText`Change: ${title}` : maskedText`Change: [${title}](${link})`,
    ...section(maskedText`Figures`, model.rows.length, () => findingTable(model.rows)),
    ...section(maskedText`Monitoring that moved with it`, analysis.moved.length, () =>
      movedList(analysis.moved),
    ),
    ...(analysis.logs === undefined
      ? []
      : [
          maskedText`## ${logTitle(analysis.logs)}`,
          ...logBlocks(analysis.logs, analysis.logs.changes.length),
        ]),
    ...section(maskedText`Budgets`, model.budgets.length, () => budgetTable(model.budgets)),
  ];
  if (explanation !== null) {
    blocks.push(maskedText`## Explanation`, markdownLine(explanation.summary));
    blocks.push(
      ...section(maskedText`Cause`, model.causes.length, () => claimList(model.causes, TEXT_CHARACTERS)),
    );
    blocks.push(
      ...section(maskedText`What to do`, model.fixes.length, () => claimList(model.fixes, TEXT_CHARACTERS)),
    );
    blocks.push(markdownLine(explainedBy(explanation)));
  }
  blocks.push(
    ...section(maskedText`Why the gate decided so`, decision.reasons.length, () =>
      reasonList(model, decision.reasons.length, TEXT_CHARACTERS),
    ),
    ...section(maskedText`Notes`, model.notes.length, () => noteList(model.notes, TEXT_CHARACTERS)),
    maskedText`## What was compared`,
    factTable(model),
  );
  return maskedText`${joinMasked(blocks, PARAGRAPH)}\n`;
}

function section(title: Masked, items: number, render: () => Masked): readonly Masked[] {
  return items === 0 ? [] : [maskedText`## ${title}`, render()];
}
