import { selectSmallest } from './select-smallest.ts';

/** The middle value, or the mean of the two middle ones, which is symmetric in sign; the input is kept. NaN for none. */
export function median(values: Float64Array): number {
  if (values.length === 0) return Number.NaN;
  const copy = values.slice();
  const middle = copy.length >> 1;
  const upper = selectSmallest(copy, middle);
  if (copy.length % 2 === 1) return upper;
  let lower = -Infinity;
  for (let index = 0; index < middle; index++) if (copy[index]! > lower) lower = copy[index]!;
  // Halved before the sum: two values near the largest double have a median too.
  return lower === upper ? upper : lower / 2 + upper / 2;
}
