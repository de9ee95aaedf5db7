import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { looksChosen } from './spoken-passwords.ts';
import { textEnd } from './word-end.ts';

const NAME = '[A-Za-z][\\w.@-]{1,63}';
/** `us-east-1` */
const NAMES_OBJECT = /^[a-z]+(?:-[a-z]+)*-\d+$/;
/** `login: anna / ` */
const SLASHED = `(?:(?:credentials|creds|zugangsdaten|login|user(?:name)?/pass(?:word)?):? ${NAME}|account: [\\w.-]{1,63}@[\\w.-]{1,63}) / `;
/** `credentials: anna:` */
const WITH_COLON = `(?:credentials|creds|zugangsdaten):? ${NAME}:`;
/** `log in with anna and ` */
const SIGNED_IN = `(?:login|log in) (?:with|as|using) ${NAME} (?:and|/) `;
const PASSWORD = '([^\\s"\'`<>,;/\\\\]{6,64})(?=[.,;:]?(?:[\\s"\'`)\\\\]|$))';

/** `Credentials: anna:plover42`, `login: anna / plover42`: an account and its password behind what names both. */
export const namedPairs: readonly FieldForm[] = [
  {
    rule: 'account-password',
    type: 'secret',
    keywords: [
      'credentials: ',
      'credentials ',
      'creds: ',
      'creds ',
      'zugangsdaten: ',
      'login: ',
      'login ',
      'log in ',
      'account: ',
      'username/password: ',
      'user/password: ',
      'user/pass: ',
    ],
    form: () => new RegExp(`(?:${SLASHED}|${WITH_COLON}|${SIGNED_IN})${PASSWORD}`, 'iy'),
    endOf: textEnd,
    accepts: (value) =>
      isGivenWord(value) &&
      looksChosen(value) &&
      /\d/.test(value) &&
      /[A-Za-z]/.test(value) &&
      !NAMES_OBJECT.test(value),
  },
];
