import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import type { SecretClass } from './secret-class.ts';
import { secretClassOf } from './secret-names.ts';
import { isSecretValue } from './secret-values.ts';
import { looksChosen } from './spoken-passwords.ts';
import { isStateWord } from './state-words.ts';

const REACH = 80;
const FIELDS_REACH = 200;
const SINGLE_QUOTED = `([^'\\n]{4,128})(?=')`;
const EITHER_QUOTED = `\\\\{0,3}(?:"(?=[^"\\n\\\\]{4,128}\\\\{0,3}")|'(?=[^'\\n]{4,128}'))([^"'\\n\\\\]{4,128})`;
const IN_QUOTES = { assigned: true, quoted: true, spaced: true, after: '' };
/** A column that is cast, perhaps of a table: `((users.password)`, `((t."password")`. */
const COLUMN = /\(["\w.]{0,64}?"?([A-Za-z_]\w{1,63})"?$/;
const NAME_IN_QUOTES = /["'`]([\w.-]{1,64})\\?$/;
const PASSWORD_BEFORE = /passw|pwd|pass["']?\s?[:=]/i;
const ATTACHES = /\battach\s(?:database\s)?\S{1,120}(?:\sas\s\S{1,64})?$/i;

const before = (text: string, start: number, reach: number): string =>
  text.slice(Math.max(0, start - reach), start);

const isGivenSecret = (value: string, secretClass: SecretClass): boolean =>
  isGivenWord(value) &&
  !/^\([a-z ]+\)$/i.test(value) &&
  !isStateWord(value) &&
  isSecretValue(value, secretClass, IN_QUOTES);

const isPassword = (value: string): boolean => isGivenSecret(value, 'password');

/** Passwords whose name stands before them in another way than with a sign: cast, repeated, or as a part of a message. */
export const namedValues: readonly FieldForm[] = [
  {
    // A plan of PostgreSQL: `((password)::text = '…'::text)`.
    rule: 'compared-column',
    type: 'secret',
    keywords: [")::text = '", ")::text <> '", ")::bpchar = '", ')::text = any'],
    form: () => new RegExp(`\\)::(?:text|bpchar) (?:=|<>) (?:any \\('\\{"?)?'?${SINGLE_QUOTED}`, 'iy'),
    accepts: (value, { text }, start) => {
      const name = COLUMN.exec(before(text, start, REACH))?.[1];
      const secretClass = name === undefined ? null : secretClassOf(name);
      return secretClass !== null && isGivenSecret(value, secretClass);
    },
  },
  {
    // `{ password: '…', confirm: '…' }`
    rule: 'repeated-password',
    type: 'secret',
    keywords: ['confirm', 'repeat', 'retype', 'verify', 'again']
      .flatMap((name) => [':', '"', "'", '=', '\\'].map((sign) => name + sign))
      .concat('confirmation:', 'confirmation"', "confirmation'", 'confirmation='),
    form: () =>
      new RegExp(
        `(?:confirm(?:ation)?|repeat|retype|verify|again)\\\\{0,3}["']? ?[:=] ?${EITHER_QUOTED}`,
        'iy',
      ),
    accepts: (value, { text }, start) =>
      looksChosen(value) && isPassword(value) && PASSWORD_BEFORE.test(before(text, start, FIELDS_REACH)),
  },
  {
    // SQLCipher.
    rule: 'sql-password',
    type: 'secret',
    keywords: ['pragma key', 'pragma rekey', 'pragma hexkey', 'pragma hexrekey'],
    form: () => new RegExp(`pragma (?:hex)?(?:re)?key ?[=(] ?${EITHER_QUOTED}`, 'iy'),
    accepts: (value) => isGivenWord(value),
  },
  {
    rule: 'sql-password',
    type: 'secret',
    keywords: [" key '"],
    form: () => new RegExp(` key '${SINGLE_QUOTED}`, 'iy'),
    accepts: (value, { text }, start) =>
      isGivenWord(value) && ATTACHES.test(before(text, start, FIELDS_REACH)),
  },
  {
    // `property 'password' value '…' rejected`
    rule: 'named-value',
    type: 'secret',
    keywords: ["'", '"', '\\"', '`'].flatMap((quote) =>
      ['', ' with', ' has', ' had', ' got'].map((verb) => `${quote}${verb} value `),
    ),
    form: () => new RegExp(`\\\\?["'\`](?: with| has| had| got)? value ${EITHER_QUOTED}`, 'iy'),
    accepts: (value, { text }, start) => {
      const name = NAME_IN_QUOTES.exec(before(text, start, REACH))?.[1];
      const secretClass = name === undefined ? null : secretClassOf(name);
      return secretClass !== null && isGivenSecret(value, secretClass);
    },
  },
];
