/** Largest size that is drawn to scale; beyond, a picture says no more than the figure beside it. */
const LARGEST = 1e12;

/** Places values of a range on a stretch of px; everything outside is drawn at its ends. */
export type Scale = (value: number) => number;

/**
 * Linear scale over the finite values, with some air at both ends; a single value is drawn in the middle.
 * Positions are rounded to a tenth of a px, so that the bytes are the same on every machine.
 */
export function linearScale(values: readonly number[], from: number, to: number): Scale {
  const finite = values.filter(Number.isFinite).map(clamp);
  const low = finite.length === 0 ? 0 : Math.min(...finite);
  const high = finite.length === 0 ? 0 : Math.max(...finite);
  const span = high - low;
  if (span === 0) return () => tenth((from + to) / 2);
  const air = (to - from) * 0.04;
  return (value) => {
    const share = (clamp(value) - low) / span;
    return tenth(from + air + Math.min(Math.max(share, 0), 1) * (to - from - 2 * air));
  };
}

function clamp(value: number): number {
  return Math.min(Math.max(value, -LARGEST), LARGEST);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
