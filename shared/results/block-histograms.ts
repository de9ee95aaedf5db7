/** Most blocks before neighbours are merged; so between 32 and 64 full ones estimate the error of a rank. */
const MOST_BLOCKS = 64;
/** Bins grow by 2 %, fine enough to count what lies below a value. */
const GROWTH = Math.log(1.02);
const SMALLEST = 1e-6;

interface Histogram {
  /** Count by bin; sparse, since most blocks see a narrow range. */
  readonly bins: Map<number, number>;
}

interface BlockHistograms {
  add(value: number): void;
  /**
   * Long-run variance of "at or below `value`" (n times the variance of its mean), from the scatter of that share between
   * blocks of neighbouring values: batch means (Conway 1963). Null with fewer than 8 full blocks.
   */
  rankVariance(value: number): number | null;
}

/** Keeps a stream as a few dozen histograms of equally many neighbouring values; full ones are merged in pairs. */
export function createBlockHistograms(firstBlockSize: number): BlockHistograms {
  let blocks: Histogram[] = [];
  let blockSize = firstBlockSize;
  let current: Histogram = { bins: new Map() };
  let filled = 0;

  return {
    add(value) {
      const bin = binOf(value);
      current.bins.set(bin, (current.bins.get(bin) ?? 0) + 1);
      filled += 1;
      if (filled < blockSize) return;
      blocks.push(current);
      current = { bins: new Map() };
      filled = 0;
      if (blocks.length < MOST_BLOCKS) return;
      blocks = mergePairs(blocks);
      blockSize *= 2;
    },
    rankVariance(value) {
      if (blocks.length < 8) return null;
      const shares = blocks.map((block) => shareAtOrBelow(block, value, blockSize));
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
      return (blockSize * squares) / (shares.length - 1);
    },
  };
}

/** Order-preserving bin number; values near zero share bin 0, negative ones mirror the positive. */
function binOf(value: number): number {
  if (Math.abs(value) <= SMALLEST) return 0;
  const bin = Math.floor(Math.log(Math.abs(value) / SMALLEST) / GROWTH) + 1;
  return value > 0 ? bin : -bin;
}

function shareAtOrBelow({ bins }: Histogram, value: number, count: number): number {
  const edge = binOf(value);
  // Within its own bin, values are taken to be spread evenly on the logarithmic scale.
  let below = (bins.get(edge) ?? 0) * shareOfBin(value, edge);
  for (const [bin, inBin] of bins) if (bin < edge) below += inBin;
  return below / count;
}

function shareOfBin(value: number, bin: number): number {
  if (bin === 0) return 1;
  const position = Math.log(Math.abs(value) / SMALLEST) / GROWTH + 1 - Math.abs(bin);
  return bin > 0 ? position : 1 - position;
}

function mergePairs(blocks: readonly Histogram[]): Histogram[] {
  const merged: Histogram[] = [];
  for (let index = 0; index + 1 < blocks.length; index += 2) {
    const bins = new Map(blocks[index]!.bins);
    for (const [bin, count] of blocks[index + 1]!.bins) bins.set(bin, (bins.get(bin) ?? 0) + count);
    merged.push({ bins });
  }
  return merged;
}
