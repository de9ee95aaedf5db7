/** How many of the newest values are compared with earlier courses. */
const COURSE = 12;

/** How far back an earlier course may lie. */
const REACH = 1000;

/**
 * Each value less the one that followed the most similar earlier course: of the last 1,000 places, that at which the
 * twelve values before differ least, in squares, from the twelve newest ones. 0 while nothing can be compared. What
 * follows its own precedent is predicted whatever its period; only values before each are looked at. Takes 1,000 steps
 * a value.
 */
export function predictionErrors(values: Float64Array): Float64Array {
  const n = values.length;
  const least = new Float64Array(n).fill(Infinity);
  const lagOf = new Int32Array(n);
  // The last twelve squares are the end of one block of twelve and the start of the next, each summed by itself:
  // a running sum would keep the rounding errors of every outlier for ever.
  const squares = new Float64Array(COURSE);
  const ends = new Float64Array(COURSE + 1);
  for (let lag = COURSE; lag <= Math.min(REACH, n - COURSE - 1); lag++) {
    ends.fill(Infinity);
    ends[COURSE] = 0;
    for (let block = lag; block < n - 1; block += COURSE) {
      const length = Math.min(COURSE, n - 1 - block);
      let start = 0;
      for (let at = 0; at < length; at++) {
        const difference = values[block + at]! - values[block + at - lag]!;
        squares[at] = difference * difference;
        start += squares[at]!;
        const sum = start + ends[at + 1]!;
        const next = block + at + 1;
        if (sum < least[next]!) {
          least[next] = sum;
          lagOf[next] = lag;
        }
      }
      for (let at = COURSE - 1; at >= 0; at--) ends[at] = ends[at + 1]! + squares[at]!;
    }
  }
  return values.map((value, index) => (lagOf[index]! > 0 ? value - values[index - lagOf[index]!]! : 0));
}
