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
  if (size < 1e-4 || size >= 1e15) return sign + String(Number(size.toPrecision(digits)));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const [whole = '0', fraction = ''] = size.toFixed(Math.min(decimals, 20)).split('.');
  const kept = fraction.replace(/0+$/, '');
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + (kept === '' ? '' : `.${kept}`);
}

/** {@link formatNumber} with `+` before what is above zero, for differences. */
export function formatSigned(value: number, digits = 3): string {
  return (value > 0 ? '+' : '') + formatNumber(value, digits);
}
