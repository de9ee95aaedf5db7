import { Buffer } from 'node:buffer';
import { type Place } from './blank-tables.ts';

/** So much of one `data` is in no text whose end is near. */
const FEWEST_CHARACTERS = 64 * 1024;
/** So many texts in Base64 stand nowhere by chance. */
const FEWEST_TEXTS = 8;
/** Keys and stores of keys are no texts: so much of the values may be such ones. */
const MOST_OTHERS = 1 / 3;
const BASE64 = /^[A-Za-z\d+/]*={0,2}$/;
const QUAD = 4;
/** So much of a value tells what it stands for. */
const READ = 1024;
/** Bytes in Base64 that are no text, and neither words nor digits of a hash: so long a value has each kind of character. */
const SHORTEST_BYTES = 256;
const KINDS = [/[A-Z]/, /[a-z]/, /\d/, /[+/]/];
const UNPRINTABLE = /[^\P{Cc}\t\n\r]|\ufffd/u;

/**
 * Whether values are many, all of the form of Base64 and most of them texts in it, as Kubernetes keeps what a Secret holds: a word, a
 * number or an identifier may have the form, too, but hardly ever stands for a text. `isOfKubernetes` says that they stand behind
 * `apiVersion: v1`: there one long value is enough, and it may stand for bytes that are no text.
 */
export function areSealed(text: string, values: readonly Place[], isOfKubernetes: boolean): boolean {
  let length = 0;
  for (const { start, end } of values) length += end - start;
  if (length < FEWEST_CHARACTERS || !mayBeSealed(text, values)) return false;
  let texts = 0;
  let others = 0;
  for (const { start, end } of values) {
    const read = text.slice(start, start + Math.min(READ, end - start - ((end - start) % QUAD)));
    if (isText(read, read.length < end - start) || (isOfKubernetes && isBytes(read))) texts++;
    else if (++others > values.length * MOST_OTHERS) return false;
  }
  return isOfKubernetes || texts >= FEWEST_TEXTS;
}

/** Whether all values have the form of Base64. Of one at either end of the text a part may be missing. */
export function mayBeSealed(text: string, values: readonly Place[]): boolean {
  return values.every(({ start, end }) => {
    const isWhole = start > 0 && end < text.length;
    return (!isWhole || (end - start) % QUAD === 0) && BASE64.test(text.slice(start, end));
  });
}

/** The last character of what was cut may be broken. */
function isText(sealed: string, isCut: boolean): boolean {
  const opened = Buffer.from(sealed, 'base64').toString('utf8');
  return opened !== '' && !UNPRINTABLE.test(isCut ? opened.replace(/\ufffd$/, '') : opened);
}

function isBytes(sealed: string): boolean {
  return sealed.length >= SHORTEST_BYTES && KINDS.every((kind) => kind.test(sealed));
}
