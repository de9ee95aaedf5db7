import { clampToFinite } from '../distributions/clamp-to-finite.ts';

const MINUS = '\u2212';

/**
 * A number for people: at least `digits` significant digits, no exponent between 0.0001 and 10^15, thousands grouped
 * by a comma, a real minus sign. Independent of the machine's locale, so that reports are the same everywhere.
 */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return 'not a number';
  const sign = value < 0 ? MINUS : '';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e15) {
    const rounded = Number(size.toPrecision(digits));
    // The largest double rounds up to infinity.
    return sign + (Number.isFinite(rounded) ? String(rounded) : size.toExponential(digits - 1));
  }
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const [whole = '0', fraction = ''] = size.toFixed(Math.min(decimals, 20)).split('.');
  const kept = fraction.replace(/0+$/, '');
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + (kept === '' ? '' : `.${kept}`);
}

/** A share in per cent as people write it: tenths of a per cent are as fine as anyone reads a change, two digits below one. `1,215 %` */
export function formatPercent(share: number): string {
  return `${formatNumber(roundedPercent(share))} %`;
}

/** {@link formatPercent} with `+` before what is above zero, for changes. */
export function formatSignedPercent(share: number): string {
  return (share > 0 ? '+' : '') + formatPercent(share);
}

/** {@link formatNumber} with `+` before what is above zero, for differences. */
export function formatSigned(value: number, digits = 3): string {
  return (value > 0 ? '+' : '') + formatNumber(value, digits);
}

function roundedPercent(share: number): number {
  const percent = clampToFinite(share * 100);
  const size = Math.abs(percent);
  if (size < 1) return Number(percent.toPrecision(2));
  return size < 1e12 ? Math.round(percent * 10) / 10 : percent;
}
