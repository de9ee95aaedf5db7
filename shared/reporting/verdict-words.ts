import { type Verdict } from '../contracts/decision.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedText } from '../contracts/masked-text.ts';

const VERDICT_WORDS: Record<Verdict, Masked> = {
  fail: maskedText`Failed`,
  warn: maskedText`Warning`,
  pass: maskedText`Passed`,
  undecided: maskedText`Undecided`,
  'no-baseline': maskedText`No baseline yet`,
  'no-data': maskedText`No data`,
};

/** The gate's verdict as a word for a badge. */
export function verdictWords(verdict: Verdict): Masked {
  return VERDICT_WORDS[verdict];
}
