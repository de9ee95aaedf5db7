/**
 * Mean of each value and the `width - 1` before it; 0 before there are that many. Summed anew each time: a running sum
 * would leave rounding noise where the values are constant.
 */
export function rollingMean(values: Float64Array, width: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let index = width - 1; index < values.length; index++) {
    let sum = 0;
    for (let at = index - width + 1; at <= index; at++) sum += values[at]!;
    result[index] = sum / width;
  }
  return result;
}
