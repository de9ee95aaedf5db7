/** How many earlier days (or weeks) a value is compared with. */
const PERIODS = 5;

/**
 * Each value less the median of what was seen around the same place of the last five periods of `step` points, each
 * smoothed over three points; NaN while there is no period before it, or when `step` is too short to be one.
 */
export function seasonalResidual(values: Float64Array, step: number): Float64Array {
  const result = new Float64Array(values.length).fill(Number.NaN);
  if (!(step >= 3)) return result;
  for (let index = step + 1; index < values.length; index++) {
    const earlier: number[] = [];
    for (let at = index - step; at >= 1 && earlier.length < PERIODS; at -= step) {
      earlier.push((values[at - 1]! + values[at]! + values[at + 1]!) / 3);
    }
    earlier.sort((a, b) => a - b);
    result[index] = values[index]! - earlier[earlier.length >> 1]!;
  }
  return result;
}

/**
 * What neither the day nor the week explains: the smaller of two residuals that agree in sign, 0 where they do not;
 * the first where the second is not known yet, 0 where neither is.
 */
export function commonResidual(daily: Float64Array, weekly: Float64Array): Float64Array {
  return daily.map((day, index) => {
    const week = weekly[index]!;
    if (Number.isNaN(day)) return 0;
    if (Number.isNaN(week)) return day;
    if (Math.sign(day) !== Math.sign(week)) return 0;
    return Math.abs(day) < Math.abs(week) ? day : week;
  });
}
