import { InvalidArgumentError } from 'commander';

/** A finite number. */
export function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Give a finite number.');
  return value;
}

/** A share above 0 and below 1. */
export function share(text: string): number {
  const value = finiteNumber(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('Give a number above 0 and below 1.');
  return value;
}

/** A whole number from 0 on. */
export function wholeNumber(text: string): number {
  const value = finiteNumber(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Give a whole number from 0 on.');
  return value;
}

/** Seconds to wait: above 0, at most a day. */
export function waitingSeconds(text: string): number {
  const value = finiteNumber(text);
  if (!(value > 0 && value <= 86_400))
    throw new InvalidArgumentError('Give seconds, above 0 and at most 86400.');
  return value;
}

/** A share of 0 or more. */
export function marginShare(text: string): number {
  const value = finiteNumber(text);
  if (value >= 0) return value;
  throw new InvalidArgumentError('Give a share of 0 or more, such as 0.1 for 10 %.');
}
