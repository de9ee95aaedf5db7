import { InvalidArgumentError } from 'commander';

/** Each takes some 60 MB; more threads than processors only cost. */
const MOST_WORKERS = 16;

/** Value of `--workers`. @throws InvalidArgumentError for what is no whole number from 1 to 16 */
export function threadCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1 || count > MOST_WORKERS)
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_WORKERS}.`);
  return count;
}
