/** Values kept in order while they come in; a quantile is a look at a few chunks. */
export interface SortedValues {
  readonly size: () => number;
  readonly add: (value: number) => void;
  /** The value below which a share of `probability` lies; NaN while empty. */
  readonly quantile: (probability: number) => number;
}

/** Values of a chunk at most: bounds what an insertion moves, so that a million values do not take a square of steps. */
const MOST_IN_CHUNK = 8192;

interface Chunk {
  readonly values: Float64Array;
  readonly count: number;
}

/** Values that grow one at a time and are asked for quantiles: chunks of at most 8,192, so that adding costs about the root of their number. */
export function createSortedValues(): SortedValues {
  const chunks: Chunk[] = [{ values: new Float64Array(16), count: 0 }];
  let count = 0;
  const add = (value: number): void => {
    let at = 0;
    // The first chunk that ends at this value or above it; the last one takes what is above all.
    while (at < chunks.length - 1 && chunks[at]!.values[chunks[at]!.count - 1]! < value) at++;
    const grown = withValue(chunks[at]!, value);
    if (grown.count < MOST_IN_CHUNK) chunks[at] = grown;
    else chunks.splice(at, 1, ...halves(grown));
    count++;
  };
  const quantile = (probability: number): number => {
    if (count === 0) return Number.NaN;
    let rank = Math.min(count - 1, Math.floor(probability * count));
    let at = 0;
    while (rank >= chunks[at]!.count) rank -= chunks[at++]!.count;
    return chunks[at]!.values[rank]!;
  };
  return { size: () => count, add, quantile };
}

function withValue({ values, count }: Chunk, value: number): Chunk {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  const room = count < values.length ? values : new Float64Array(2 * count);
  if (room !== values) room.set(values);
  room.copyWithin(low + 1, low, count);
  room[low] = value;
  return { values: room, count: count + 1 };
}

function halves({ values, count }: Chunk): readonly [Chunk, Chunk] {
  const half = count >> 1;
  const upper = new Float64Array(MOST_IN_CHUNK);
  upper.set(values.subarray(half, count));
  return [
    { values, count: half },
    { values: upper, count: count - half },
  ];
}
