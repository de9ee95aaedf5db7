/**
 * Mean of each value and the `width - 1` before it, or as many as there are. Summed anew each time: a running sum
 * would leave rounding noise where the values are constant.
 */
export function rollingMean(values: Float64Array, width: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const from = Math.max(0, index - width + 1);
    let sum = 0;
    for (let at = from; at <= index; at++) sum += values[at]!;
    result[index] = sum / (index - from + 1);
  }
  return result;
}
