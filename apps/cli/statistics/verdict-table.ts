import { formatMeasure } from '../../../shared/reporting/format-measure.ts';
import {
  answerWords,
  certaintyWords,
  changeWords,
  labelWords,
} from '../../../shared/reporting/finding-words.ts';
import { orderFindings } from '../../../shared/reporting/order-findings.ts';
import type { Compared } from './compare-sides.ts';
import { counted } from './counted.ts';
import { table } from './table.ts';

const MOST_ROWS = 40;
const HEADER = ['figure', 'A', 'B', 'change', 'answer', 'how sure'];

/** Headline, a row for each judged figure (worst first, 40 at most), budgets and notes. */
export function verdictTable(compared: Compared, notes: readonly string[]): string {
  const { decision, findings, budgets, rules, runs } = compared;
  const consequences = new Map(rules.map((rule) => [rule.id, rule.onRegression]));
  const ordered = orderFindings(findings, ({ rule }) => consequences.get(rule) ?? 'ignore');
  const rows = ordered.slice(0, MOST_ROWS).map((finding) => {
    const labels = labelWords(finding.labels);
    return [
      `${finding.metric}${finding.statistic === 'value' ? '' : ` ${finding.statistic}`}${labels === '' ? '' : ` (${labels})`}`,
      formatMeasure(finding.baseline.mean, finding),
      formatMeasure(finding.candidate.mean, finding),
      changeWords(finding),
      `${answerWords(finding.answer)}${consequences.get(finding.rule) === 'fail' ? '' : ' (no gate)'}`,
      certaintyWords(finding),
    ];
  });
  const further = ordered.length - rows.length;
  return [
    `${decision.verdict.toUpperCase()}  ${decision.headline}`,
    `${counted(runs.baseline, 'run')} of A, ${counted(runs.candidate, 'run')} of B`,
    '',
    table(HEADER, rows, ['A', 'B']),
    ...(further > 0 ? [`… and ${further} more figures; --json has them all.`] : []),
    ...budgets.map(
      ({ metric, statistic, value, max, min, result }) =>
        `budget ${metric} ${statistic}: ${result} (${value ?? 'none'}; ${max === null ? `at least ${min ?? ''}` : `at most ${max}`})`,
    ),
    ...notes.map((note) => `note: ${note}`),
  ].join('\n');
}
