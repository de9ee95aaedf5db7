const A = [2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356] as const;
const A_TOP = 0.06568233791820745;
const B = [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673] as const;
const C = [
  0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726,
  6848.190450536283, 11602.65143764735, 9842.714838383978,
] as const;
const C_TOP = 1.0765576773720192e-8;
const D = [
  22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
  34900.95272114598, 38912.00328609327, 19685.429676859992,
] as const;
const P = [
  0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 2.9112874951168793e-5,
] as const;
const P_TOP = 0.023073441764940174;
const Q = [
  1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5,
] as const;
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
const SQRT_32 = 5.656854249492381;

/**
 * P(Z <= x) of the standard normal; keeps full relative accuracy in the lower tail down to x = -37.5.
 * Method: Cody (1969), rational Chebyshev approximations, as in R's pnorm. NaN in, NaN out.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const size = Math.abs(x);
  if (size <= 0.67448975) return 0.5 + central(x);
  const tail = size <= SQRT_32 ? middleTail(size) : farTail(size);
  return x < 0 ? tail : 1 - tail;
}

/** P(Z > x) of the standard normal, with full relative accuracy in the upper tail. */
export function normalSurvival(x: number): number {
  return normalCdf(-x);
}

function central(x: number): number {
  const square = x * x;
  let top = A_TOP * square;
  let bottom = square;
  for (let index = 0; index < 3; index++) {
    top = (top + A[index]!) * square;
    bottom = (bottom + B[index]!) * square;
  }
  return (x * (top + A[3])) / (bottom + B[3]);
}

function middleTail(size: number): number {
  let top = C_TOP * size;
  let bottom = size;
  for (let index = 0; index < 7; index++) {
    top = (top + C[index]!) * size;
    bottom = (bottom + D[index]!) * size;
  }
  return scaledTail(size, (top + C[7]) / (bottom + D[7]));
}

function farTail(size: number): number {
  if (size > 38.6) return 0;
  const inverseSquare = 1 / (size * size);
  let top = P_TOP * inverseSquare;
  let bottom = inverseSquare;
  for (let index = 0; index < 4; index++) {
    top = (top + P[index]!) * inverseSquare;
    bottom = (bottom + Q[index]!) * inverseSquare;
  }
  const ratio = (inverseSquare * (top + P[4])) / (bottom + Q[4]);
  return scaledTail(size, (INVERSE_SQRT_TWO_PI - ratio) / size);
}

/** exp(-size²/2) * ratio with the square split, so that its rounding does not spoil the tail. */
function scaledTail(size: number, ratio: number): number {
  const coarse = Math.trunc(size * 16) / 16;
  const rest = (size - coarse) * (size + coarse);
  return Math.exp(-coarse * coarse * 0.5) * Math.exp(-rest * 0.5) * ratio;
}
