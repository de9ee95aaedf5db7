import { collectedLine } from './collected-line.ts';
import { type CollectedLine, type Collector, NO_COLLECTOR } from './collector.ts';
import { NO_SEVERITY, severityRank } from './severity.ts';

/** A log that was collected, and its sample as the programs wrote it. */
export interface Collection {
  readonly collector: Collector;
  readonly lines: readonly CollectedLine[];
}

const SHARE = 0.95;
const FEWEST_LINES = 5;
/** The surest first. */
const COLLECTORS: readonly Collector[] = [
  'cri',
  'json-file',
  'kubectl',
  'compose',
  'foreman',
  'pm2',
  'stern',
  'GitLab job',
  'GitHub job',
  'Heroku',
  'CloudWatch',
  'logcli',
  'journal',
  'journal as JSON',
  'Google text',
  'message in JSON',
  'time',
  'task',
];
/** They have their own word for what is behind it a time of theirs, too. */
const TIMED: Readonly<Partial<Record<Collector, Collector>>> = {
  compose: 'compose with time',
  kubectl: 'kubectl with time',
  stern: 'stern with time',
};
/** Something else looks the same: only where the lines behind have a header of their own. */
const UNSURE: ReadonlySet<Collector> = new Set<Collector>(['message in JSON', 'time', 'task']);
/** They name a few programs, and a column of a table or the first word of a message has other names. */
const OF_FEW: ReadonlySet<Collector> = new Set<Collector>(['compose', 'foreman', 'pm2', 'stern', 'task']);
/** Names in a column of their own, with a bar behind them. */
const IN_COLUMN: ReadonlySet<Collector> = new Set<Collector>(['compose', 'foreman', 'pm2']);
/** More containers than one Compose project has: then the first column is that of a table. */
const MOST_PROGRAMS = 64;

/**
 * Who put his own words before nearly all lines of a sample; null for a log as its programs wrote it.
 * @param hasHeader whether lines begin with a header of their own, and a time in it where one is needed
 */
export function learnCollector(
  sample: readonly string[],
  hasHeader: (lines: readonly CollectedLine[], needsTime: boolean) => boolean,
): Collection | null {
  const inPairs = collectedInPairs(sample);
  if (inPairs !== null) return inPairs;
  for (const collector of COLLECTORS) {
    const lines = collectedBy(collector, sample);
    if (lines === null) continue;
    if (OF_FEW.has(collector) && !areOfFew(lines)) continue;
    if (IN_COLUMN.has(collector) && !areInColumn(collector, lines)) continue;
    if (UNSURE.has(collector) && !hasHeader(lines, collector !== 'message in JSON')) continue;
    const withTime = TIMED[collector];
    const timed = withTime === undefined ? null : collectedBy(withTime, sample);
    return withTime !== undefined && timed?.every(({ time }) => time !== '') === true
      ? { collector: withTime, lines: timed }
      : { collector, lines };
  }
  return null;
}

/** Lines of a record on the average, where most have a stack trace. */
const MOST_OF_A_TRACE = 50;
/** Level and message in a line of their own; translated levels, too. */
const LEVEL_AND_MESSAGE = /^\p{Lu}{3,20}: /u;

/** Java's own logging: nearly all that look like the first line of a pair are. */
function collectedInPairs(sample: readonly string[]): Collection | null {
  const collector = 'java.util.logging';
  let heads = 0;
  const lines: CollectedLine[] = [];
  sample.forEach((line, at) => {
    const next = sample[at + 1] ?? '';
    if (collectedLine(collector, line, 0, line.length) === null) return;
    heads++;
    if (LEVEL_AND_MESSAGE.test(next))
      lines.push({ ...NO_COLLECTOR, text: next, start: 0, stop: next.length });
  });
  const isMost = lines.length >= SHARE * heads && lines.length * MOST_OF_A_TRACE >= sample.length;
  return lines.length >= FEWEST_LINES && isMost ? { collector, lines } : null;
}

/** What the collector collected, when that is nearly all. */
function collectedBy(collector: Collector, sample: readonly string[]): readonly CollectedLine[] | null {
  if (sample.length < FEWEST_LINES) return null;
  const most = (1 - SHARE) * sample.length;
  const lines: CollectedLine[] = [];
  let others = 0;
  for (const line of sample) {
    const collected = collectedLine(collector, line, 0, line.length);
    if (collected !== null) lines.push(collected);
    else if (++others > most) return null;
  }
  return lines;
}

/** Few names, each more than once, and none of them a level. */
function areOfFew(lines: readonly CollectedLine[]): boolean {
  const names = new Set(lines.map(({ source }) => source));
  if (names.size > MOST_PROGRAMS || names.size * 2 > lines.length) return false;
  return ![...names].some((name) => severityRank(name.replace(/\W/g, '')) !== NO_SEVERITY);
}

/**
 * Names are padded so that all bars stand in one column, Compose leaves two blanks behind the longest: a program that prints `a | b` has
 * one blank there.
 */
function areInColumn(collector: Collector, lines: readonly CollectedLine[]): boolean {
  const bars = lines.map(({ text, start }) => text.lastIndexOf('|', start - 1));
  const inColumn = bars.filter((bar) => bar === bars[0]).length;
  if (inColumn < SHARE * lines.length) return false;
  return collector !== 'compose' || lines.every(({ text }) => /^\S+ {2,}\|/.test(text));
}
