/** Values kept in order while they come in; a quantile is one look. */
export interface SortedValues {
  readonly size: () => number;
  readonly add: (value: number) => void;
  /** The value below which a share of `probability` lies; NaN while empty. */
  readonly quantile: (probability: number) => number;
}

export function createSortedValues(capacity = 1024): SortedValues {
  let values = new Float64Array(capacity);
  let count = 0;
  const add = (value: number): void => {
    if (count === values.length) {
      const larger = new Float64Array(2 * count);
      larger.set(values);
      values = larger;
    }
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle]! < value) low = middle + 1;
      else high = middle;
    }
    values.copyWithin(low + 1, low, count);
    values[low] = value;
    count++;
  };
  const quantile = (probability: number): number =>
    count === 0 ? Number.NaN : values[Math.min(count - 1, Math.floor(probability * count))]!;
  return { size: () => count, add, quantile };
}
