import { studentTCdf } from '../distributions/student-t-cdf.ts';
import { fitGrowth, type GrowthFit } from './fit-growth.ts';

/** Growths that halve their slope within these multiples of the history stand beside the line. */
const HALF_LIVES = [4, 2.8, 2, 1.4, 1, 0.7, 0.5, 0.35, 0.25] as const;

export interface CrossingConfidence {
  /** Expected value at x under the shape that fits best. */
  readonly expected: (x: number) => number;
  /** Confidence that the expected value has passed the goal by x: 0.05 at the lower 95 % confidence limit, and so on. */
  readonly passedBy: (x: number) => number;
}

/**
 * When a line or a growth that levels off passes `goal`, as a confidence distribution from the profile likelihood:
 * for each x, how much worse is the best of all shapes that pass the goal exactly there than the best of all? The
 * signed root of that difference is referred to Student's t. Not knowing the shape thus widens it as far as the data
 * cannot tell shapes apart, and no prior weights are needed. x, y and `stepAt` as in fitGrowth, `line` is its fit with
 * decay 0.
 */
export function crossingConfidence(
  x: Float64Array,
  y: Float64Array,
  goal: number,
  stepAt: number,
  line: GrowthFit,
): CrossingConfidence {
  const fits = [line];
  for (const halfLife of HALF_LIVES) {
    const fit = fitGrowth(x, y, Math.LN2 / halfLife, stepAt);
    if (fit !== null) fits.push(fit);
  }
  const best = fits.reduce((least, fit) => (fit.squares < least.squares ? fit : least));
  return {
    expected: (at) => best.at(at).mean,
    passedBy: (at) => {
      let worse = Infinity;
      for (const fit of fits) {
        const { mean, leverage } = fit.at(at);
        // Squares lost by this shape, and by forcing it through the goal.
        worse = Math.min(worse, fit.squares - best.squares + (mean - goal) ** 2 / leverage);
      }
      const root = Math.sqrt(Math.max(0, worse) / best.noise);
      return studentTCdf(best.at(at).mean < goal ? -root : root, best.freedom);
    },
  };
}
