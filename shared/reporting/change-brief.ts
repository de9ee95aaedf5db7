import type { ChangeBrief } from '../contracts/change-brief.ts';
import type { BudgetResult } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { budgetBounds, budgetValue } from './budget-words.ts';
import { changeMark } from './change-mark.ts';
import { cutText } from './markdown-text.ts';
import type { ReportClaim, ReportModel, ReportRow } from './report-model.ts';
import { safeLink } from './safe-link.ts';

const MOST_FIGURES = 10;
const LONGEST_HEADLINE = 300;
const LONGEST_NAME = 200;
const LONGEST_SENTENCE = 500;

interface BriefLinks {
  readonly report: string | null;
  readonly expireAt: string | null;
}

/** What a ticket or a message says, from the same words as comment and report. Texts are plain and bounded. */
export function changeBrief(model: ReportModel, links: BriefLinks): ChangeBrief {
  const { change, analysis, decision, runId } = model.input;
  const telling = model.rows.filter(
    ({ finding, consequence }) => finding.answer !== 'no-change' && consequence !== 'ignore',
  );
  const figures = telling.slice(0, MOST_FIGURES);
  return {
    runId,
    verdict: decision.verdict,
    verdictWords: model.verdict,
    severity: analysis.severity,
    headline: cutText(model.headline, LONGEST_HEADLINE),
    summary: cutText(model.summary, LONGEST_HEADLINE),
    service: maskedName(analysis.service),
    change: briefChange(change),
    commit: maskedName(analysis.candidateCommit.slice(0, 12)),
    baseline: analysis.baselineCommit === null ? null : maskedName(analysis.baselineCommit.slice(0, 12)),
    figures: figures.map(figureOf),
    moreFigures: telling.length - figures.length,
    budgets: model.budgets
      .filter(({ result }) => result !== 'kept')
      .slice(0, MOST_FIGURES)
      .map(budgetSentence),
    causes: model.causes.slice(0, 3).map(claimOf),
    fixes: model.fixes.slice(0, 3).map(claimOf),
    warnings: model.notes.slice(0, 3).map((note) => cutText(note, LONGEST_NAME)),
    links: { report: safeLink(links.report), expireAt: links.expireAt },
  };
}

/** A change as tickets and messages name it. */
export function briefChange(change: ReportModel['input']['change']): ChangeBrief['change'] {
  return {
    name: cutText(nameOf(change), LONGEST_NAME),
    title: cutText(change.title, LONGEST_NAME),
    url: safeLink(change.url),
    author: change.author === null ? null : cutText(change.author, LONGEST_NAME),
  };
}

function nameOf({ project, number, sourceBranch, url }: ReportModel['input']['change']): Masked {
  if (number !== null) return maskedText`${maskedName(project)} ${changeMark(number, url)}`;
  return sourceBranch === null
    ? maskedName(project)
    : maskedText`${maskedName(project)}, ${maskedName(sourceBranch)}`;
}

function budgetSentence(budget: BudgetResult): Masked {
  const { metric, statistic } = budget;
  const name = maskedText`${metric} ${maskedName(statistic)}`;
  return cutText(
    maskedText`${name} is ${budgetValue(budget)}, the budget allows ${budgetBounds(budget)}`,
    LONGEST_SENTENCE,
  );
}

function figureOf(row: ReportRow): ChangeBrief['figures'][number] {
  return {
    metric: cutText(row.metric, LONGEST_NAME),
    labels: cutText(row.labels, LONGEST_NAME),
    answer: row.answer,
    baseline: row.baseline,
    candidate: row.candidate,
    change: row.change,
    certainty: row.certainty,
  };
}

function claimOf({ claim, evidence }: ReportClaim): ChangeBrief['causes'][number] {
  return {
    text: cutText(claim.text, LONGEST_SENTENCE),
    evidence: evidence.map(({ id, file }) =>
      file === null ? maskedName(id) : cutText(maskedText`${maskedName(id)} ${file}`, LONGEST_NAME),
    ),
  };
}
