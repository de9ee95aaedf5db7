/** How many earlier days (or weeks) a value is compared with. */
const PERIODS = 5;

/** A point counts as the same time of an earlier period when it is at most this share of the period away. */
const TOLERANCE = 1 / 50;

/**
 * Each value less the median of what was seen around the same time of the last five periods, each smoothed over three
 * points; NaN while nothing was. Looked up by time, so gaps and uneven steps do no harm. Where times step back (a clock set
 * back) earlier periods are found again once time has caught up. `times` and `period` are in one unit.
 */
export function seasonalResidual(values: Float64Array, times: Float64Array, period: number): Float64Array {
  const result = new Float64Array(values.length).fill(Number.NaN);
  const pointers = new Int32Array(PERIODS);
  for (let index = 0; index < values.length; index++) {
    const earlier: number[] = [];
    for (let back = 0; back < PERIODS; back++) {
      const wanted = times[index]! - (back + 1) * period;
      let at = pointers[back]!;
      // The last point at or before the wanted time, or the first of all.
      while (at + 1 < index && times[at + 1]! <= wanted) at++;
      pointers[back] = at;
      if (Math.abs(times[at]! - wanted) > period * TOLERANCE || at < 1 || at + 1 >= index) continue;
      earlier.push((values[at - 1]! + values[at]! + values[at + 1]!) / 3);
    }
    if (earlier.length === 0) continue;
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
