import { formatNumber, formatPercent } from '../format/format-number.ts';
import { type CompareInput, type Comparison } from './comparison.ts';

/** One sentence for people: what was seen, how sure, and for an undecided answer what would settle it. */
export function reasonFor(comparison: Omit<Comparison, 'reason'>, input: CompareInput): string {
  const { scale, baseline, candidate, margin } = input;
  const { answer, effect, interval, pValue, baselineMean, candidateMean } = comparison;
  const show = (value: number): string => `${value > 0 ? '+' : ''}${amount(value, scale)}`;
  const runs = `from ${baseline.length} against ${candidate.length} runs${noiseNote(comparison)}`;
  // Nothing is so many per cent more than 0, or less by that than what it was.
  const hasRatio = scale !== 'ratio-scale' || (baselineMean === 0) === (candidateMean === 0);
  const seen = hasRatio
    ? `${show(effect)} (95 % interval ${show(interval.low)} to ${show(interval.high)}, p ${shortP(pValue)}) ${runs}`
    : `${formatNumber(baselineMean)} to ${formatNumber(candidateMean)} (no ratio to 0; p ${shortP(pValue)}) ${runs}`;
  const by = hasRatio ? ' by ' : ', ';
  switch (answer) {
    case 'regression':
      return `Worse${by}${seen}.`;
    case 'improvement':
      return `Better${by}${seen}.`;
    case 'no-change':
      return `No change beyond the margin of ${amount(margin, scale)}: ${seen}.`;
    case 'undecided':
      return `Undecided: ${seen}; ${cure(comparison, scale)}.`;
  }
}

function cure(
  { furtherRuns, minimumDetectableEffect }: Omit<Comparison, 'reason'>,
  scale: CompareInput['scale'],
): string {
  if (furtherRuns === null) return 'more runs alone will not settle a difference this close to the margin';
  const runs = furtherRuns === 1 ? '1 more run' : `${furtherRuns} more runs`;
  return `${runs} on each side should settle it (as it is, a change of ${amount(minimumDetectableEffect, scale)} is found in 80 % of cases)`;
}

function noiseNote({ noise }: Omit<Comparison, 'reason'>): string {
  if (noise.source === 'history') return ' and earlier runs';
  return noise.source === 'prior' ? ', noise between runs assumed for want of repeated runs' : '';
}

/** Shares of a whole change by points: "1 %" of a rate would leave open of what. */
function amount(value: number, scale: CompareInput['scale']): string {
  if (scale === 'ratio-scale') return formatPercent(value);
  return scale === 'proportion' ? `${formatNumber(value * 100)} points` : formatNumber(value);
}

function shortP(value: number): string {
  return value < 0.0001 ? '< 0.0001' : value.toFixed(4);
}
