/** What a run ran on, as far as it is known; free keys (machine, cores, runtime, region, dataSize, …). */
export type Environment = Readonly<Record<string, string | number>>;

export interface EnvironmentDifference {
  readonly key: string;
  readonly baseline: string | number | null;
  readonly candidate: string | number | null;
}

/** Numbers closer than this share are one environment: clock rates and free memory are never quite the same. */
const SAME_NUMBER = 0.02;

/**
 * How two environments differ, by key; empty when they do not. Text is compared without case and outer blanks, numbers
 * within 2 %. A key that only one side tells is a difference (null on the other side).
 */
export function environmentDifferences(
  baseline: Environment,
  candidate: Environment,
): readonly EnvironmentDifference[] {
  const keys = [...new Set([...Object.keys(baseline), ...Object.keys(candidate)])].sort();
  const differences: EnvironmentDifference[] = [];
  for (const key of keys) {
    const before = baseline[key] ?? null;
    const after = candidate[key] ?? null;
    if (!sameSetting(before, after)) differences.push({ key, baseline: before, candidate: after });
  }
  return differences;
}

/** One sentence that names the differences, or null when there are none: said, never silent, never a hard fail. */
export function environmentWarning(differences: readonly EnvironmentDifference[]): string | null {
  if (differences.length === 0) return null;
  const parts = differences.map(
    ({ key, baseline, candidate }) => `${key} ${baseline ?? 'unknown'} against ${candidate ?? 'unknown'}`,
  );
  return `Different environment: ${parts.join(', ')}. The comparison says what differs between the two runs, not what the change did.`;
}

/** One text for an environment: equal exactly when no setting differs but for case, blanks and the order of keys. */
export function environmentKey(environment: Environment): string {
  return Object.keys(environment)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(normal(environment[key]))}`)
    .join(',');
}

function sameSetting(a: string | number | null, b: string | number | null): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b || Math.abs(a - b) <= SAME_NUMBER * Math.max(Math.abs(a), Math.abs(b));
  }
  return normal(a) === normal(b);
}

function normal(value: string | number | null | undefined): string | number | null {
  return typeof value === 'string' ? value.trim().toLowerCase() : (value ?? null);
}
