import { DIGIT, flagsOf, KIND } from '../characters.ts';
import { type Scan } from '../scan.ts';
import { createAnswerMemory, UNKNOWN_ANSWER } from './answer-memory.ts';
import type { SecretClass } from './secret-class.ts';
import { isSecretValue, type ValueContext } from './secret-values.ts';
import { isStateWord } from './state-words.ts';

/** What a value turned out to be: nothing that counts, a secret, or in quotes a word for how something stands. */
export const NO_SECRET = 1;
export const SECRET = 2;
export const STATE = 3;

const SLOTS = 1024;
const LONGEST = 64;
const memory = createAnswerMemory(SLOTS, LONGEST);

/**
 * What `isSecretValue` and `isStateWord` say of the value `[start, end)`. Values repeat, so answers are remembered; but of a secret none is: it
 * would stay in the process's memory for longer than its text.
 */
export function judgeValue(
  { bytes, text }: Pick<Scan, 'bytes' | 'text'>,
  start: number,
  end: number,
  secretClass: SecretClass,
  context: ValueContext,
): number {
  if (secretClass === 'key' && !context.quoted && isRowOfNumbers(bytes, start, end)) return NO_SECRET;
  const kind = kindOf(secretClass, context);
  const slot = memory.slotOf(bytes, start, end);
  const known = memory.answerAt(slot, kind, bytes, start, end);
  if (known !== UNKNOWN_ANSWER) return known;
  const answer = judge(text.slice(start, end), secretClass, context);
  if (answer !== SECRET) memory.keep(slot, kind, bytes, start, end, answer);
  return answer;
}

/**
 * Numbers and the signs that part a value: nobody draws such a key. Of unquoted keys only those are secrets that `looksRandom` says it of,
 * and to that each such number is a part that people write.
 */
function isRowOfNumbers(bytes: Uint8Array, start: number, end: number): boolean {
  let digits = 0;
  for (let index = start; index < end; index++) {
    const code = bytes[index]!;
    if ((KIND[code]! & DIGIT) === 0) {
      if (!PARTS_NUMBERS[code]!) return false;
      digits = 0;
    } else if (++digits > LONGEST_NUMBER) return false;
  }
  return true;
}

const LONGEST_NUMBER = 20;
const PARTS_NUMBERS = flagsOf(/[-_./:+=~@]/);

function judge(value: string, secretClass: SecretClass, context: ValueContext): number {
  if (isSecretValue(value, secretClass, context)) return SECRET;
  return context.quoted && isStateWord(value) ? STATE : NO_SECRET;
}

/** All of a context that makes a difference, a bit each: of what stands behind the value, two signs. */
function kindOf(secretClass: SecretClass, context: ValueContext): number {
  let kind = secretClass === 'password' ? 0 : secretClass === 'token' ? 1 : 2;
  if (context.assigned) kind |= 4;
  if (context.quoted) kind |= 8;
  if (context.spaced) kind |= 16;
  if (context.isHandedOver === true) kind |= 32;
  if (context.after === ';') kind |= 64;
  if (context.after === '(') kind |= 128;
  return kind;
}
