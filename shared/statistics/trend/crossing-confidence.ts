import { studentTCdf } from '../distributions/student-t-cdf.ts';
import { fitGrowth, type GrowthFit } from './fit-growth.ts';
import { likeliestStep } from './likeliest-step.ts';
import { trendPValue } from './trend-p-value.ts';

/**
 * Halvings of the slope over the history between which shapes are looked for: 4 leaves a sixteenth of it, -2 makes it
 * four times as steep. Growths that steepen are as free as those that level off: were the line the last shape on one
 * side, an interval that is right for lines would be too wide for the shapes near it.
 */
const HALVINGS = [-2, 4] as const;
/** Shapes of a grid; at least half of them must lie within this many standard errors of the best. */
const SHAPES = 33;
const NEAR = 3;
/** Halvings closer than this are one shape. */
const FINEST = 1e-4;

export interface CrossingConfidence {
  /** Expected value at x under the shape that fits best. */
  readonly expected: (x: number) => number;
  /** Confidence that the expected value has passed the goal by x: 0.05 at the lower 95 % confidence limit, and so on. */
  readonly passedBy: (x: number) => number;
  /** Two-sided p value of "there is no trend towards the goal". */
  readonly pValue: number;
}

interface Shape {
  readonly fit: GrowthFit;
  /** Squared residuals and the price of the step. */
  readonly squares: number;
}

/**
 * When a growth that is straight, steepens or levels off passes `goal`, as a confidence distribution from the profile
 * likelihood: for each x, how much worse is the best of all shapes that pass the goal exactly there than the best of
 * all? The signed root of that difference is referred to Student's t. Not knowing the shape thus widens it as far as the
 * data cannot tell shapes apart, and no prior weights are needed. Each shape stands with and without the likeliest step;
 * the step costs what Schwarz's criterion (1978) asks. x and y as in fitGrowth; null when
 * there is too little to fit.
 */
export function crossingConfidence(
  x: Float64Array,
  y: Float64Array,
  goal: number,
): CrossingConfidence | null {
  const plain = shapesOf(x, y, 0);
  const stepAt = likeliestStep(x, y);
  const stepped = stepAt === 0 ? [] : shapesOf(x, y, stepAt);
  const line = lineOf(x, y, stepAt);
  if (plain.length === 0 || line === null) return null;
  // The grid may pass the line by, which alone fits a line without noise.
  const shapes = [...plain, ...stepped, line];
  const best = bestOf(shapes);
  return {
    pValue: trendPValue(y, line.fit, line.squares, priceOfStep(line.fit)),
    expected: (at) => best.fit.at(at).mean,
    passedBy: (at) => {
      let worse = Infinity;
      for (const { fit, squares } of shapes) {
        const { mean, leverage } = fit.at(at);
        // Squares lost by this shape, and by forcing it through the goal.
        worse = Math.min(worse, squares - best.squares + (mean - goal) ** 2 / leverage);
      }
      const root = Math.sqrt(Math.max(0, worse) / best.fit.noise);
      return studentTCdf(best.fit.at(at).mean < goal ? -root : root, best.fit.freedom);
    },
  };
}

/** Shapes as dense as the data can tell them apart: the grid closes in until half of it is near the best. */
function shapesOf(x: Float64Array, y: Float64Array, stepAt: number): readonly Shape[] {
  let [low, high]: readonly [number, number] = HALVINGS;
  for (;;) {
    const width = (high - low) / (SHAPES - 1);
    const shapes: Shape[] = [];
    for (let index = 0; index < SHAPES; index++) {
      const fit = fitGrowth(x, y, (low + index * width) * Math.LN2, stepAt);
      if (fit === null) return [];
      shapes.push({ fit, squares: fit.squares + (stepAt === 0 ? 0 : priceOfStep(fit)) });
    }
    const best = bestOf(shapes);
    const isNear = ({ squares }: Shape): boolean => squares - best.squares <= NEAR ** 2 * best.fit.noise;
    const first = shapes.findIndex(isNear);
    const last = shapes.findLastIndex(isNear);
    if (2 * (last - first + 1) >= SHAPES || width < FINEST) return shapes;
    [low, high] = [low + Math.max(0, first - 1) * width, low + Math.min(SHAPES - 1, last + 1) * width];
  }
}

/** The line, with the step where that is worth its price. */
function lineOf(x: Float64Array, y: Float64Array, stepAt: number): Shape | null {
  const plain = fitGrowth(x, y, 0, 0);
  if (plain === null) return null;
  const stepped = stepAt === 0 ? null : fitGrowth(x, y, 0, stepAt);
  const lines: Shape[] = [{ fit: plain, squares: plain.squares }];
  if (stepped !== null) lines.push({ fit: stepped, squares: stepped.squares + priceOfStep(stepped) });
  return bestOf(lines);
}

/** Squares that a step must save: ln n for its size and ln n for its place (Schwarz), n what the values are worth. */
function priceOfStep({ freedom, noise }: GrowthFit): number {
  return 2 * Math.log(freedom) * noise;
}

function bestOf(shapes: readonly Shape[]): Shape {
  return shapes.reduce((least, shape) => (shape.squares < least.squares ? shape : least));
}
