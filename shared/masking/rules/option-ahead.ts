import { type Scan } from '../scan.ts';

/** No form looks further ahead for its option than this. */
const REACH = 256;

/**
 * Makes the cheap look of a form whose value stands behind an option, anywhere on the line of its command: whether one of the options, in
 * the case they are written in, is in reach behind the keyword. Where the next one stands is remembered for a text, so that commands in a
 * row do not search the same stretch each.
 */
export function hasOption(
  ...options: readonly string[]
): (scan: Scan, start: number, end: number) => boolean {
  return (scan, start) => options.some((option) => nextOption(scan, option, start) - start <= REACH);
}

function nextOption(scan: Scan, option: string, start: number): number {
  const optionsAt = (scan.optionsAt ??= new Map<string, { from: number; at: number }>());
  const known = optionsAt.get(option);
  if (known !== undefined && known.from <= start && start <= known.at) return known.at;
  const found = scan.text.indexOf(option, start);
  const at = found < 0 ? Infinity : found;
  optionsAt.set(option, { from: start, at });
  return at;
}
