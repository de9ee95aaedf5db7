import { flagsOf } from '../characters.ts';
import { listedWords } from './listed-words.ts';
import { looksRandom } from './secret-values.ts';

/** A word without quotes behind the name of a secret, `[nameEnd, valueEnd)` with what stands between. */
export interface SaidValue {
  readonly nameEnd: number;
  readonly between: string;
  readonly value: string;
  readonly valueEnd: number;
}

const NAME_REACH = 40;
const REST_REACH = 48;
/** `hash:/etc/postfix/sasl_passwd`, `db-password:/run/credentials/db` */
const PLACE = /^[a-z][\w.-]*:(?:\/[\w.-]+){2,}$/i;
const VARIABLES = /^\$\w+(?::\$\w+)+$/;
/** The file that the name is, and its line. */
const SOURCE = /\.(?:[cm]?[jt]sx?|py|go|java|rb|cs|php|rs|kt|scala|cpp|c|h|swift|vue)$/;
const LINE = /^\d{1,6}(?::\d{1,4})?$/;
/** What is said of a password instead of telling it: `same as above`, `stored in vault`, `command not found`. */
const SAID_WORDS =
  'same see ask stored kept sent will sorry command permission managed given taken read shared found lives is was the in on via from with as too must should cannot could try please use using unchanged generated rotated provided available only both and or for'.split(
    ' ',
  );
const SAID = new RegExp(`^(?:${SAID_WORDS.join('|')})$`, 'i');
const said = listedWords(() => SAID_WORDS);
const LONGEST_SAID = 10;
const IS_DIGIT = flagsOf(/\d/);
const IN_NAME = flagsOf(/[\w.-]/);
const GOES_ON = /^,? [A-Za-z]/;
const OTHER_RESULTS = /\b(?:fail|error|skip|warn)/i;

/**
 * True for what is no value of the name before it: a variable it is compared with, the result of a test, a line of a file, the
 * next name, where the value lies, the beginning of a sentence. Asked of what would else be masked.
 */
export function isSaidOtherwise(text: string, place: SaidValue): boolean {
  const { between, value, valueEnd } = place;
  const after = text.charAt(valueEnd);
  if (isComparedOrPassed(text, place)) return true;
  if (between.includes('\n') && after === ':') return true;
  // `@db.password@` of Maven, `config('NAME')` of Python.
  if (between.endsWith('@') && value.endsWith('@')) return true;
  if (value.endsWith('(') && (after === "'" || after === '"')) return true;
  if (value.includes(':') && (PLACE.test(value) || VARIABLES.test(value))) return true;
  if (value.length <= LONGEST_SAID && said.has(value) && SAID.test(value))
    return GOES_ON.test(text.slice(valueEnd, valueEnd + 3));
  return IS_DIGIT[value.charCodeAt(0)] === true && LINE.test(value) && isCounted(text, place);
}

/** `password.ts:41:13`, `pass: 12, fail: 3`. */
function isCounted(text: string, { nameEnd, valueEnd }: SaidValue): boolean {
  const lowest = Math.max(0, nameEnd - NAME_REACH);
  let nameStart = nameEnd;
  while (nameStart > lowest && IN_NAME[text.charCodeAt(nameStart - 1)] === true) nameStart--;
  const name = text.slice(nameStart, nameEnd);
  if (name.includes('.') && SOURCE.test(name)) return true;
  return (
    name.length === 4 &&
    /^pass$/i.test(name) &&
    OTHER_RESULTS.test(text.slice(valueEnd, valueEnd + REST_REACH))
  );
}

/** `password != confirmPassword` compares two variables, `PASS: TestLogin` tells of a test. */
function isComparedOrPassed(text: string, { nameEnd, between, value }: SaidValue): boolean {
  const isResult =
    between === ': ' &&
    text.startsWith('PASS', nameEnd - 4) &&
    /(?:^|[^A-Za-z])PASS$/.test(text.slice(Math.max(0, nameEnd - 5), nameEnd));
  if (!isResult && (between.length < 2 || !(between.includes('==') || between.includes('!=')))) return false;
  return /^[A-Za-z_$][\w$./-]*$/.test(value) && !looksRandom(value, 8);
}
