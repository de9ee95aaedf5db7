import { isLine, levelCost, type SegmentSums, slopeGain, slopeOf } from './segment-costs.ts';

/** Levels and lines between changes. */
interface Course {
  readonly changes: readonly number[];
  /** How many of its parts are lines. */
  readonly lines: number;
  /** Length of its description (`bitsOf`). */
  readonly bits: number;
}

/** Minimum description length of n values that leave `noise` (a sum of squares) around `parameters` numbers: each costs ln n. */
export function bitsOf(n: number, noise: number, parameters: number): number {
  return n * Math.log(Math.max(noise / n, 1e-12)) + parameters * Math.log(n);
}

/** [start, end) of each part between the changes. */
export function partsOf(changes: readonly number[], n: number): (readonly [number, number])[] {
  return [...changes, n].map((end, index) => [changes[index - 1] ?? 0, end]);
}

/** Levels alone; a change costs its place and its level. */
export function asLevels(sums: SegmentSums, changes: readonly number[]): Course {
  const n = sums.sum.length - 1;
  let noise = 0;
  for (const [start, end] of partsOf(changes, n)) noise += levelCost(sums, start, end);
  return { changes, lines: 0, bits: bitsOf(n, noise, 2 * changes.length) };
}

/** Levels, and lines where they are worth `slopePenalty`. */
export function asCourse(sums: SegmentSums, changes: readonly number[], slopePenalty: number): Course {
  const n = sums.sum.length - 1;
  let noise = 0;
  let lines = 0;
  for (const [start, end] of partsOf(changes, n)) {
    const part = fit(sums, start, end, slopePenalty);
    noise += part.noise;
    lines += part.lines;
  }
  return { changes, lines, bits: bitsOf(n, noise, 2 * changes.length + lines) };
}

/**
 * The course that is left when changes are taken out one at a time, each time the one whose absence shortens the
 * description most, until none does: steps that only follow a slope give way to a line.
 */
export function withoutNeedless(sums: SegmentSums, changes: readonly number[], slopePenalty: number): Course {
  const n = sums.sum.length - 1;
  const kept = [...changes];
  const fits = partsOf(kept, n).map(([start, end]) => fit(sums, start, end, slopePenalty));
  let noise = fits.reduce((sum, part) => sum + part.noise, 0);
  let lines = fits.reduce((sum, part) => sum + part.lines, 0);
  let bits = bitsOf(n, noise, 2 * kept.length + lines);
  for (;;) {
    let worst = -1;
    let merged: Fit = { noise: 0, lines: 0 };
    for (let index = 0; index < kept.length; index++) {
      const whole = fit(sums, kept[index - 1] ?? 0, kept[index + 1] ?? n, slopePenalty);
      const [left, right] = [fits[index]!, fits[index + 1]!];
      const without = bitsOf(
        n,
        noise + whole.noise - left.noise - right.noise,
        2 * (kept.length - 1) + lines + whole.lines - left.lines - right.lines,
      );
      if (without >= bits) continue;
      bits = without;
      worst = index;
      merged = whole;
    }
    if (worst < 0) return { changes: kept, lines, bits };
    const [left, right] = [fits[worst]!, fits[worst + 1]!];
    noise += merged.noise - left.noise - right.noise;
    lines += merged.lines - left.lines - right.lines;
    kept.splice(worst, 1);
    fits.splice(worst, 2, merged);
  }
}

interface Fit {
  readonly noise: number;
  readonly lines: number;
}

function fit(sums: SegmentSums, start: number, end: number, slopePenalty: number): Fit {
  const level = levelCost(sums, start, end);
  if (!isLine(sums, start, end, slopePenalty)) return { noise: level, lines: 0 };
  return { noise: Math.max(0, level - slopeGain(sums, start, end)), lines: 1 };
}

/** Whether neighbouring values around the course show no correlation: it is within 1.5 errors of 0. */
export function leavesWhiteNoise(
  values: Float64Array,
  sums: SegmentSums,
  changes: readonly number[],
  slopePenalty: number,
): boolean {
  let squares = 0;
  let products = 0;
  let before = 0;
  for (const [start, end] of partsOf(changes, values.length)) {
    const middle = (start + end - 1) / 2;
    const mean = (sums.sum[end]! - sums.sum[start]!) / (end - start);
    const slope = isLine(sums, start, end, slopePenalty) ? slopeOf(sums, start, end) : 0;
    for (let index = start; index < end; index++) {
      const residual = values[index]! - mean - slope * (index - middle);
      squares += residual * residual;
      products += residual * before;
      before = residual;
    }
  }
  return products <= (1.5 / Math.sqrt(values.length)) * squares;
}
