import { Command } from 'commander';
import { formatNumber } from '../../../shared/statistics/format/format-number.ts';
import {
  ANOMALY_THRESHOLD,
  anomalyScores,
  FEWEST_LEARNT,
} from '../../../shared/statistics/anomalies/anomaly-scores.ts';
import { parseAnomalyJson } from '../../../shared/statistics/anomalies/parse-anomaly-json.ts';
import { instantsOf } from '../../../shared/statistics/anomalies/parse-timestamps.ts';
import { EXIT } from '../exit-codes.ts';
import { runCommand } from '../run-command.ts';
import { counted } from '../statistics/counted.ts';
import { share } from '../statistics/option-values.ts';
import { readText } from '../statistics/read-text.ts';
import { seriesChart } from '../statistics/series-chart.ts';
import { table } from '../statistics/table.ts';

interface AnomaliesOptions {
  readonly scores?: boolean;
  readonly json?: boolean;
  readonly threshold: number;
  readonly exitCode?: boolean;
}

/** Without a probation no point is told in this share of the series, nor later than this point. */
const LEARNT_SHARE = 0.15;
const MOST_LEARNT = 750;

/** `perf-agent anomalies [FILE]`: how unusual each point is given those before it. */
export function createAnomaliesCommand(): Command {
  return new Command('anomalies')
    .description('score each point of {"timestamps":[…],"values":[…],"probation":N} by those before it')
    .argument('[file]', 'file with the object (- or none: standard input)')
    .option('--scores', 'print the scores in [0, 1] as a JSON array, one a point')
    .option('--threshold <score>', 'score from which a point is told', share, ANOMALY_THRESHOLD)
    .option('--exit-code', 'exit with 1 when a point after the probation reaches the threshold')
    .option('--json', 'print one JSON document with scores and anomalies')
    .action((file: string | undefined, options: AnomaliesOptions) =>
      runCommand(options, async () => findAnomalies(await readText(file), options)),
    );
}

function findAnomalies(text: string, options: AnomaliesOptions): number {
  const input = parseAnomalyJson(text);
  const scores = Array.from(anomalyScores(input));
  const values = Array.from(input.values, (value) => value ?? null);
  const learning = input.probation ?? Math.min(MOST_LEARNT, Math.floor(LEARNT_SHARE * scores.length));
  const anomalies = scores.flatMap((score, index) =>
    score >= options.threshold && index >= learning
      ? [{ index, at: input.timestamps[index] ?? null, value: values[index] ?? null, score }]
      : [],
  );
  for (const note of clockNotes(instantsOf(input.timestamps))) console.error(note);
  if (options.scores === true) console.log(JSON.stringify(scores));
  else if (options.json === true)
    console.log(JSON.stringify({ threshold: options.threshold, scores, anomalies }));
  else {
    const chart = seriesChart(
      values,
      anomalies.map(({ index }) => index),
      'marked values',
    );
    if (chart !== '') console.log(`${chart}\n`);
    if (anomalies.length === 0)
      console.log(
        `No anomaly in ${counted(scores.length, 'point')}${scores.length > FEWEST_LEARNT ? '' : `; the first ${FEWEST_LEARNT} are learnt from and have no score`}.`,
      );
    else {
      const rows = anomalies.map(({ index, at, value, score }) => [
        String(index),
        String(at),
        value === null ? '' : formatNumber(value),
        score.toFixed(3),
      ]);
      console.log(table(['index', 'time', 'value', 'score'], rows, ['index', 'value', 'score']));
    }
  }
  return options.exitCode === true && anomalies.length > 0 ? EXIT.negative : EXIT.ok;
}

/** What is odd about times and does no harm: those that lie before the one before them, and those that are the same. */
function clockNotes(times: Float64Array): readonly string[] {
  const steps = Array.from(times, (time, index) => (index === 0 ? 1 : time - (times[index - 1] ?? time)));
  const order = 'points are scored in the order in which they stand.';
  return [
    { says: 'lies before the one before it', found: indicesOf(steps, (step) => step < 0) },
    { says: 'is the same as the one before it', found: indicesOf(steps, (step) => step === 0) },
  ].flatMap(({ says, found: [first, ...others] }) => {
    if (first === undefined) return [];
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    return [`note: timestamps[${first}] ${says}${more}; ${order}`];
  });
}

function indicesOf(steps: readonly number[], isOdd: (step: number) => boolean): readonly number[] {
  return steps.flatMap((step, index) => (isOdd(step) ? [index] : []));
}
