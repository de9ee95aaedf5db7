const DIGIT_BITS = 11;

/** Indices of the values in increasing order, ties in order of place. Radix sort: linear, without comparisons. */
export function orderOfValues(values: Float64Array): Int32Array {
  const n = values.length;
  const high = new Uint32Array(n);
  const low = new Uint32Array(n);
  // Adding 0 turns -0 into 0, which equals it but has other bits.
  const words = new Uint32Array(values.map((value) => value + 0).buffer);
  for (let index = 0; index < n; index++) {
    const top = words[2 * index + 1]!;
    // Doubles order as integers once negative ones are inverted and positive ones put above them.
    const negative = top >>> 31 === 1;
    high[index] = negative ? ~top : top | 0x80000000;
    low[index] = negative ? ~words[2 * index]! : words[2 * index]!;
  }
  let order = places(n);
  for (const key of [low, high]) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) order = sortedByDigit(order, key, shift, DIGIT_BITS);
  }
  return order;
}

/** The same for whole numbers in [0, 2^32), in as few and narrow passes as their range and number call for. */
export function orderOfRanks(ranks: Float64Array): Int32Array {
  const n = ranks.length;
  let least = Infinity;
  let largest = -Infinity;
  for (let index = 0; index < n; index++) {
    const rank = ranks[index]!;
    if (rank < least) least = rank;
    if (rank > largest) largest = rank;
  }
  let order = places(n);
  if (!(largest > least)) return order;
  const key = new Uint32Array(n);
  for (let index = 0; index < n; index++) key[index] = ranks[index]! - least;
  const bits = 32 - Math.clz32(largest - least);
  // A pass takes a step for each value and each digit, so a short stretch is not worth many digits.
  const passes = Math.ceil(bits / Math.min(DIGIT_BITS, 33 - Math.clz32(n)));
  const width = Math.ceil(bits / passes);
  for (let shift = 0; shift < bits; shift += width) order = sortedByDigit(order, key, shift, width);
  return order;
}

function places(n: number): Int32Array {
  const order = new Int32Array(n);
  for (let index = 0; index < n; index++) order[index] = index;
  return order;
}

/** One stable counting pass; the order itself when the digit is the same everywhere. */
function sortedByDigit(order: Int32Array, key: Uint32Array, shift: number, width: number): Int32Array {
  const n = key.length;
  const mask = (1 << width) - 1;
  const starts = new Int32Array(mask + 2);
  for (let index = 0; index < n; index++) starts[((key[index]! >>> shift) & mask) + 1]!++;
  if (n > 0 && starts[((key[0]! >>> shift) & mask) + 1] === n) return order;
  for (let digit = 0; digit < mask; digit++) starts[digit + 1]! += starts[digit]!;
  const sorted = new Int32Array(n);
  for (let index = 0; index < n; index++) {
    const place = order[index]!;
    sorted[starts[(key[place]! >>> shift) & mask]!++] = place;
  }
  return sorted;
}
