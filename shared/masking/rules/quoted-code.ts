import { wordsSpelled } from './spelled-names.ts';

/** How a text is encoded: `('/etc/passwd', 'utf8')`. */
const ENCODINGS =
  /^(?:utf-?8|utf-?16(?:-?[lb]e)?|base64(?:url)?|base32|hex|latin-?1|iso-?8859-1|us-?ascii|ascii|binary|ucs-?2)$/i;
/** Parts of a regular expression; what is in brackets holds a range or what is not meant. */
const PATTERN =
  /\(\?(?:[:=!]|<[=!a-zA-Z]|P<)|\[(?:\^[^\]\s]{1,40}|[^\]\s]{0,40}(?:a-z|A-Z|0-9|\\[wds])[^\]\s]{0,40})\](?:[*+?]|\{\d)|\[\^?%s(?:%s)*\]/;
const CONSTANT = /^[A-Z]+(?:_[A-Z]+)+$/;
/** A comma or bar alone, perhaps with the end of the line behind it. */
const LISTS = /^["'`](?:\[\])?[ \t]?[,|](?:[ \t]{0,4}|[ \t]{0,4}\r?\n[ \t]{0,40})["'`]$/;
/** Another text of the same list stands before the name. */
const GOES_BEFORE = /["'`][ \t]{0,4}[,|][ \t]{0,4}(?:\r?\n[ \t]{0,40})?["'`]$/;
/** And another behind the value. */
const GOES_ON = /^["'`][ \t]{0,4}[,|][ \t]{0,4}(?:\r?\n[ \t]{0,40})?["'`]/;
const LETTERS = /^[A-Za-z]+$/;
/** What a name is called that holds a pattern. */
const NAMES_PATTERN = /(?:regexp?|pattern|_re|_rx)$/i;
/** `data:text/javascript,…` */
const MEDIA = /^data:[a-z]{2,12}\/[a-z][\w.+-]{1,40},/;
/** What a template fills in. */
const FILLED = /\$\{[\w$.()]{1,60}\}/g;
const PASSWORD = /(?:passw(?:or)?d|pwd|passphrase|passcode|pass)$/i;
const BEFORE = 48;
const BEHIND = 48;
const FEWEST_SHARED = 8;
const SIGNS = /[^A-Za-z\d]+/g;

/** Where a value in quotes stands, and behind which name. */
export interface QuotedValue {
  readonly nameStart: number;
  readonly name: string;
  readonly value: string;
  readonly between: string;
  /** Where the value ends. */
  readonly end: number;
}

/**
 * Whether a value in quotes is none that somebody chose: an encoding, a regular expression, the name of a variable of the environment
 * named like its own, or one of many names in a list of them.
 */
export function isQuotedCode(text: string, { nameStart, name, value, between, end }: QuotedValue): boolean {
  if (ENCODINGS.test(value) || PATTERN.test(value) || MEDIA.test(value)) return true;
  if (NAMES_PATTERN.test(name)) return true;
  // `hook(`before:${event}`)`: of what is handed to a function no letter but small ones.
  if (between.startsWith('(') && value.includes('${') && /^[a-z:./ -]*$/.test(value.replace(FILLED, '')))
    return true;
  if (CONSTANT.test(value) && isNamedLike(name, value)) return true;
  if (!LISTS.test(between)) return false;
  // `readFile('/etc/passwd', mode)`: the end of a path is no name.
  const before = text.slice(Math.max(0, nameStart - BEFORE), nameStart);
  if (before.endsWith('/')) return true;
  const isSpelled = wordsSpelled(value) >= 2 || CONSTANT.test(value);
  if (!isSpelled && !LETTERS.test(value)) return false;
  // Of a pair the second may be a value of the first; of many names none is.
  const goesBefore = GOES_BEFORE.test(before);
  const goesOn = GOES_ON.test(text.slice(end, end + BEHIND));
  if (goesBefore && goesOn) return true;
  return (goesBefore || goesOn) && isSpelled && wordsSpelled(name) >= 2 && !PASSWORD.test(name);
}

/** `KEY_OF_ROWS = "ROWS_KEY_OF_ROWS"` */
function isNamedLike(name: string, value: string): boolean {
  const own = name.replace(SIGNS, '').toUpperCase();
  const other = value.replace(SIGNS, '');
  if (own.length < FEWEST_SHARED || other.length < FEWEST_SHARED) return false;
  return other.endsWith(own.slice(-FEWEST_SHARED)) || own.endsWith(other);
}
