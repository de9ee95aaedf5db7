import { cutAtBlank } from '../../contracts/cut-at-blank.ts';

const LONGEST_CARRIED = 20_000;

/**
 * What another system says of a refusal, raw: as long as it is, since it is masked where the error is told, and half of a value that was cut before is none
 * that a rule knows. Beyond 20,000 characters it ends at a blank.
 */
export function carriedReason(text: string): string {
  const carried = cutAtBlank(text, LONGEST_CARRIED);
  return carried === '' && text !== '' ? `${text.length} characters without a blank` : carried;
}
