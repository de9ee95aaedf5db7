import { fitsPath } from './match-path.ts';
import type { Policy } from './policy.ts';

/**
 * Whether any of these paths can change how fast something is: one that `judge` names, or one that `ignore` does not. Of a renamed file both
 * names are asked about.
 */
export function touchesPerformance(
  paths: readonly string[],
  { ignore, judge }: Policy['performancePaths'],
): boolean {
  const isMeant = (path: string, patterns: readonly string[]): boolean =>
    patterns.some((pattern) => fitsPath(path, pattern));
  return paths.some((path) => isMeant(path, judge) || !isMeant(path, ignore));
}
