import { Command, InvalidArgumentError, Option } from 'commander';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { parseInstant } from '../../../shared/statistics/anomalies/parse-instant.ts';
import type { WatchOptions } from '../../../shared/statistics/sequential/watch-change.ts';
import { FEWEST_BASELINE_SAMPLES } from '../../../shared/statistics/sequential/watch-series.ts';
import { withServices } from '../operator.ts';
import { type CommonOptions, runCommand } from '../run-command.ts';
import { followSamples, type WatchOutcome } from '../statistics/follow-samples.ts';
import { marginShare, share } from '../statistics/option-values.ts';
import { parseNumbers } from '../statistics/parse-numbers.ts';
import { prometheusSource } from '../statistics/prometheus-source.ts';
import { readText } from '../statistics/read-text.ts';
import { samplesOfLines } from '../statistics/samples-of-lines.ts';
import { type PolledMetric, samplesBetween, samplesSince } from '../statistics/samples-of-source.ts';
import type { Sample } from '../statistics/watched-samples.ts';

interface WatchCommandOptions extends CommonOptions {
  readonly prometheus?: string;
  readonly connection?: string;
  readonly query?: string;
  readonly tokenEnv?: string;
  readonly step: number;
  readonly baseline?: string;
  readonly since?: number;
  readonly until?: number;
  readonly margin: number;
  readonly alpha: number;
  readonly direction: WatchOptions['direction'];
  readonly scale: WatchOptions['scale'];
}

const MS_OF: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MINUTE_MS = 60_000;
const MOST_BASELINE_SAMPLES = 100_000;

/** `perf-agent watch`: judges a live metric as it comes, while a deployment goes on. */
export function createWatchCommand(): Command {
  return new Command('watch')
    .description(
      'follow a live metric during a deployment and judge it as it comes, by a test that may be looked at any time',
    )
    .option('--prometheus <url>', 'ask this Prometheus (default: read samples from standard input)')
    .option('--connection <id>', 'ask this Prometheus connection of the configuration')
    .option('--query <promql>', 'expression with one series')
    .option('--token-env <name>', 'environment variable with a bearer token for --prometheus')
    .option('--step <seconds>', 'one sample each so many seconds', stepSeconds, 15)
    .option(
      '--baseline <window>',
      'what it was before: a length of time before --since (default 30m); of standard input the first samples (default 60); or a file with a list of numbers',
    )
    .option('--since <time>', 'when the deployment began, ISO 8601 (default: now)', instant)
    .option(
      '--until <length>',
      'end after so long, such as 15m (default: 30m; standard input: its end)',
      length,
    )
    .option(
      '--margin <size>',
      'smallest change that matters: a share, or with --scale additive in the unit',
      marginShare,
      0.05,
    )
    .option('--alpha <share>', 'chance of ever alarming when nothing changed', share, 0.05)
    .addOption(
      new Option('--direction <direction>', 'what is better')
        .choices(['lower-is-better', 'higher-is-better'])
        .default('lower-is-better'),
    )
    .addOption(
      new Option('--scale <scale>', 'compare by ratio (values above 0) or by difference')
        .choices(['ratio-scale', 'additive'])
        .default('ratio-scale'),
    )
    .option('--cloud <folder>', 'with --connection: folder of an embedded cloud (default: .perf-agent/dev)')
    .option('--json', 'print one JSON document a line')
    .addHelpText(
      'after',
      '\nEnds at the first regression or improvement. Exit codes: 0 improvement or no change within the margin, 1 regression, 2 usage, 3 undecided at the end, 4 not reachable.',
    )
    .action((options: WatchCommandOptions) =>
      runCommand(options, () =>
        options.connection === undefined ? watch(options) : watchConnection(options.connection, options),
      ),
    );
}

async function watch(options: WatchCommandOptions): Promise<WatchOutcome> {
  if (options.prometheus === undefined) return watchInput(options);
  const stopped = new AbortController();
  const stop = (): void => stopped.abort(new Error('Stopped.'));
  process.once('SIGINT', stop);
  try {
    const source = await prometheusSource(options.prometheus, options.tokenEnv);
    return await watchMetric({ source, ...asked(options) }, options, stopped.signal);
  } finally {
    process.off('SIGINT', stop);
  }
}

function watchConnection(id: string, options: WatchCommandOptions): Promise<WatchOutcome> {
  if (options.prometheus !== undefined) throw invalid('Give --prometheus or --connection, not both.');
  return withServices(options, async ({ connections }, signal) => {
    const { metrics } = await connections.get(id);
    if (metrics === undefined) throw invalid(`The connection "${id}" has no metrics.`);
    return watchMetric({ source: metrics, ...asked(options) }, options, signal);
  });
}

function asked({ query, step, direction, scale }: WatchCommandOptions): Omit<PolledMetric, 'source'> {
  if (query === undefined) throw invalid('Give --query, an expression with one series.');
  const about = { promql: query, stepSeconds: step, metric: 'watched', unit: '', direction, scale };
  return { query: about, stepSeconds: step };
}

async function watchMetric(
  metric: PolledMetric,
  options: WatchCommandOptions,
  signal: AbortSignal,
): Promise<WatchOutcome> {
  metric.source.checkQuery(metric.query);
  const { since = Date.now(), until = 30 * MINUTE_MS, baseline = '30m' } = options;
  const window = lengthOf(baseline);
  const before =
    window === null
      ? await samplesOfFile(baseline)
      : await samplesBetween(metric, since - window, since, signal);
  const live = samplesSince(
    metric,
    { since, until: since + until },
    (message) => console.error(`no answer, asked again in ${options.step} s: ${message}`),
    signal,
  );
  return followSamples(before, live, options);
}

async function watchInput(options: WatchCommandOptions): Promise<WatchOutcome> {
  if (options.query !== undefined) throw invalid('--query needs --prometheus or --connection.');
  if (process.stdin.isTTY)
    throw invalid('Nothing to read: pipe samples in, or give --prometheus and --query.');
  const { baseline = '60', until } = options;
  const stopped = new AbortController();
  const samples = samplesOfLines(untilStopped(stopped.signal));
  const end = (): void => {
    stopped.abort();
    process.stdin.destroy();
  };
  process.once('SIGINT', end);
  try {
    const count = /^\d+$/.test(baseline) ? Number(baseline) : null;
    const before = count === null ? await samplesOfFile(baseline) : await firstOf(samples, count);
    const timer = until === undefined ? undefined : setTimeout(end, until);
    try {
      return await followSamples(before, samples, options);
    } finally {
      clearTimeout(timer);
    }
  } finally {
    process.off('SIGINT', end);
    process.stdin.destroy();
  }
}

/** Standard input; that it was closed to stop the watch is its end and no failure. */
async function* untilStopped(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of process.stdin) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function firstOf(samples: AsyncGenerator<Sample>, count: number): Promise<readonly Sample[]> {
  if (count < FEWEST_BASELINE_SAMPLES || count > MOST_BASELINE_SAMPLES)
    throw invalid(
      `--baseline ${count}: of standard input the first ${FEWEST_BASELINE_SAMPLES} to ${MOST_BASELINE_SAMPLES} samples are the baseline.`,
    );
  const first: Sample[] = [];
  while (first.length < count) {
    const next = await samples.next();
    if (next.done === true)
      throw invalid(
        `The input ended after ${first.length} samples; its first ${count} are the baseline (--baseline N).`,
      );
    first.push(next.value);
  }
  return first;
}

async function samplesOfFile(file: string): Promise<readonly Sample[]> {
  return parseNumbers(await readText(file)).map((value) => ({ at: null, value }));
}

function lengthOf(text: string): number | null {
  const [, size = '', unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  return size === '' ? null : Number(size) * (MS_OF[unit] ?? 0);
}

function length(text: string): number {
  const found = lengthOf(text);
  if (found !== null && found > 0 && found <= 2 ** 31 - 1) return found;
  throw new InvalidArgumentError('Give a length such as 90s, 15m, 2h, at most 24 days.');
}

function stepSeconds(text: string): number {
  const value = Number(text);
  if (value >= 1 && value <= 3_600) return value;
  throw new InvalidArgumentError('Give seconds from 1 to 3600.');
}

function instant(text: string): number {
  const at = parseInstant(text);
  if (at !== null && at <= Date.now()) return at;
  throw new InvalidArgumentError('Give a time that has passed, such as 2026-05-04T09:00:00Z.');
}

function invalid(message: string): PermanentError {
  return new PermanentError('INPUT_INVALID', message);
}
