import { createHash, timingSafeEqual } from 'node:crypto';

/** Hashing first makes the lengths equal, which timingSafeEqual needs, and hides the length of the secret. */
export function equalInConstantTime(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
