import { MIN_SEGMENT } from '../change-points/shift-scan.ts';
import { fitGrowth } from './fit-growth.ts';

/** Places tried at most: each is a fit of the whole. */
const MOST_PLACES = 200;

/** Index of the first value after the likeliest step on top of a line; 0 when no step makes the fit better. */
export function likeliestStep(x: Float64Array, y: Float64Array): number {
  const n = y.length;
  let at = 0;
  let least = fitGrowth(x, y, 0, 0)?.squares ?? 0;
  const stride = Math.max(1, Math.floor(n / MOST_PLACES));
  for (let place = 2 * MIN_SEGMENT; place <= n - 2 * MIN_SEGMENT; place += stride) {
    const squares = fitGrowth(x, y, 0, place)?.squares ?? Infinity;
    if (!(squares < least)) continue;
    at = place;
    least = squares;
  }
  return at;
}
