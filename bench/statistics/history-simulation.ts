import { type RandomSource } from '../../shared/statistics/distributions/create-random.ts';
import { autoregressive, draw, NOISES } from './compare-simulation.ts';

/** The noises of issue 3, figure 2, each with mean 0 and standard deviation 1. */
export const HISTORY_NOISES = [...NOISES, 'AR(1) .5'] as const;
export type HistoryNoise = (typeof HISTORY_NOISES)[number];

/** A stationary series of `n` values, plus `course(index)`. */
export function history(
  noise: HistoryNoise,
  n: number,
  random: RandomSource,
  course: (index: number) => number = () => 0,
): Float64Array {
  const values =
    noise === 'AR(1) .5'
      ? Float64Array.from(autoregressive(n, 0.5, random))
      : Float64Array.from({ length: n }, () => draw(noise, random));
  return values.map((value, index) => value + course(index));
}
