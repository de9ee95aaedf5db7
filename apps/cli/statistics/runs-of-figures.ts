import type { MetricRule } from '../../../shared/contracts/plan.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import type { RawMeasurement, RawMetric } from '../../../shared/results/raw-measurement.ts';
import type { RunFigures } from './parse-figures.ts';
import { type NumbersOptions, plainMeasurement, ruleOf, scaleOf } from './runs-of-numbers.ts';

/** Share of failed requests that matters, absolute: as in policies/default.yaml. */
const ERROR_MARGIN = 0.005;

/** Both sides of summaries or sketches → measurements, one a run, the rules that judge them, and what to say of them. */
export function sidesOfFigures(
  given: { readonly baseline: readonly RunFigures[]; readonly candidate: readonly RunFigures[] },
  options: NumbersOptions,
): {
  readonly baseline: readonly RawMeasurement[];
  readonly candidate: readonly RawMeasurement[];
  readonly rules: readonly MetricRule[];
  readonly notes: readonly string[];
} {
  const sides = {
    baseline: measuredRuns('A', given.baseline),
    candidate: measuredRuns('B', given.candidate),
  };
  const all = [...sides.baseline, ...sides.candidate];
  const empty = given.baseline.length + given.candidate.length - all.length;
  const values = (runs: readonly RunFigures[]): number[] =>
    runs.flatMap(({ statistics }) => statistics.map(({ value }) => value));
  const scale = scaleOf([values(all)]);
  const names = [...new Set(all.flatMap(({ statistics }) => statistics.map(({ name }) => name)))];
  const failures = `${options.metric}_failed`;
  const measurement = ({ statistics, errors, complete, facts }: RunFigures): RawMeasurement => {
    const timed: RawMetric = {
      name: options.metric,
      unit: options.unit,
      direction: options.direction,
      scale,
      labels: {},
      statistics: [...statistics],
    };
    const failed = errors === null ? [] : [failedMetric(failures, errors)];
    return plainMeasurement([timed, ...failed], { complete, facts });
  };
  const aside = [...new Set(all.flatMap((run) => run.aside))].slice(0, 20);
  const judged = {
    ...ruleOf([values(sides.baseline)], scale, options),
    id: 'run-figures',
    statistics: names.slice(0, 20),
  };
  return {
    baseline: sides.baseline.map(measurement),
    candidate: sides.candidate.map(measurement),
    rules: [
      ...(names.length === 0 ? [] : [judged]),
      { id: 'run-errors', match: failures, statistics: ['rate'], margin: ERROR_MARGIN, onRegression: 'fail' },
    ],
    notes: [
      ...(all.some(({ kind }) => kind === 'sketch')
        ? ['Percentiles are read off quantile sketches, one a run.']
        : []),
      ...(empty === 0
        ? []
        : [`${empty} ${empty === 1 ? 'run' : 'runs'} without a request: nothing to compare in them.`]),
      ...(aside.length === 0 ? [] : [`Not judged: ${aside.join(', ')}.`]),
    ],
  };
}

/** Runs that have a figure. @throws PermanentError(`SAMPLE_INVALID`) when a side has none */
function measuredRuns(side: string, runs: readonly RunFigures[]): readonly RunFigures[] {
  const measured = runs.filter(({ statistics, errors }) => statistics.length > 0 || errors !== null);
  if (measured.length > 0) return measured;
  throw new PermanentError(
    'SAMPLE_INVALID',
    `No run of ${side} has a figure: none of them had a request. One that was measured is needed on either side.`,
  );
}

function failedMetric(name: string, { events, count }: NonNullable<RunFigures['errors']>): RawMetric {
  const rate = { name: 'rate', value: events / count, events, count };
  return {
    name,
    unit: '',
    direction: 'lower-is-better',
    scale: 'proportion',
    labels: {},
    statistics: [rate],
  };
}
