/** One run of a figure: its value and what it was measured under (requests per second, rows of data, …), all above 0. */
export interface ScaledRun {
  readonly value: number;
  readonly covariates: Readonly<Record<string, number>>;
}

export interface AdjustedRatio {
  /** ln of other / reference, at equal covariates. */
  readonly logRatio: number;
  /** Standard error of `logRatio`; null when one run a side tells no noise. */
  readonly error: number | null;
  readonly df: number;
  /** Covariates whose effect the runs themselves show, and which therefore are taken out. */
  readonly takenOut: readonly string[];
}

/** Runs whose covariate varies by less than this (standard deviation of its logarithm) within environments do not show its effect. */
const LEAST_SPREAD = 0.05;
/** Degrees of freedom that must be left beside the slopes. */
const LEAST_DF = 3;

/**
 * Analysis of covariance on logarithms: other against reference at equal covariates, where runs of the same environment under
 * different covariates show the elasticity (common to both sides; Frisch and Waugh 1933: slopes from what is left beside each side's
 * mean). A covariate that differs between the environments only cannot be told from the environments and is not taken out here.
 */
export function adjustForLoad(reference: readonly ScaledRun[], other: readonly ScaledRun[]): AdjustedRatio {
  const n = reference.length + other.length;
  const y = sides(reference, other, (run) => Math.log(run.value));
  const names = Object.keys(reference[0]?.covariates ?? {}).filter((name) =>
    [...reference, ...other].every((run) => (run.covariates[name] ?? 0) > 0),
  );
  const columns: { name: string; left: readonly number[]; step: number }[] = [];
  for (const name of names.sort()) {
    const raw = sides(reference, other, (run) => Math.log(run.covariates[name] ?? 1));
    const spread = Math.sqrt(dot(raw.left, raw.left) / Math.max(1, n - 2));
    // Beside the columns before it: two that move together count once.
    const column = columns.reduce((rest, before) => without(rest, before), { name, ...raw });
    const own = Math.sqrt(dot(column.left, column.left) / Math.max(1, n - 2));
    if (spread >= LEAST_SPREAD && own >= LEAST_SPREAD && n - 3 - columns.length >= LEAST_DF)
      columns.push(column);
  }
  let rest = y;
  let leverage = 1 / reference.length + 1 / other.length;
  for (const column of columns) {
    rest = without(rest, column);
    leverage += column.step ** 2 / dot(column.left, column.left);
  }
  const df = n - 2 - columns.length;
  const error = df > 0 ? Math.sqrt((dot(rest.left, rest.left) / df) * leverage) : null;
  return { logRatio: rest.step, error, df: Math.max(0, df), takenOut: columns.map(({ name }) => name) };
}

interface Column {
  /** What is left beside each side's mean. */
  readonly left: readonly number[];
  /** Mean of the other side over that of the reference. */
  readonly step: number;
}

function sides(
  reference: readonly ScaledRun[],
  other: readonly ScaledRun[],
  of: (run: ScaledRun) => number,
): Column {
  const [a, b] = [reference.map(of), other.map(of)];
  const [before, after] = [mean(a), mean(b)];
  return {
    left: [...a.map((value) => value - before), ...b.map((value) => value - after)],
    step: after - before,
  };
}

/** A column (or the figure) beside what another explains of it. */
function without<T extends Column>(column: T, by: Column): T {
  const slope = dot(column.left, by.left) / dot(by.left, by.left);
  return {
    ...column,
    left: column.left.map((value, index) => value - slope * by.left[index]!),
    step: column.step - slope * by.step,
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
