import type { Finding } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';

/** `rose by 84 % (95 % interval 61 % to 110 %)`; relative on the ratio scale, in the metric's unit otherwise. */
export function describeEffect(finding: Finding): Masked {
  const { effect, interval } = finding;
  if (effect === null) return maskedText`has no effect estimate`;
  const verb = effect >= 0 ? maskedText`rose by` : maskedText`fell by`;
  const size = amount(Math.abs(effect), finding);
  if (interval === null) return maskedText`${verb} ${size}`;
  const [from, to] = effect >= 0 ? [interval.low, interval.high] : [-interval.high, -interval.low];
  return maskedText`${verb} ${size} (${Math.round(finding.confidence * 100)} % interval ${amount(from, finding)} to ${amount(to, finding)})`;
}

function amount(value: number, finding: Finding): Masked {
  if (finding.scale === 'ratio-scale') return maskedText`${threeDigits(value * 100)} %`;
  if (finding.scale === 'proportion') return maskedText`${threeDigits(value * 100)} percentage points`;
  return finding.unit === ''
    ? maskedText`${threeDigits(value)}`
    : maskedText`${threeDigits(value)} ${maskedName(finding.unit)}`;
}

function threeDigits(value: number): number {
  return Number(value.toPrecision(3));
}
