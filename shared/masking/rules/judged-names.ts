import { createAnswerMemory, UNKNOWN_ANSWER } from './answer-memory.ts';
import type { SecretClass } from './secret-class.ts';

const SLOTS = 1024;
const LONGEST = 96;
const FIRST_BEYOND_ASCII = 0x80;
/** Nothing but the name decides. */
const KIND = 0;
/** By the answers that are kept; 0 is kept of none. */
const CLASSES: readonly (SecretClass | null)[] = [null, null, 'password', 'token', 'key'];

/** What was said of the names that were judged last. */
export interface JudgedNames {
  /** The class of a name of ASCII that stands in a text at `[start, end)`. */
  classIn(text: string, bytes: Uint8Array, start: number, end: number): SecretClass | null;
  classOf(name: string): SecretClass | null;
}

/**
 * Remembers what `judge` says of up to 1024 names of up to 96 characters of ASCII, one in each slot, by their bytes: names repeat, and
 * a piece of a text would keep all of it. The memory is taken when the first name is judged.
 */
export function createJudgedNames(judge: (name: string) => SecretClass | null): JudgedNames {
  const memory = createAnswerMemory(SLOTS, LONGEST);
  const asked = new Uint8Array(LONGEST);

  function classIn(text: string, bytes: Uint8Array, start: number, end: number): SecretClass | null {
    const slot = memory.slotOf(bytes, start, end);
    const known = memory.answerAt(slot, KIND, bytes, start, end);
    if (known !== UNKNOWN_ANSWER) return CLASSES[known]!;
    const secretClass = judge(text.slice(start, end));
    memory.keep(slot, KIND, bytes, start, end, CLASSES.lastIndexOf(secretClass));
    return secretClass;
  }

  function classOf(name: string): SecretClass | null {
    if (name.length > LONGEST) return judge(name);
    for (let index = 0; index < name.length; index++) {
      const code = name.charCodeAt(index);
      if (code >= FIRST_BEYOND_ASCII) return judge(name);
      asked[index] = code;
    }
    return classIn(name, asked, 0, name.length);
  }

  return { classIn, classOf };
}
