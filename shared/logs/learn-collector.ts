import { collectedLine } from './collected-line.ts';
import { type CollectedLine, type Collector } from './collector.ts';
import { NO_SEVERITY, severityRank } from './severity.ts';

/** A log that was collected, and its sample as the programs wrote it. */
export interface Collection {
  readonly collector: Collector;
  readonly lines: readonly CollectedLine[];
}

const SHARE = 0.95;
const FEWEST_LINES = 5;
const COLLECTORS: readonly Collector[] = [
  'cri',
  'json-file',
  'compose',
  'journal',
  'journal as JSON',
  'Google text',
];
/** More containers than one Compose project has: then the first column is that of a table. */
const MOST_CONTAINERS = 64;

/** Who put his own words before nearly all lines of a sample; null for a log as its programs wrote it. */
export function learnCollector(sample: readonly string[]): Collection | null {
  for (const collector of COLLECTORS) {
    const lines = collectedBy(collector, sample);
    if (lines === null) continue;
    if (collector !== 'compose') return { collector, lines };
    if (!isOfCompose(lines)) return null;
    const timed = collectedBy('compose with time', sample);
    return timed?.every(({ time }) => time !== '') === true
      ? { collector: 'compose with time', lines: timed }
      : { collector, lines };
  }
  return null;
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

/**
 * Compose writes few names, pads them so that all bars stand in one column, and leaves two blanks behind the longest. A program that
 * prints `a | b` has one blank there, and one that begins with its level is no container.
 */
function isOfCompose(lines: readonly CollectedLine[]): boolean {
  const names = new Set(lines.map(({ source }) => source));
  if (names.size > MOST_CONTAINERS || names.size * 2 > lines.length) return false;
  if ([...names].some((name) => severityRank(name) !== NO_SEVERITY)) return false;
  const bars = lines.map(({ text }) => text.indexOf('|'));
  const inColumn = bars.filter((bar) => bar === bars[0]).length;
  return inColumn >= SHARE * lines.length && lines.every(({ text }) => /^\S+ {2,}\|/.test(text));
}
