import type { Finding } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { formatEffectSize, formatMeasure } from '../reporting/format-measure.ts';

/**
 * `rose by 84 % (95 % interval 61 % to 110 %)`; relative on the ratio scale, in the metric's unit otherwise. `rose from 0 ms to 12 ms` where one side is 0, to
 * which there is no ratio. Digits and units are those of the tables of comment and report.
 */
export function describeEffect(finding: Finding): Masked {
  const { effect, interval } = finding;
  if (effect === null) return maskedText`has no effect estimate`;
  const [before, after] = [finding.baseline.mean, finding.candidate.mean];
  if (
    finding.scale === 'ratio-scale' &&
    before !== null &&
    after !== null &&
    (before === 0) !== (after === 0)
  )
    return maskedText`${effect >= 0 ? maskedText`rose` : maskedText`fell`} from ${formatMeasure(before, finding)} to ${formatMeasure(after, finding)}`;
  const verb = effect >= 0 ? maskedText`rose by` : maskedText`fell by`;
  const size = formatEffectSize(Math.abs(effect), finding);
  if (interval === null) return maskedText`${verb} ${size}`;
  const [from, to] = effect >= 0 ? [interval.low, interval.high] : [-interval.high, -interval.low];
  return maskedText`${verb} ${size} (${Math.round(finding.confidence * 100)} % interval ${formatEffectSize(from, finding)} to ${formatEffectSize(to, finding)})`;
}

/** `http_req_duration p50 of /orders`: the label that says which requests, when the figure is of some only. */
export function describeFigure(finding: Finding): Masked {
  const figure = maskedText`${finding.metric} ${maskedName(finding.statistic)}`;
  const which = finding.labels['name'] ?? finding.labels['group'];
  return which === undefined ? figure : maskedText`${figure} of ${which}`;
}

/** Largest effect first, in margins, so that a change of 900 % is named before one of 200 bytes. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  const margins = (finding: Finding): number =>
    Math.abs(finding.effect ?? 0) / Math.max(finding.margin, Number.MIN_VALUE);
  return [...findings].sort((a, b) => margins(b) - margins(a));
}
