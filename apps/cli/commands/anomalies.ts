import { Command } from 'commander';
import { formatNumber } from '../../../shared/reporting/format-number.ts';
import { ANOMALY_THRESHOLD, anomalyScores } from '../../../shared/statistics/anomalies/anomaly-scores.ts';
import { parseAnomalyJson } from '../../../shared/statistics/anomalies/parse-anomaly-json.ts';
import { EXIT } from '../exit-codes.ts';
import { runCommand } from '../run-command.ts';
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
  // The same default as anomalyScores takes.
  const learning = input.probation ?? Math.min(750, Math.floor(0.15 * scores.length));
  const anomalies = scores.flatMap((score, index) =>
    score >= options.threshold && index >= learning
      ? [{ index, at: input.timestamps[index] ?? null, value: values[index] ?? null, score }]
      : [],
  );
  if (options.scores === true) console.log(JSON.stringify(scores));
  else if (options.json === true)
    console.log(JSON.stringify({ threshold: options.threshold, scores, anomalies }));
  else {
    const chart = seriesChart(
      values,
      anomalies.map(({ index }) => index),
    );
    if (chart !== '') console.log(`${chart}\n`);
    if (anomalies.length === 0) console.log(`No anomaly in ${scores.length} points.`);
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
