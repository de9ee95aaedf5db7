import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { isGivenWord } from './command-words.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { secretClassOf } from './secret-names.ts';
import { isSecretValue } from './secret-values.ts';
import { isStateWord } from './state-words.ts';

const REACH = 100;
const OBJECT_REACH = 400;
const IN_QUOTES = { assigned: true, quoted: true, spaced: true, after: '' };
const FIELD_OF_SPRING = /field '([\w.[\]-]{1,64})': $/;
const KEY_OF_POSTGRES = /Key \((?:\\{0,3}")?(\w{1,63})(?:\\{0,3}")?(?:::\w{1,20})?$/i;
const NAME_BEHIND =
  /^\\?["'] (?:is (?:not (?:valid|allowed)|invalid|too \w{1,8}) )?(?:for|of|in) (?:the )?(?:\w{1,16} )?\\?["'`]?-{0,2}([\w.-]{1,64})/;
const NAME_BEFORE = /([\w.-]{1,64})\\?["'`]?$/;
/** Of pydantic: the name stands on the line above. */
const FIELD_OF_PYDANTIC = /(?:^|\n|\\n)([\w.]{1,64})(?:\n|\\n)[^\n]{0,200}$/;
const INDEX = /^\w{1,63}\.(\w{1,63})/;

function isSecretOf(name: string | undefined, value: string): boolean {
  const secretClass = name === undefined ? null : secretClassOf(name);
  return (
    secretClass !== null &&
    isGivenWord(value) &&
    !isStateWord(value) &&
    isSecretValue(value, secretClass, IN_QUOTES)
  );
}

const nameBefore = (form: RegExp, text: string, start: number, reach = REACH): string | undefined =>
  form.exec(text.slice(Math.max(0, start - reach), start))?.[1];

const FORMS: readonly FieldForm[] = [
  {
    // Spring: `Field error in object 'user' on field 'password': rejected value […]`
    rule: 'rejected-value',
    type: 'secret',
    keywords: ['rejected value ['],
    form: /rejected value \[((?:[^\]\n]|\](?![;,\s"]|$)){4,128})(?=\])/iy,
    accepts: (value, { text }, start) => isSecretOf(nameBefore(FIELD_OF_SPRING, text, start), value),
  },
  {
    // PostgreSQL: `Key (api_token)=(…) already exists.`
    rule: 'rejected-value',
    type: 'secret',
    keywords: [')=('],
    form: /\)=\(([^\s,()]{4,256})(?=\) (?:already exists|is not present|is still referenced|conflicts))/iy,
    accepts: (value, { text }, start) => isSecretOf(nameBefore(KEY_OF_POSTGRES, text, start), value),
  },
  {
    // MySQL: `Duplicate entry '…' for key 'users.api_token'`
    rule: 'rejected-value',
    type: 'secret',
    keywords: ["duplicate entry '"],
    form: /duplicate entry '([^'\n]{4,256})(?=' for key ')/iy,
    accepts: (value, { text }, start) => {
      const at = text.indexOf("' for key '", start) + "' for key '".length;
      const key = text.slice(at, at + REACH);
      return isSecretOf(INDEX.exec(key)?.[1], value);
    },
  },
  {
    // `Invalid value '…' for parameter 'password'`, `Value "…" of property "db.password" is not allowed`
    rule: 'rejected-value',
    type: 'secret',
    keywords: ["value '", 'value "', 'value \\"'],
    form: /value \\?(?:"(?=[^"\\\n]{4,128}\\?")|'(?=[^'\n]{4,128}'))([^"'\\\n]{4,128})(?=\\?["'])/iy,
    accepts: (value, { text }, start) => {
      const end = text.indexOf(value, start) + value.length;
      return isSecretOf(NAME_BEHIND.exec(text.slice(end, end + REACH))?.[1], value);
    },
  },
  {
    // `property password has invalid value: …`
    rule: 'rejected-value',
    type: 'secret',
    keywords: [' has invalid value', ' has illegal value', ' has an invalid value', ' has an illegal value'],
    form: / has (?:an )?(?:invalid|illegal) value:? \\?["'[]?([^\s"'[\]\\]{4,128})/iy,
    accepts: (value, { text }, start) => isSecretOf(nameBefore(NAME_BEFORE, text, start), value),
  },
  {
    // pydantic: `[type=string_too_short, input_value='…', input_type=str]`
    rule: 'rejected-value',
    type: 'secret',
    keywords: ["input_value='"],
    form: /input_value='([^'\n]{4,128})(?=', input_type)/y,
    accepts: (value, { text }, start) =>
      isSecretOf(nameBefore(FIELD_OF_PYDANTIC, text, start, OBJECT_REACH), value),
  },
];

/** The field of an error in JSON, and the value that it was given. */
const FIELD =
  /"(?:field|path|param|property|propertyPath|loc)\\{0,3}"\s?:\s?(?:\[(?:(?:\\{0,3}"[\w.-]{1,40}\\{0,3}"|\d{1,4})\s?,\s?){0,5}(?=\\{0,3}"[\w.-]{1,64}\\{0,3}"\s?\]))?\\{0,3}"([\w.-]{1,64})\\{0,3}"/;
const VALUE =
  /"(?:rejectedValue|input|value|attemptedValue)\\{0,3}"\s?:\s?\\{0,3}"((?:[^"\\\n]|\\(?!\\{0,2}"\s?[,}])[^\n]){4,256}?)\\{0,3}"\s?(?=[,}])/;

/** Reads the object of JSON around an error's key: `{"field":"password","rejectedValue":"…"}`. */
function detectInObject(scan: Scan, start: number): void {
  const { text } = scan;
  const before = text.slice(Math.max(0, start - OBJECT_REACH), start);
  const from = start - before.length + before.lastIndexOf('{') + 1;
  const behind = text.slice(start, start + OBJECT_REACH);
  const closing = behind.indexOf('}');
  const object = text.slice(from, closing < 0 ? start + OBJECT_REACH : start + closing + 1);
  const name = FIELD.exec(object)?.[1];
  if (name === undefined || secretClassOf(name) === null) return;
  const match = VALUE.exec(object);
  const value = match?.[1];
  if (match === null || value === undefined || !isSecretOf(name, value)) return;
  const at = from + match.index + match[0].lastIndexOf(value);
  report(scan, at, at + value.length, 'secret', STRENGTH.shape, 'rejected-value');
}

/** Values that a check refused, and errors name together with their field. */
export const rejectedValues: readonly Anchor[] = [
  ...FORMS.flatMap(anchorsOf),
  ...[
    'rejectedvalue"',
    'rejectedvalue\\',
    'attemptedvalue"',
    '"location":"body',
    '"location": "body',
    'location\\":\\"body',
    '"loc":[',
    '"loc": [',
    'loc\\":[',
  ].map((keyword) => ({
    keyword,
    detect: detectInObject,
  })),
];
