import { Command } from 'commander';
import type { ChangePoint } from '../../../shared/statistics/change-points/describe-changes.ts';
import { detectChangePoints } from '../../../shared/statistics/change-points/detect-change-points.ts';
import {
  detectVarianceChanges,
  type VarianceChange,
} from '../../../shared/statistics/change-points/detect-variance-changes.ts';
import { parseSeriesJson } from '../../../shared/statistics/change-points/parse-series-json.ts';
import { formatNumber, formatSigned } from '../../../shared/statistics/format/format-number.ts';
import { detectDrift, type Drift } from '../../../shared/statistics/trend/detect-drift.ts';
import { EXIT } from '../exit-codes.ts';
import { runCommand } from '../run-command.ts';
import { counted } from '../statistics/counted.ts';
import { share } from '../statistics/option-values.ts';
import { readText } from '../statistics/read-text.ts';
import { seriesChart } from '../statistics/series-chart.ts';
import { table } from '../statistics/table.ts';

interface DetectOptions {
  readonly indices?: boolean;
  readonly json?: boolean;
  readonly alpha?: number;
  readonly exitCode?: boolean;
}

/** Two segments of the shortest kind; fewer values have no change point (detectChangePoints). */
const FEWEST_VALUES = 10;

interface Detected {
  readonly values: number;
  readonly gaps: number;
  readonly changePoints: readonly ChangePoint[];
  readonly varianceChanges: readonly VarianceChange[];
  readonly drift: Drift | null;
}

/** `perf-agent detect [FILE]`: where the level of a history changed. */
export function createDetectCommand(): Command {
  return new Command('detect')
    .description('find the change points of a history: a JSON array of numbers, oldest first, null for a gap')
    .argument('[file]', 'file with the array (- or none: standard input)')
    .option('--indices', 'print the 0-based indices of the first values after a change as a JSON array')
    .option('--alpha <chance>', 'chance of any change point in an unchanged history (default: 0.05)', share)
    .option('--exit-code', 'exit with 1 when there is a change point')
    .option('--json', 'print one JSON document with changes of level and of noise, and drift')
    .action((file: string | undefined, options: DetectOptions) =>
      runCommand(options, async () => detect(await readText(file), options)),
    );
}

function detect(text: string, options: DetectOptions): number {
  const series = parseSeriesJson(text);
  const settings = options.alpha === undefined ? {} : { alpha: options.alpha };
  const changePoints = detectChangePoints(series, settings);
  if (options.indices === true) console.log(JSON.stringify(changePoints.map(({ index }) => index)));
  else {
    const gaps = series.filter((value) => value === null).length;
    const detected: Detected = {
      values: series.length - gaps,
      gaps,
      changePoints,
      varianceChanges: detectVarianceChanges(series, settings),
      drift: detectDrift(series, settings),
    };
    console.log(options.json === true ? JSON.stringify(detected) : describe(detected, series));
  }
  return options.exitCode === true && changePoints.length > 0 ? EXIT.negative : EXIT.ok;
}

function describe(detected: Detected, series: readonly (number | null)[]): string {
  const { values, gaps, changePoints, varianceChanges, drift } = detected;
  const chart = seriesChart(
    series,
    changePoints.map(({ index }) => index),
  );
  const gapWords = gaps === 0 ? '' : ` and ${counted(gaps, 'gap')}`;
  return [
    ...(chart === '' ? [] : [chart, '']),
    changePoints.length === 0
      ? `No change of level in ${counted(values, 'value')}${gapWords}${values < FEWEST_VALUES ? `; it takes ${FEWEST_VALUES} to show one` : ''}.`
      : `${counted(changePoints.length, 'change')} of level in ${counted(values, 'value')}${gapWords}:`,
    ...(changePoints.length === 0 ? [] : [levelTable(changePoints)]),
    ...varianceChanges.map(
      ({ index, before, after, pValue }) =>
        `The noise ${after > before ? 'grew' : 'fell'} at ${index}: standard deviation ${formatNumber(before)} to ${formatNumber(after)} (p ${short(pValue)}).`,
    ),
    ...(drift === null
      ? []
      : [
          `A slow drift ${drift.direction} from ${drift.from} to ${drift.to}: ${formatSigned(drift.slope)} a value, ${formatSigned(drift.change)} in all (p ${short(drift.pValue)}).`,
        ]),
  ].join('\n');
}

function levelTable(changePoints: readonly ChangePoint[]): string {
  const header = ['index', 'before', 'after', 'change', 'p'];
  const rows = changePoints.map(({ index, before, after, shift, relativeShift, pValue }) => [
    String(index),
    formatNumber(before),
    formatNumber(after),
    relativeShift === null ? formatSigned(shift) : `${formatSigned(relativeShift * 100)} %`,
    short(pValue),
  ]);
  return table(header, rows, header);
}

function short(pValue: number): string {
  return pValue < 0.0001 ? '< 0.0001' : String(Number(pValue.toPrecision(2)));
}
