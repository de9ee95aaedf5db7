/** Growth beyond this is one growth: its square is finite, and what the data say of any limit is the same from far below it on. */
const FARTHEST = 1e100;

/** Least squares of y on [1, g(x), step], with the noise's autocorrelation allowed for. */
export interface GrowthFit {
  /** Expected value at x, and its variance in units of `noise`. */
  readonly at: (x: number) => { readonly mean: number; readonly leverage: number };
  readonly slope: number;
  /** Degrees of freedom that the noise is worth. */
  readonly freedom: number;
  /** Lag-one autocorrelation of the residuals, its small-sample bias taken out; never negative. */
  readonly correlation: number;
  /** Variance of one value around the fit, widened for autocorrelation; positive. */
  readonly noise: number;
  /** Sum of squared residuals. */
  readonly squares: number;
}

/**
 * Fits values = a + b g(x) (+ c from `stepAt` on), g(x) = (1 - exp(-decay x)) / decay: a line for decay 0, a growth
 * that levels off for decay > 0. x is scaled by the caller to about [0, 1]. `stepAt` is the index of the first value
 * after a step, 0 for none. Standard errors are widened by (1 + r) / (1 - r), r the lag-one autocorrelation.
 */
export function fitGrowth(x: Float64Array, y: Float64Array, decay: number, stepAt: number): GrowthFit | null {
  const n = y.length;
  // Shape and place of the step are parameters too, chosen by the caller.
  const parameters = stepAt > 0 ? 5 : 3;
  const basis = (at: number): number =>
    Math.min(FARTHEST, decay === 0 ? at : -Math.expm1(-decay * at) / decay);
  const g = x.map(basis);
  // The step is taken out by centring each side by itself: the slope is common, the levels are free.
  const sides =
    stepAt > 0
      ? ([
          [0, stepAt],
          [stepAt, n],
        ] as const)
      : ([[0, n]] as const);
  const means = sides.map(([from, to]) => ({ from, to, g: mean(g, from, to), y: mean(y, from, to) }));
  let gg = 0;
  let gy = 0;
  for (const side of means) {
    for (let index = side.from; index < side.to; index++) {
      gg += (g[index]! - side.g) ** 2;
      gy += (g[index]! - side.g) * (y[index]! - side.y);
    }
  }
  if (!(gg > 0) || n <= parameters + 1) return null;
  const slope = gy / gg;
  const residuals = new Float64Array(n);
  for (const side of means) {
    for (let index = side.from; index < side.to; index++) {
      residuals[index] = y[index]! - side.y - slope * (g[index]! - side.g);
    }
  }
  const { squares, correlation } = noiseOf(residuals, parameters);
  const inflation = (1 + correlation) / (1 - correlation);
  const freedom = Math.max(2, n / inflation - parameters);
  const variance = Math.max((squares / (n - parameters)) * inflation, Number.MIN_VALUE);
  const last = means.at(-1)!;
  return {
    at: (where) => {
      const distance = basis(where) - last.g;
      return {
        mean: last.y + slope * distance,
        leverage: 1 / (last.to - last.from) + (distance * distance) / gg,
      };
    },
    slope,
    freedom,
    correlation,
    noise: variance,
    squares,
  };
}

/** Sum of squares and lag-one autocorrelation; the bias of the latter is about -(1 + 3 r + parameters) / n. */
function noiseOf(residuals: Float64Array, parameters: number): { squares: number; correlation: number } {
  const n = residuals.length;
  let squares = 0;
  let products = 0;
  for (let index = 0; index < n; index++) {
    squares += residuals[index]! ** 2;
    if (index > 0) products += residuals[index]! * residuals[index - 1]!;
  }
  const raw = squares > 0 ? products / squares : 0;
  const corrected = (raw + (1 + parameters) / n) / (1 - 6 / Math.max(n, 12));
  return { squares, correlation: corrected < 1.5 / Math.sqrt(n) ? 0 : Math.min(0.95, corrected) };
}

function mean(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += values[index]!;
  return sum / (to - from);
}
