import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { isSecretValue } from './secret-values.ts';
import { looksChosen } from './spoken-passwords.ts';

const VALUE = `([^\\s"'\`<>\\\\]{6,128})`;
/** Nothing behind it on its line. */
const ENDS_LINE = `(?=["'\`.]?[ \\t]{0,8}(?:\\r?\\n|\\\\[nr]|["'}\\]]|$))`;
/** Line breaks, in JSON too, and blanks. */
const BREAKS = '(?:[ \\t]|\\r?\\n|\\\\r|\\\\n){1,8}';

/** Any sign at all, as MySQL draws them, up to the end of a line or of a string of JSON. */
const ANY_SIGN = `([^\\s\\\\]{6,128}?)(?=[ \\t]{0,8}(?:\\r?\\n|$)|\\\\[nr]|\\\\{0,3}["'][,}\\]])`;

/** A password that a program made: it holds a digit or a sign. */
const isMade = (value: string): boolean =>
  isGivenWord(value) &&
  looksChosen(value) &&
  isSecretValue(value, 'password', { assigned: true, quoted: true, spaced: true, after: '' });

/** What programs say of the password that they made when they were installed or asked for another. */
export const announcedPasswords: readonly FieldForm[] = [
  {
    // MySQL's log.
    rule: 'announced-password',
    type: 'secret',
    keywords: ['temporary password is generated for ', 'temporary password for '],
    form: () =>
      new RegExp(`temporary password (?:is generated )?for [\\w.@%'-]{1,80}(?: is)?: ?${ANY_SIGN}`, 'iy'),
    accepts: isMade,
  },
  {
    // Jenkins.
    rule: 'announced-password',
    type: 'secret',
    keywords: ['following password', 'following initial', 'following generated', 'following temporary'],
    form: () =>
      new RegExp(
        `following (?:(?:initial|generated|temporary|admin|administrator) ){0,2}password(?: (?:to|for|when|in order) [a-z ]{2,60})?:${BREAKS}${VALUE}${ENDS_LINE}`,
        'iy',
      ),
    accepts: isMade,
  },
  {
    // Elasticsearch when it is installed and by its commands.
    rule: 'announced-password',
    type: 'secret',
    keywords: ['password for the '],
    form: () =>
      new RegExp(
        `password for the \\[?[\\w.-]{1,40}\\]?(?: built-in)?(?: super)?(?: ?user| account)?(?: \\([^()\\n]{0,100}\\))?(?: is)?:${BREAKS}${VALUE}${ENDS_LINE}`,
        'iy',
      ),
    accepts: isMade,
  },
  {
    rule: 'announced-password',
    type: 'secret',
    keywords: ['successfully reset.'],
    form: () => new RegExp(`successfully reset\\.${BREAKS}New value: ?${VALUE}${ENDS_LINE}`, 'y'),
    accepts: isMade,
  },
  {
    // `PASSWORD elastic = …`
    rule: 'announced-password',
    type: 'secret',
    keywords: ['password '],
    mayMatch: ({ bytes }, start) => bytes[start] === CAPITAL_P && bytes[start + 1] === CAPITAL_A,
    form: () => new RegExp(`PASSWORD [a-z][a-z_]{1,30} = ${VALUE}${ENDS_LINE}`, 'y'),
    accepts: isMade,
  },
];

const CAPITAL_P = 0x50;
const CAPITAL_A = 0x41;
