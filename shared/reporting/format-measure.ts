import { type Finding } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import {
  formatNumber,
  formatPercent,
  formatSigned,
  formatSignedPercent,
} from '../statistics/format/format-number.ts';

type Measure = Pick<Finding, 'unit' | 'scale'>;

const BYTE_UNITS = new Set(['bytes', 'byte', 'b', 'by']);
const BYTE_STEPS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A value with its unit as people write it: bytes in steps of 1,024, shares in per cent, long times in seconds. */
export function formatMeasure(value: number | null, { unit, scale }: Measure): Masked {
  if (value === null) return maskedText`none`;
  if (scale === 'proportion') return maskedName(`${formatNumber(value * 100)} %`);
  if (BYTE_UNITS.has(unit.toLowerCase())) return maskedName(bytes(value));
  if (unit === 'ms' && Math.abs(value) >= 10_000) return maskedName(`${formatNumber(value / 1000)} s`);
  const shown = formatNumber(value);
  return maskedName(unit === '' || unit === '1' ? shown : `${shown} ${unit}`);
}

/** A change: per cent on the ratio scale, percentage points for shares, the metric's unit otherwise. */
export function formatEffect(effect: number | null, { unit, scale }: Measure): Masked {
  if (effect === null) return maskedText`unknown`;
  if (scale === 'ratio-scale') return maskedName(formatSignedPercent(effect));
  const sign = effect > 0 ? '+' : '';
  if (scale === 'proportion') return maskedName(`${formatSigned(effect * 100)} points`);
  return maskedText`${maskedName(sign)}${formatMeasure(effect, { unit, scale })}`;
}

/** How large a change is, in the digits of {@link formatEffect}, for a sentence that says which way it went. */
export function formatEffectSize(size: number, { unit, scale }: Measure): Masked {
  if (scale === 'ratio-scale') return maskedName(formatPercent(size));
  if (scale === 'proportion') return maskedName(`${formatNumber(size * 100)} percentage points`);
  return formatMeasure(size, { unit, scale });
}

/** The smallest change that matters, without a sign. */
export function formatMargin({ unit, scale, margin }: Measure & Pick<Finding, 'margin'>): Masked {
  if (scale === 'ratio-scale') return maskedName(`${formatNumber(margin * 100)} %`);
  if (scale === 'proportion') return maskedName(`${formatNumber(margin * 100)} points`);
  return formatMeasure(margin, { unit, scale });
}

function bytes(value: number): string {
  let step = 0;
  let size = value;
  while (Math.abs(size) >= 1024 && step < BYTE_STEPS.length - 1) {
    size /= 1024;
    step += 1;
  }
  return `${formatNumber(size)} ${BYTE_STEPS[step] ?? 'B'}`;
}
