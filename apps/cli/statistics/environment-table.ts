import { formatEffect, formatMargin, formatMeasure } from '../../../shared/reporting/format-measure.ts';
import { labelWords } from '../../../shared/reporting/finding-words.ts';
import { formatNumber } from '../../../shared/statistics/format/format-number.ts';
import type { EnvironmentReport, ScaledFinding } from '../../../shared/stages/compare-scaled.ts';
import { counted } from './counted.ts';
import { table } from './table.ts';

const MOST_ROWS = 60;
const RANK = { worse: 0, undecided: 1, better: 2, alike: 3 } as const;
const HEADLINES: Readonly<Record<EnvironmentReport['answer'], string>> = {
  worse: 'WORSE  B is worse than A beyond what their difference of scale explains.',
  'not worse': 'NOT WORSE  B is not worse than A beyond what their difference of scale explains.',
  undecided: 'UNDECIDED  These runs do not tell whether B is worse beyond what its scale explains.',
};

/** Headline, what differs and how far it was accounted for, a row for each figure, notes. */
export function environmentTable(report: EnvironmentReport): string {
  const { answer, runs, settings, factors, figures, notes } = report;
  const ordered = [...figures].sort(
    (a, b) => Number(b.isGate) - Number(a.isGate) || RANK[a.answer] - RANK[b.answer],
  );
  const told = settings.filter(({ reference, other }) => reference !== null || other !== null);
  return [
    HEADLINES[answer],
    `${counted(runs.reference, 'run')} of A, ${runs.other} of B`,
    ...factors.map(
      ({ group, factor, scatter, figures: count }) =>
        `common factor: ${group} of B are ${formatNumber(factor)} times those of A on the whole (${count} metrics, single ones stray by a factor of ${formatNumber(scatter)}); it cannot be told from scale`,
    ),
    ...(factors.length === 0 ? ['common factor: none, too few times to tell one'] : []),
    '',
    ...(told.length === 0
      ? []
      : [
          table(
            ['setting', 'A', 'B', 'accounted for'],
            told.map((one) => [
              one.name,
              one.reference ?? 'not told',
              one.other ?? 'not told',
              one.accounted,
            ]),
          ),
          '',
        ]),
    table(
      ['figure', 'A', 'B', 'B beyond scale', 'answer', 'taken out'],
      ordered.slice(0, MOST_ROWS).map(row),
    ),
    ...(ordered.length > MOST_ROWS
      ? [`… and ${ordered.length - MOST_ROWS} more figures; --json has them all.`]
      : []),
    ...notes.map((note) => `note: ${note}`),
  ].join('\n');
}

function row(finding: ScaledFinding): string[] {
  const { metric, statistic, effect, interval, answer, isGate, takenOut } = finding;
  const labels = labelWords(finding.labels);
  const range =
    interval === null
      ? 'one run a side: no interval'
      : `${formatEffect(interval.low, finding)} to ${formatEffect(interval.high, finding)}`;
  return [
    `${metric}${statistic === 'value' ? '' : ` ${statistic}`}${labels === '' ? '' : ` (${labels})`}`,
    formatMeasure(finding.reference, finding),
    formatMeasure(finding.other, finding),
    `${formatEffect(effect, finding)} (${range})`,
    `${answer}${answer === 'alike' ? `, within ±${formatMargin(finding)}` : ''}${isGate ? '' : ' (no gate)'}`,
    takenOut.join(', ') || 'nothing',
  ];
}
