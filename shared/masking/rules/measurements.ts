const UNIT =
  'ms|msecs?|µs|us|ns|s|secs?|seconds?|min|mins|minutes?|h|hrs?|hours?|days?|[KMGTkmgt]i?[Bb]|[Bb]|bytes|bits?|kbit|[KMG]?bps|[Mkm]?Hz|rpm|rps|qps|px|pts?|dB|°C|x|%';
const NUMBER = '[-+]?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|[-+]?\\d{1,9}(?:\\.\\d{1,9})?';

/** `98.12%`, `241.3ms`, `4m12s`, `12.5KiB`. */
const MEASURED = new RegExp(
  `^(?:${NUMBER})(?:${UNIT})$|^(?:\\d{1,4}[dhms]){2,4}$|^\\d{1,4}(?:\\.\\d{1,3})?[Mk]$`,
);
/** `412/420`, `0.98`, `12,345`. */
const PROPORTION = /^(?:\d{1,6}\/\d{1,6}|[01]\.\d{1,6}|\d{1,3}(?:,\d{3})+)$/;
const DECIMAL = /^\d{1,6}\.\d{1,6}$/;
/** `12.4 s`, `98.1 %` */
const UNIT_BEHIND = new RegExp(`^[ \\t](?:${UNIT})(?![\\w-])`);
const BEGINS_NUMBER = /[-+\d]/;
const ENDS_IN_DIGIT = /\d/;
const LONGEST_UNIT = 9;

/** True for a number with its unit, a percentage or a proportion: none is a secret, whatever its name. `[start, end)` is the value. */
export function isMeasurement(text: string, start: number, end: number): boolean {
  if (!BEGINS_NUMBER.test(text.charAt(start))) return false;
  const value = text.slice(start, end);
  // Each unit ends in a letter or a sign.
  if (!ENDS_IN_DIGIT.test(value.charAt(value.length - 1)) && MEASURED.test(value))
    return !isPasswordLike(value) && !/[\w#!$]/.test(text.charAt(end));
  if (PROPORTION.test(value)) return true;
  return DECIMAL.test(value) && UNIT_BEHIND.test(text.slice(end, end + LONGEST_UNIT));
}

/** Digits in a row and one letter may well be a password: `123456s`. */
function isPasswordLike(value: string): boolean {
  return /^\d{5,}[A-Za-z]$/.test(value);
}
