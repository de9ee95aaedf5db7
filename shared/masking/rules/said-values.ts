import { DIGIT, flagsOf, KIND, kindAt, LETTER } from '../characters.ts';
import { type Scan } from '../scan.ts';
import { isLabelText } from './label-texts.ts';
import { listedWords } from './listed-words.ts';
import { beginsRule } from './said-rules.ts';
import { looksRandom } from './secret-values.ts';

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
const IN_NAME = flagsOf(/[\w.-]/);
const GOES_ON = /^,? [A-Za-z]/;
const OTHER_RESULTS = /\b(?:fail|error|skip|warn)/i;
const LINE_FEED = 0x0a;
const BLANK = 0x20;
const BANG = 0x21;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const OPENING_BRACKET = 0x28;
const DOT = 0x2e;
const COLON = 0x3a;
const EQUALS = 0x3d;
const AT = 0x40;

/**
 * True for what is no value of the name before it: a variable it is compared with, the result of a test, a line of a file, the
 * next name, where the value lies, the beginning of a sentence or of a label's text. Asked of what would else be masked.
 */
export function isSaidOtherwise(scan: Scan, nameEnd: number, valueStart: number, valueEnd: number): boolean {
  const { bytes, text } = scan;
  const after = bytes[valueEnd];
  if (isComparedOrPassed(scan, nameEnd, valueStart, valueEnd)) return true;
  if (after === COLON && holds(bytes, nameEnd, valueStart, LINE_FEED)) return true;
  const last = bytes[valueEnd - 1];
  // `@db.password@` of Maven, `config('NAME')` of Python.
  if (last === AT && bytes[valueStart - 1] === AT) return true;
  if (last === OPENING_BRACKET && (after === APOSTROPHE || after === QUOTE)) return true;
  if (isLabelText(scan, nameEnd, valueStart, valueEnd)) return true;
  const mayBeSaid = valueEnd - valueStart <= LONGEST_SAID;
  const hasColon = holds(bytes, valueStart, valueEnd, COLON);
  const beginsNumber = (KIND[bytes[valueStart]!]! & DIGIT) !== 0;
  if (!mayBeSaid && !hasColon && !beginsNumber) return false;
  const value = text.slice(valueStart, valueEnd);
  if (mayBeSaid && beginsRule(text, valueStart, valueEnd)) return true;
  if (hasColon && (PLACE.test(value) || VARIABLES.test(value))) return true;
  if (mayBeSaid && said.has(value) && SAID.test(value))
    return GOES_ON.test(text.slice(valueEnd, valueEnd + 3));
  return beginsNumber && isCounted(scan, nameEnd, valueEnd) && LINE.test(value);
}

/** `password.ts:41:13`, `pass: 12, fail: 3`. */
function isCounted({ bytes, text }: Scan, nameEnd: number, valueEnd: number): boolean {
  const lowest = Math.max(0, nameEnd - NAME_REACH);
  let nameStart = nameEnd;
  let isDotted = false;
  for (; nameStart > lowest && IN_NAME[bytes[nameStart - 1]!]!; nameStart--)
    isDotted ||= bytes[nameStart - 1] === DOT;
  if (isDotted && SOURCE.test(text.slice(nameStart, nameEnd))) return true;
  return (
    nameEnd - nameStart === 4 &&
    isPass(bytes, nameStart, CASE_BIT) &&
    mayHoldResult(bytes, valueEnd) &&
    OTHER_RESULTS.test(text.slice(valueEnd, valueEnd + REST_REACH))
  );
}

/** Whether a word begins in reach with a letter of those of other results; hardly any value has one behind it. */
function mayHoldResult(bytes: Uint8Array, start: number): boolean {
  const end = Math.min(bytes.length, start + REST_REACH);
  let before = APART;
  for (let index = start; index < end; index++) {
    const kind = RESULT_KINDS[bytes[index]!]!;
    if (kind === BEGINS_RESULT && before === APART) return true;
    before = kind;
  }
  return false;
}

const APART = 0;
const IN_WORD = 1;
const BEGINS_RESULT = 2;
const IS_WORD = flagsOf(/\w/);
const RESULT_KINDS = Uint8Array.from(flagsOf(/[fesw]/i), (begins, code) =>
  begins ? BEGINS_RESULT : IS_WORD[code]! ? IN_WORD : APART,
);

/** `password != confirmPassword` compares two variables, `PASS: TestLogin` tells of a test. */
function isComparedOrPassed(
  { bytes, text }: Scan,
  nameEnd: number,
  valueStart: number,
  valueEnd: number,
): boolean {
  if (!isResult(bytes, nameEnd, valueStart) && !holdsComparison(bytes, nameEnd, valueStart)) return false;
  const value = text.slice(valueStart, valueEnd);
  return /^[A-Za-z_$][\w$./-]*$/.test(value) && !looksRandom(value, 8);
}

/** `PASS: ` in capitals, and no letter before it. */
function isResult(bytes: Uint8Array, nameEnd: number, valueStart: number): boolean {
  return (
    valueStart - nameEnd === 2 &&
    bytes[nameEnd] === COLON &&
    bytes[nameEnd + 1] === BLANK &&
    isPass(bytes, nameEnd - 4, 0) &&
    (kindAt(bytes, nameEnd - 5) & LETTER) === 0
  );
}

/** `==` or `!=`. */
function holdsComparison(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start + 1; index < end; index++) {
    if (bytes[index] === EQUALS && (bytes[index - 1] === EQUALS || bytes[index - 1] === BANG)) return true;
  }
  return false;
}

const CASE_BIT = 0x20;
const CAPITAL_P = 0x50;
const CAPITAL_A = 0x41;
const CAPITAL_S = 0x53;

/** Whether `PASS` stands there; `ignored` are the bits in which its letters may differ. */
function isPass(bytes: Uint8Array, start: number, ignored: number): boolean {
  const kept = ~ignored;
  return (
    (bytes[start]! & kept) === CAPITAL_P &&
    (bytes[start + 1]! & kept) === CAPITAL_A &&
    (bytes[start + 2]! & kept) === CAPITAL_S &&
    (bytes[start + 3]! & kept) === CAPITAL_S
  );
}

function holds(bytes: Uint8Array, start: number, end: number, code: number): boolean {
  for (let index = start; index < end; index++) {
    if (bytes[index] === code) return true;
  }
  return false;
}
