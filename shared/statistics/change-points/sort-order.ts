const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

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
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) order = sortedByDigit(order, key, shift);
  }
  return order;
}

/** The same for whole numbers in [0, 2^32). */
export function orderOfRanks(ranks: Float64Array): Int32Array {
  const key = Uint32Array.from(ranks);
  let largest = 0;
  for (let index = 0; index < key.length; index++) if (key[index]! > largest) largest = key[index]!;
  let order = places(key.length);
  for (let shift = 0; shift < 32 && largest >>> shift > 0; shift += DIGIT_BITS)
    order = sortedByDigit(order, key, shift);
  return order;
}

function places(n: number): Int32Array {
  const order = new Int32Array(n);
  for (let index = 0; index < n; index++) order[index] = index;
  return order;
}

/** One stable counting pass; the order itself when the digit is the same everywhere. */
function sortedByDigit(order: Int32Array, key: Uint32Array, shift: number): Int32Array {
  const starts = new Int32Array(DIGITS + 1);
  for (let index = 0; index < key.length; index++) starts[((key[index]! >>> shift) & (DIGITS - 1)) + 1]!++;
  if (key.length > 0 && starts[((key[0]! >>> shift) & (DIGITS - 1)) + 1] === key.length) return order;
  for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1]! += starts[digit]!;
  const sorted = new Int32Array(order.length);
  for (let index = 0; index < order.length; index++) {
    const place = order[index]!;
    sorted[starts[(key[place]! >>> shift) & (DIGITS - 1)]!++] = place;
  }
  return sorted;
}
