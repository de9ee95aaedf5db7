import { type Scan } from '../scan.ts';
import { madeOnce } from './made-once.ts';
import { PASSWORD_LABELS } from './password-labels.ts';

const BLANK = 0x20;
/** Three words of up to 20 letters and the label. */
const REACH = 84;
const WORD = madeOnce(() => /^\p{L}+$/u);
const LABEL_BEHIND = madeOnce(
  () =>
    new RegExp(
      `^(?: \\p{L}{1,20}){0,3} (?:password|passphrase|passwort|kennwort|${PASSWORD_LABELS})(?![\\p{L}\\d_]|[ \\t]{0,4}[:=])`,
      'iu',
    ),
);

/** Whether a value is a word of a label that a translation holds: `field_new_password: Neues Passwort`. */
export function isLabelText({ bytes, text }: Scan, valueStart: number, valueEnd: number): boolean {
  if (bytes[valueEnd] !== BLANK || !LABEL_BEHIND().test(text.slice(valueEnd, valueEnd + REACH))) return false;
  return WORD().test(text.slice(valueStart, valueEnd));
}
