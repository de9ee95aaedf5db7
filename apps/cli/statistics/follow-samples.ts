import { formatNumber, formatSigned } from '../../../shared/statistics/format/format-number.ts';
import type { Answer } from '../../../shared/statistics/compare/comparison.ts';
import type { WatchOptions, WatchReport } from '../../../shared/statistics/sequential/watch-change.ts';
import {
  reportSeriesWatch,
  type SeriesWatch,
  startSeriesWatch,
  watchSample,
} from '../../../shared/statistics/sequential/watch-series.ts';
import { EXIT } from '../exit-codes.ts';
import { counted } from './counted.ts';
import type { Sample } from './watched-samples.ts';

export type WatchOutcome = (typeof EXIT)['ok' | 'negative' | 'undecided'];

type FollowOptions = WatchOptions & { readonly json?: boolean };

const WORDS: Readonly<Record<Answer, string>> = {
  regression: 'REGRESSION',
  improvement: 'IMPROVEMENT',
  'no-change': 'NO CHANGE within the margin',
  undecided: 'CONTINUE: nothing is sure yet',
};

/**
 * Judges samples as they come, says each change of the answer as it happens, and ends at a regression or improvement or with the samples.
 * @throws PermanentError(`SAMPLE_INVALID`) for a baseline that is too short or a value that cannot be compared
 */
export async function followSamples(
  before: readonly Sample[],
  live: AsyncIterable<Sample>,
  options: FollowOptions,
): Promise<WatchOutcome> {
  let state = startSeriesWatch(
    before.map(({ value }) => value),
    options,
  );
  say(options, startedWords(before.length, state), {
    event: 'started',
    baselineSamples: before.length,
    blockLength: state.blockLength,
    correlation: state.correlation,
    isLongEnough: state.isLongEnough,
  });
  let said: Answer = 'undecided';
  let at: number | null = null;
  for await (const sample of live) {
    ({ at } = sample);
    state = watchSample(state, sample.value, options);
    const { answer } = state.watch;
    if (answer === said) continue;
    said = answer;
    tell('state', state, at, options);
    if (answer === 'regression' || answer === 'improvement') break;
  }
  tell('ended', state, at, options);
  if (said === 'regression') return EXIT.negative;
  return said === 'undecided' ? EXIT.undecided : EXIT.ok;
}

function tell(event: 'state' | 'ended', state: SeriesWatch, at: number | null, options: FollowOptions): void {
  const report = reportSeriesWatch(state, options);
  const { samples } = state;
  const isOpen = event === 'ended' && report.answer === 'undecided';
  const words = isOpen ? 'UNDECIDED at the end' : WORDS[report.answer];
  const when = at === null ? '' : ` at ${new Date(at).toISOString()}`;
  const text = `${event === 'ended' ? 'ended: ' : ''}${words}${figures(report, options)}, after ${counted(samples, 'sample')}${when}`;
  say(options, text, { event, at: at === null ? null : new Date(at).toISOString(), samples, ...report });
}

function figures({ effect, interval, pValue, looks }: WatchReport, { scale }: FollowOptions): string {
  const show = (value: number): string =>
    scale === 'additive' ? formatSigned(value) : `${formatSigned(value * 100)} %`;
  if (looks === 0) return '';
  const range =
    interval === null ? '' : ` (${show(interval.low)} to ${show(interval.high)}, valid at every look)`;
  return `: ${show(effect)}${range}, p ${formatNumber(pValue, 2)}`;
}

function startedWords(samples: number, { blockLength, correlation, isLongEnough }: SeriesWatch): string {
  const short = isLongEnough
    ? ''
    : '; its samples depend on each other for longer than that, so false alarms may be more than --alpha: take a longer baseline';
  return `watching against ${samples} samples, in blocks of ${blockLength} (neighbours correlate by ${formatNumber(correlation, 2)})${short}`;
}

function say({ json }: FollowOptions, text: string, told: Readonly<Record<string, unknown>>): void {
  console.log(json === true ? JSON.stringify(told) : text);
}
