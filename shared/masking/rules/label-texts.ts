import { type Scan } from '../scan.ts';
import { madeOnce } from './made-once.ts';
import { PASSWORD_LABELS } from './password-labels.ts';

const BLANK = 0x20;
const COLON = 0x3a;
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

const LONGEST_NAME = 64;
const NAMES_TEXT = /(?:^|[\s"'])(?:field|setting|error|mail|text|message|notice)_[a-z_]{4,50}$/;

/** Whether a value is a word of a label that a translation holds: `new_password: Neues Passwort`, `field_new_password: Nova zaporka`. */
export function isLabelText(
  { bytes, text }: Scan,
  nameEnd: number,
  valueStart: number,
  valueEnd: number,
): boolean {
  if (bytes[nameEnd] !== COLON) return false;
  const isNamed = NAMES_TEXT.test(text.slice(Math.max(0, nameEnd - LONGEST_NAME), nameEnd));
  const hasLabel = bytes[valueEnd] === BLANK && LABEL_BEHIND().test(text.slice(valueEnd, valueEnd + REACH));
  if (!isNamed && !hasLabel) return false;
  return WORD().test(text.slice(valueStart, valueEnd));
}
