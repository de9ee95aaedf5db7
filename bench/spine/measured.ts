/** One figure of a benchmark with what it is held to. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number;
  readonly better: 'lower' | 'higher';
  readonly details: Readonly<Record<string, number | string>>;
}

/** Whether the figure meets its target. */
export function meetsTarget({ value, target, better }: Measured): boolean {
  return better === 'lower' ? value <= target : value >= target;
}

/** Linear-interpolated quantile (Hyndman and Fan type 7). */
export function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * at;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
