import { InvalidArgumentError } from 'commander';
import { type DiffOptions } from '../../../shared/logs/diff-windows.ts';

const LENGTH = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|min|m|h|d)?$/;
const SECONDS = { ms: 0.001, s: 1, min: 60, m: 60, h: 3_600, d: 86_400 } as const;

/** Value of `--durations`: `600,300`, `10m,1h`. @throws InvalidArgumentError for what is no pair of lengths above 0 */
export function windowDurations(value: string): NonNullable<DiffOptions['durations']> {
  const [baseline, candidate, ...others] = value.split(',').map((part) => secondsOf(part.trim()));
  if (
    !(baseline !== undefined && baseline > 0 && candidate !== undefined && candidate > 0) ||
    others.length > 0
  ) {
    throw new InvalidArgumentError(
      'Give the lengths of baseline and candidate, such as 600,300 (seconds) or 10m,1h (ms, s, m, h, d).',
    );
  }
  return { baseline, candidate };
}

function secondsOf(text: string): number {
  const found = LENGTH.exec(text);
  if (found === null) return Number.NaN;
  return Number(found[1]) * SECONDS[(found[2] ?? 's') as keyof typeof SECONDS];
}
