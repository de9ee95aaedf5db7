import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedText, rewriteMasked } from '../contracts/masked-text.ts';

interface TextMasker {
  mask(text: string): Masked;
}

const NAME_AND_ENDING = /^(.+)(\.[A-Za-z][A-Za-z0-9]{0,9})$/;

/**
 * Masks a path, a route or the name of a branch: as a whole, then each segment by itself, with and without its ending. A rule for
 * prose takes `src/AKIA….ts` for one longer word; here slash and dot are known to be none of it.
 */
export function maskPath(path: string, masker: TextMasker): Masked {
  const whole = masker.mask(path);
  if (!/[/.%]/.test(whole)) return whole;
  const segments = whole.split('/').map((segment) => {
    const kept = rewriteMasked(whole, () => segment);
    return maskSegment(kept, masker) ?? kept;
  });
  return joinMasked(segments, maskedText`/`);
}

/** @returns null when there is nothing to mask */
function maskSegment(segment: Masked, masker: TextMasker): Masked | null {
  const plain = decoded(segment);
  // Digits alone are an id or a date; without a word beside them no rule could be right.
  if (/^\d*$/.test(plain)) return null;
  const masked = masker.mask(plain);
  if (masked !== plain) return masked;
  const [, name = '', ending = ''] = NAME_AND_ENDING.exec(plain) ?? [];
  const maskedName = masker.mask(name);
  return /^\d*$/.test(name) || maskedName === name
    ? null
    : joinMasked([maskedName, masker.mask(ending)], maskedText``);
}

/** What is not well encoded is taken as it stands. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
