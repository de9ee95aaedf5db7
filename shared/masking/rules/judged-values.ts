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
  const kind = kindOf(secretClass, context);
  const slot = memory.slotOf(bytes, start, end);
  const known = memory.answerAt(slot, kind, bytes, start, end);
  if (known !== UNKNOWN_ANSWER) return known;
  const answer = judge(text.slice(start, end), secretClass, context);
  if (answer !== SECRET) memory.keep(slot, kind, bytes, start, end, answer);
  return answer;
}

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
