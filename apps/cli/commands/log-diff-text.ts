import { type PatternChange, type WindowDiff } from '../../../shared/logs/diff-windows.ts';
import { type Share } from '../../../shared/logs/share-shifts.ts';
import { counted, printable } from './printable.ts';

/** From which typical ratio of counts on it is told that the logs differ in length or load. */
const TOLD_RATIO = 1.25;
/** What stands there instead is no number that a test can give. */
const LEAST_P = 1e-300;
/** Groups that name where changes come from, and not why. */
const NO_CAUSES: ReadonlySet<string> = new Set(['component', 'exception', 'other']);

/** What makes a difference less sure than it looks: empty logs, too many patterns, logs of different size. */
export function diffWarnings(diff: WindowDiff, maxPatterns: number): readonly string[] {
  const { baseline, candidate, comparedBy, scale } = diff;
  const windows = { baseline, candidate };
  const warnings: string[] = [];
  for (const [name, { records }] of Object.entries(windows))
    if (records === 0) warnings.push(`The ${name} has no records.`);
  for (const [name, { unsorted }] of Object.entries(windows)) {
    if (unsorted === 0) continue;
    warnings.push(
      `${counted(unsorted, 'record')} of the ${name} found no room among ${maxPatterns} message shapes: ${
        name === 'baseline' ? 'what seems new may be among them' : 'what seems vanished may be among them'
      } and is not called significant; give more with --max-patterns.`,
    );
  }
  const isSameSize = scale.factor < TOLD_RATIO && scale.factor > 1 / TOLD_RATIO;
  if (comparedBy !== 'duration' && !isSameSize && baseline.records > 0 && candidate.records > 0) {
    warnings.push(
      `A typical pattern has x${shortNumber(scale.factor)} as many records in the candidate, which is taken for a longer or shorter window; if it is none, give the lengths of both with --durations.`,
    );
  }
  return warnings;
}

/** A difference as a person reads it. */
export function diffText(diff: WindowDiff, warnings: readonly string[]): string {
  const { baseline, candidate, tested, testedShares, comparedBy, changes } = diff;
  const head = `${counted(baseline.records, 'record')} against ${candidate.records}, ${counted(tested, 'pattern')}${
    testedShares > 0 ? ` and ${counted(testedShares, 'share')} of levels and statuses` : ''
  }, compared by ${comparedBy}\n`;
  const notes = warnings.map((warning) => `Note: ${warning}\n`).join('');
  if (baseline.records + candidate.records === 0) return `${head}${notes}Nothing was compared.\n`;
  if (changes.length === 0) return `${head}${notes}No pattern changed.\n`;
  const rows = changes.map((change) => `${changeRow(change)}\n`).join('');
  const legend = '(* significant; p corrected for all that was tested)\n';
  return `${head}${notes}${rows}${legend}${groupsText(diff)}`;
}

function groupsText({ causes }: WindowDiff): string {
  const row = ({ kind, evidence, patterns }: WindowDiff['causes'][number]): string =>
    `  ${kind}${evidence.length > 0 ? ` (${evidence.map(printable).join(', ')})` : ''}: ${counted(patterns.length, 'pattern')}\n`;
  const known = causes.filter(({ kind }) => !NO_CAUSES.has(kind)).map(row);
  const others = causes.filter(({ kind }) => NO_CAUSES.has(kind)).map(row);
  return [
    known.length > 0 ? `Probable causes:\n${known.join('')}` : '',
    others.length > 0 ? `No cause known, by exception or component:\n${others.join('')}` : '',
  ].join('');
}

function changeRow(change: PatternChange): string {
  const { kind, shift, baselineCount, candidateCount, rateRatio, interval, significant, pattern } = change;
  const counts =
    shift === null
      ? `${baselineCount} -> ${candidateCount}`
      : `${shift.property} ${shift.value} ${shareText(shift.baseline)} -> ${shareText(shift.candidate)}`;
  const ratio = `x${shortNumber(rateRatio)} [${shortNumber(interval[0])}, ${shortNumber(interval[1])}]`;
  const mark = significant ? '*' : ' ';
  return `${mark} ${kind.padEnd(8)} ${counts}  ${ratio}  ${pText(change.adjustedPValue)}  ${pattern.severity ?? ''}  ${printable(pattern.template)}${firstSeenText(change)}`;
}

function shareText({ count, of }: Share): string {
  return `${shortNumber((100 * count) / Math.max(1, of))} % (${count} of ${of})`;
}

function pText(value: number): string {
  return value < LEAST_P ? `p<${LEAST_P}` : `p=${value.toPrecision(2)}`;
}

/** Where the candidate first shows what it has more of; lines are counted from 1. */
function firstSeenText({ kind, firstSeen }: PatternChange): string {
  if (kind !== 'new' || firstSeen === null) return '';
  const time = firstSeen.time === null ? '' : `, ${printable(firstSeen.time)}`;
  return `  (first in line ${firstSeen.line + 1}${time})`;
}

function shortNumber(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '∞';
}
