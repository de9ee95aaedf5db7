import { Command } from 'commander';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { formatNumber } from '../../../shared/statistics/format/format-number.ts';
import {
  type CrossingForecast,
  forecastCrossing,
} from '../../../shared/statistics/trend/forecast-crossing.ts';
import { EXIT } from '../exit-codes.ts';
import { runCommand } from '../run-command.ts';
import { counted } from '../statistics/counted.ts';
import { finiteNumber, share } from '../statistics/option-values.ts';
import { type History, parseHistory } from '../statistics/parse-history.ts';
import { readText } from '../statistics/read-text.ts';
import { seriesChart } from '../statistics/series-chart.ts';

interface ForecastOptions {
  readonly limit: number;
  readonly below?: boolean;
  readonly horizon?: string;
  readonly confidence: number;
  readonly json?: boolean;
  readonly exitCode?: boolean;
}

const MS_OF: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** Fewer values are no trend (forecastCrossing). */
const FEWEST_VALUES = 10;
/** The last time that a Date can hold. */
const LAST_DATE_MS = 8.64e15;

/** `perf-agent forecast [FILE] --limit N`: when a metric will pass a limit. */
export function createForecastCommand(): Command {
  return new Command('forecast')
    .description('say when a history will cross a limit, with an interval')
    .argument(
      '[file]',
      'file with a JSON array of numbers or {"timestamps":[…],"values":[…]} (- or none: standard input)',
    )
    .requiredOption('--limit <value>', 'value that must not be passed', finiteNumber)
    .option('--below', 'passing means to fall below the limit (default: to rise above it)')
    .option(
      '--horizon <length>',
      'how far ahead to look: 90m, 12h, 30d, 8w with written times, else a number in the unit of the times or of values (default: as long as the history)',
    )
    .option('--confidence <share>', 'chance that the interval covers the crossing', share, 0.9)
    .option('--exit-code', 'exit with 1 when the limit is passed or will be within the horizon')
    .option('--json', 'print one JSON document')
    .action((file: string | undefined, options: ForecastOptions) =>
      runCommand(options, async () => forecast(await readText(file), options)),
    );
}

function forecast(text: string, options: ForecastOptions): number {
  const history = parseHistory(text);
  if (history.values.every((value) => value === null)) {
    throw new PermanentError('SAMPLE_INVALID', 'There is no value in the input; a forecast needs a history.');
  }
  const horizon = horizonOf(options.horizon, history);
  const answer = forecastCrossing({
    values: history.values,
    ...(history.times === undefined ? {} : { times: history.times }),
    limit: options.limit,
    direction: options.below === true ? 'below' : 'above',
    confidence: options.confidence,
    ...(horizon === undefined ? {} : { horizon }),
  });
  const show = (time: number): number | string => (history.isDated ? dateOf(time) : time);
  if (options.json === true) console.log(JSON.stringify(shown(answer, show, options)));
  else {
    const chart = seriesChart(history.values, []);
    if (chart !== '') console.log(`${chart}\n`);
    console.log(sentence(answer, show, history, options));
  }
  const passes = answer.status === 'crossed' || answer.status === 'crossing';
  return options.exitCode === true && passes ? EXIT.negative : EXIT.ok;
}

function horizonOf(given: string | undefined, { isDated }: History): number | undefined {
  if (given === undefined) return undefined;
  const [, size = '', unit = ''] = /^(\d+(?:\.\d+)?)([mhdw]?)$/.exec(given) ?? [];
  const factor = unit === '' ? (isDated ? undefined : 1) : isDated ? MS_OF[unit] : undefined;
  const horizon = Number(size) * (factor ?? Number.NaN);
  if (horizon > 0 && Number.isFinite(horizon)) return horizon;
  throw new PermanentError(
    'INPUT_INVALID',
    isDated
      ? `--horizon ${given}: with written times give a length such as 90m, 12h, 30d or 8w.`
      : `--horizon ${given}: give a number above 0 in the unit of the times, or of values where there are none.`,
  );
}

function shown(
  answer: CrossingForecast,
  show: (time: number) => number | string,
  { limit, confidence }: ForecastOptions,
): object {
  if (answer.status === 'not-within-horizon') {
    const { notBefore } = answer;
    return { limit, confidence, ...answer, notBefore: notBefore === null ? null : show(notBefore) };
  }
  if (answer.status !== 'crossing') return { limit, ...answer };
  const [from, to] = answer.interval;
  return {
    limit,
    confidence,
    ...answer,
    at: show(answer.at),
    interval: [show(from), to === null ? null : show(to)],
  };
}

function sentence(
  answer: CrossingForecast,
  show: (time: number) => number | string,
  { values, times }: History,
  { limit, below, confidence }: ForecastOptions,
): string {
  const isIndexed = times === undefined;
  const present = values.filter((value) => value !== null);
  if (present.length < FEWEST_VALUES) {
    return `No answer: ${counted(present.length, 'value')} can show no trend, it takes ${FEWEST_VALUES}; the last one is ${formatNumber(answer.level)}.`;
  }
  const side = below === true ? 'below' : 'above';
  const level = `the level is ${formatNumber(answer.level)}`;
  const words = (time: number): string => {
    const text = show(time);
    if (typeof text === 'string') return text;
    return `${isIndexed ? 'index ' : ''}${formatNumber(text, 4)}`;
  };
  switch (answer.status) {
    case 'crossed':
      return `Crossed: ${level}, ${side} the limit of ${formatNumber(limit)} already.`;
    case 'no-trend':
      return `No crossing in sight: ${level}, without an evident trend towards ${formatNumber(limit)} (p ${formatNumber(answer.pValue, 2)}).`;
    case 'not-within-horizon': {
      const { notBefore, probability } = answer;
      const earliest = notBefore === null ? '' : `, and not before ${words(notBefore)}`;
      return `Not within the horizon: ${level}; the chance of passing ${formatNumber(limit)} by then is ${chance(probability)}${earliest}.`;
    }
    case 'crossing': {
      const [from, to] = answer.interval;
      const until = to === null ? 'beyond the horizon' : words(to);
      return `Crosses ${formatNumber(limit)} at about ${words(answer.at)} (${formatNumber(confidence * 100)} % interval ${words(from)} to ${until}); ${level}.`;
    }
  }
}

function chance(probability: number): string {
  return probability < 0.001 ? 'below 0.1 %' : `${formatNumber(probability * 100, 2)} %`;
}

function dateOf(time: number): string {
  return new Date(Math.min(LAST_DATE_MS, Math.max(-LAST_DATE_MS, time)))
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
}
