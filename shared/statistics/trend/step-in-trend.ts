import { studentTSurvival } from '../distributions/student-t-cdf.ts';
import { MIN_SEGMENT } from '../change-points/shift-scan.ts';
import { fitGrowth } from './fit-growth.ts';

/** Evidence asked of a step before a forecast starts anew behind it. */
const STEP_LEVEL = 0.01;

/**
 * Index of the first value after the most evident step on top of a line, 0 when none is evident at the 1 % level
 * (t test of the step, widened for autocorrelation, times the number of places).
 */
export function stepInTrend(x: Float64Array, y: Float64Array): number {
  const n = y.length;
  const line = fitGrowth(x, y, 0, 0);
  if (line === null || n < 4 * MIN_SEGMENT) return 0;
  let at = 0;
  let chosen = line;
  // A few hundred places suffice for long series: each is a fit of the whole.
  const stride = Math.max(1, Math.floor(n / 200));
  for (let place = 2 * MIN_SEGMENT; place <= n - 2 * MIN_SEGMENT; place += stride) {
    const fit = fitGrowth(x, y, 0, place);
    if (fit === null || !(fit.squares < chosen.squares)) continue;
    at = place;
    chosen = fit;
  }
  if (at === 0) return 0;
  const inflation = (1 + chosen.correlation) / (1 - chosen.correlation);
  const square = ((line.squares / chosen.squares - 1) * (n - 3)) / inflation;
  const pValue =
    2 * studentTSurvival(Math.sqrt(Math.max(0, square)), chosen.freedom) * (n / (2 * MIN_SEGMENT));
  return pValue <= STEP_LEVEL ? at : 0;
}
