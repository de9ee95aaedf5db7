import type { Direction } from '../contracts/measurement.ts';

/** A change towards the worse as a positive number, towards the better as a negative one. */
export function harmOf(change: number, direction: Direction): number {
  return direction === 'lower-is-better' ? change : -change;
}
