/** Tells whether `[start, end)` is a number of a JSON document; to be asked in order of start. */
export type BareJsonValue = (start: number, end: number) => boolean;

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LONGEST_NUMBER = 40;

/**
 * A number that is masked becomes a string, or the document would be none any more. In a text that begins like JSON it
 * is any number outside of strings; elsewhere (a document inside of a log line) only what stands behind a name.
 */
export function bareJsonValues(text: string): BareJsonValue {
  const isDocument = /^\s{0,64}[{[]/.test(text);
  const isInString = stringsOf(text);
  return (start, end) => {
    if (end - start > LONGEST_NUMBER || !NUMBER.test(text.slice(start, end))) return false;
    if (!/^[ \t\r\n]{0,8}(?:[,}\]]|$)/.test(text.slice(end, end + 9))) return false;
    const before = text.slice(Math.max(0, start - 24), start);
    if (isDocument) return /[:[,][ \t\r\n]{0,20}$/.test(before) && !isInString(start);
    return /(?<!\\)"[ \t]{0,4}:[ \t]{0,4}$/.test(before);
  };
}

/** Whether an index is within a string of JSON; strings end with their line. Goes on from where it was asked last. */
function stringsOf(text: string): (index: number) => boolean {
  let at = 0;
  let isInside = false;
  return (index) => {
    if (index < at) {
      at = 0;
      isInside = false;
    }
    for (; at < index; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x22) isInside = !isInside;
      else if (code === 0x5c && isInside) at++;
      else if (code === 0x0a) isInside = false;
    }
    return isInside;
  };
}

/**
 * Where a value begins that was found at `start`: in `"\\njane@example.com"` the n belongs to the escape, and masking it
 * would break the document.
 */
export function behindEscape(text: string, start: number): number {
  for (let backslash = start - 1; backslash >= start - LONGEST_ESCAPE && backslash >= 0; backslash--) {
    const code = text.charCodeAt(backslash);
    if (code === BACKSLASH)
      return isEscape(text, backslash) ? Math.max(start, escapeEnd(text, backslash)) : start;
    // Only digits of `\\u0041` may stand between.
    if (!/[0-9A-Fa-fu]/.test(text.charAt(backslash))) return start;
  }
  return start;
}

const BACKSLASH = 0x5c;
const LONGEST_ESCAPE = 5;
const LONGEST_ESCAPES = 16;

/** An odd number of backslashes. */
function isEscape(text: string, last: number): boolean {
  let first = last;
  while (last - first < LONGEST_ESCAPES && text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (last - first) % 2 === 0;
}

function escapeEnd(text: string, backslash: number): number {
  if (/^u[0-9A-Fa-f]{4}$/.test(text.slice(backslash + 1, backslash + 6))) return backslash + 6;
  return 'nrtbf'.includes(text.charAt(backslash + 1)) ? backslash + 2 : backslash + 1;
}
