import { type Interval } from './comparison.ts';

interface Rate {
  readonly events: number;
  readonly exposure: number;
}

/**
 * Score statistic of "candidate rate minus baseline rate is `difference`": (c - b - difference) over its standard
 * error under the constrained maximum likelihood. Proportions: Miettinen and Nurminen (1985) with the closed form of
 * Farrington and Manning (1990); counts: the Poisson twin.
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
  for (let step = 0; step < 100 && near !== outside; step++) {
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

function constrainedShare(b: Rate, c: Rate, difference: number): number {
  // Cubic in the baseline share of Farrington and Manning, solved by trigonometry as they give it.
  const theta = c.exposure / b.exposure;
  const p1 = b.events / b.exposure;
  const p2 = c.events / c.exposure;
  const s = -difference;
  const a = 1 + theta;
  const bb = -(1 + theta + p1 + theta * p2 + s * (theta + 2));
  const cc = s * s + s * (2 * p1 + theta + 1) + p1 + theta * p2;
  const dd = -p1 * s * (1 + s);
  const v = bb ** 3 / (27 * a ** 3) - (bb * cc) / (6 * a * a) + dd / (2 * a);
  const inner = Math.max(0, (bb * bb) / (9 * a * a) - cc / (3 * a));
  const u = (v >= 0 ? 1 : -1) * Math.sqrt(inner);
  const ratio = u === 0 ? 0 : Math.min(1, Math.max(-1, v / u ** 3));
  const share = 2 * u * Math.cos((Math.PI + Math.acos(ratio)) / 3) - bb / (3 * a);
  return Math.min(Math.min(1, 1 - difference), Math.max(Math.max(0, -difference), share));
}

function constrainedRate(b: Rate, c: Rate, difference: number): number {
  // (n_b + n_c) x² + ((n_b + n_c) d - e_b - e_c) x - e_b d = 0, the larger root.
  const n = b.exposure + c.exposure;
  const middle = n * difference - b.events - c.events;
  const root = (-middle + Math.sqrt(Math.max(0, middle * middle + 4 * n * b.events * difference))) / (2 * n);
  return Math.max(Math.max(0, -difference), root);
}
