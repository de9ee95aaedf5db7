import { type Interval } from './comparison.ts';

interface Rate {
  readonly events: number;
  readonly exposure: number;
}

/**
 * Score statistic of "candidate rate minus baseline rate is `difference`": (c - b - difference) over its standard
 * error under the constrained maximum likelihood. Proportions: Miettinen and Nurminen (1985); counts: the Poisson twin.
 */
export function scoreStatistic(b: Rate, c: Rate, difference: number, kind: 'proportion' | 'count'): number {
  const observed = c.events / c.exposure - b.events / b.exposure - difference;
  if (observed === 0) return 0;
  const base = kind === 'proportion' ? constrainedShare(b, c, difference) : constrainedRate(b, c, difference);
  const moved = base + difference;
  const variance =
    kind === 'proportion'
      ? Math.max(0, base * (1 - base)) / b.exposure + Math.max(0, moved * (1 - moved)) / c.exposure
      : Math.max(0, base) / b.exposure + Math.max(0, moved) / c.exposure;
  return observed / Math.sqrt(variance);
}

/** The differences whose score statistic is within ±`critical`. */
export function scoreInterval(b: Rate, c: Rate, critical: number, kind: 'proportion' | 'count'): Interval {
  const observed = c.events / c.exposure - b.events / b.exposure;
  const reach = kind === 'proportion' ? { low: -1, high: 1 } : reachOfRates(b, c, critical);
  const excess = (difference: number): number => Math.abs(scoreStatistic(b, c, difference, kind)) - critical;
  return { low: boundary(observed, reach.low, excess), high: boundary(observed, reach.high, excess) };
}

/** Bisection between the estimate (inside) and the far end; the far end itself when that is inside too. */
function boundary(inside: number, far: number, excess: (difference: number) => number): number {
  let near = inside;
  let outside = far;
  if (!(excess(outside) > 0)) return outside;
  for (let step = 0; step < 100 && Math.abs(outside - near) > RELATIVE * Math.abs(outside); step++) {
    const middle = (near + outside) / 2;
    if (excess(middle) > 0) outside = middle;
    else near = middle;
  }
  return outside;
}

/** Beyond these the score statistic exceeds any `critical` in use. */
function reachOfRates(b: Rate, c: Rate, critical: number): Interval {
  const spread = (rate: Rate): number =>
    (rate.events + critical ** 2 + critical * Math.sqrt(rate.events + 1)) / rate.exposure;
  const size = 4 * (spread(b) + spread(c));
  return { low: -size, high: size };
}

/**
 * The baseline share that is likeliest when the candidate's is `difference` above it, by bisection of the likelihood's slope, which falls
 * throughout. The closed form of Farrington and Manning loses its digits to cancellation for few events of more than 10^8.
 */
function constrainedShare(b: Rate, c: Rate, difference: number): number {
  const least = Math.max(0, -difference);
  let low = 0;
  let high = Math.min(1, 1 - difference) - least;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (high - low <= RELATIVE * high) break;
    // Of both shares the smaller one is `middle` itself, to its last digit.
    const [share, moved] = difference < 0 ? [least + middle, middle] : [middle, middle + difference];
    if (slopeOf(b, share) + slopeOf(c, moved) > 0) low = middle;
    else high = middle;
  }
  return least + (low + high) / 2;
}

/** Halvings of [0, 1] after which shares of 10^-20 still have their digits, and how many of them are asked for. */
const STEPS = 120;
const RELATIVE = 1e-13;

/** Slope of the log likelihood of a share inside (0, 1). */
function slopeOf({ events, exposure }: Rate, share: number): number {
  return events / share - (exposure - events) / (1 - share);
}

function constrainedRate(b: Rate, c: Rate, difference: number): number {
  // (n_b + n_c) x² + ((n_b + n_c) d - e_b - e_c) x - e_b d = 0, the larger root.
  const n = b.exposure + c.exposure;
  const middle = n * difference - b.events - c.events;
  const root = (-middle + Math.sqrt(Math.max(0, middle * middle + 4 * n * b.events * difference))) / (2 * n);
  return Math.max(Math.max(0, -difference), root);
}
