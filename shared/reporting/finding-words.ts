import { type Answer, type Finding, type MovedMetric } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText, rewriteMasked } from '../contracts/masked-text.ts';
import { formatEffect, formatMargin, formatMeasure } from './format-measure.ts';

const ANSWER_WORDS: Record<Answer, Masked> = {
  regression: maskedText`regression`,
  improvement: maskedText`improvement`,
  'no-change': maskedText`no change`,
  undecided: maskedText`undecided`,
  'no-baseline': maskedText`no baseline yet`,
};

/** The answer as people say it, in lower case. */
export function answerWords(answer: Answer): Masked {
  return ANSWER_WORDS[answer];
}

/** `name=/orders, method=GET`: the labels that make the metric one of its own; empty when there are none. */
export function labelWords(labels: Readonly<Finding['labels']>): Masked {
  const pairs = Object.entries(labels)
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([name, value]) => maskedText`${maskedName(name)}=${value}`);
  return joinMasked(pairs, maskedText`, `);
}

/** `+86.3 % (+71 to +103 %)`; `0 ms to 12 ms` where one side is 0, to which there is no ratio. */
export function changeWords(finding: Finding): Masked {
  if (finding.effect === null) return maskedText`nothing to compare with`;
  const [before, after] = [finding.baseline.mean, finding.candidate.mean];
  if (finding.scale === 'ratio-scale' && (before === 0) !== (after === 0))
    return maskedText`${formatMeasure(before, finding)} to ${formatMeasure(after, finding)}`;
  const effect = formatEffect(finding.effect, finding);
  if (finding.interval === null) return effect;
  return maskedText`${effect} (${rangeWords(finding, finding.interval)})`;
}

/** `+79 to +94 %`: the unit once when both ends have the same. */
function rangeWords(finding: Finding, interval: { readonly low: number; readonly high: number }): Masked {
  const low = formatEffect(interval.low, finding);
  const high = formatEffect(interval.high, finding);
  const unit = / \D+$/.exec(high)?.[0] ?? '';
  const shortLow = rewriteMasked(low, (text) =>
    text.endsWith(unit) ? text.slice(0, text.length - unit.length) : text,
  );
  return maskedText`${shortLow} to ${high}`;
}

/** `regression (high)`; what the target branch had before is said in the same breath. */
export function answerOfFinding({ answer, severity, before }: Finding): Masked {
  if (before !== null) return maskedText`worse before this change`;
  return severity === 'none'
    ? answerWords(answer)
    : maskedText`${answerWords(answer)} (${maskedName(severity)})`;
}

/** How sure the answer is, in words that a reader without statistics can act on. */
export function certaintyWords(finding: Finding): Masked {
  const { before } = finding;
  if (before !== null) {
    const { commit, at, kind } = before.change;
    return maskedText`${maskedName(kind)} at ${maskedName(commit.slice(0, 12))}, ${maskedName(at.slice(0, 10))}`;
  }
  switch (finding.answer) {
    case 'regression':
    case 'improvement':
      return pWords(finding);
    case 'no-change':
      return maskedText`sure: within ±${formatMargin(finding)}`;
    case 'undecided':
      return undecidedWords(finding);
    case 'no-baseline':
      return maskedText`first runs become the baseline`;
  }
}

function pWords({ pValue, adjustedPValue }: Finding): Masked {
  const p = adjustedPValue ?? pValue;
  if (p === null) return maskedText`sure`;
  const shown = p < 0.0001 ? maskedText`p < 0.0001` : maskedName(`p = ${String(Number(p.toPrecision(2)))}`);
  return p < 0.001 ? maskedText`very sure: ${shown}` : maskedText`sure: ${shown}`;
}

function undecidedWords({ furtherRuns }: Finding): Masked {
  if (furtherRuns === null) return maskedText`not sure: more runs alone do not help`;
  if (furtherRuns === 1) return maskedText`not sure: needs 1 more run a side`;
  return maskedText`not sure: needs ${furtherRuns} more runs a side`;
}

/** `It runs 5 s before http_latency (correlation 0.91).` */
export function leadWords({ symptom, seconds, correlation }: NonNullable<MovedMetric['leads']>): Masked {
  const strength = Number(correlation.toPrecision(2));
  if (seconds === 0) return maskedText`It moves together with ${symptom} (correlation ${strength}).`;
  const order = seconds > 0 ? maskedText`before` : maskedText`after`;
  return maskedText`It moves ${Math.abs(seconds)} s ${order} ${symptom} (correlation ${strength}).`;
}
