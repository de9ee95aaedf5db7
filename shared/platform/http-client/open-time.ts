import type { BreakerRule } from '../../ports/dependency-states.ts';

/** A dependency that stays down is probed every two times the first wait at the latest: one call of one instance costs it little, and one that is back is soon found. */
export const MOST_DOUBLINGS = 1;

/** Milliseconds that a circuit stays open when it opened `trips` times without a success in between. */
export function longestOpen({ halfOpenAfterMs }: BreakerRule, trips: number): number {
  return halfOpenAfterMs * 2 ** Math.min(trips, MOST_DOUBLINGS);
}
