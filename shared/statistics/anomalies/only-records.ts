/** Keeps the values that exceed every one of the `reach` values before them, and sets the others to 0. */
export function onlyRecords(values: Float64Array, reach: number): Float64Array {
  const result = new Float64Array(values.length);
  // Indices of the last `reach` values that no later one reached, largest first.
  const queue = new Int32Array(values.length);
  let head = 0;
  let tail = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    while (head < tail && queue[head]! < index - reach) head++;
    if (value > 0 && (head === tail || values[queue[head]!]! < value)) result[index] = value;
    while (tail > head && values[queue[tail - 1]!]! <= value) tail--;
    queue[tail++] = index;
  }
  return result;
}
