import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { looksChosen } from './spoken-passwords.ts';
import { textEnd } from './word-end.ts';

/** `Credentials: anna:plover42`, `login: anna / plover42`: an account and its password behind what names both. */
export const namedPairs: readonly FieldForm[] = [
  {
    rule: 'account-password',
    type: 'secret',
    keywords: ['credentials: ', 'creds: ', 'creds ', 'zugangsdaten: ', 'login: '],
    form: () =>
      /(?:(?:credentials|creds|zugangsdaten|login):? [A-Za-z][\w.@-]{1,63} \/ |(?:credentials|creds|zugangsdaten): [A-Za-z][\w.@-]{1,63}:)([^\s"'`<>,;:/\\]{6,64})(?=[.,;:]?(?:[\s"'`)\\]|$))/iy,
    endOf: textEnd,
    accepts: (value) =>
      isGivenWord(value) && looksChosen(value) && /\d/.test(value) && /[A-Za-z]/.test(value),
  },
];
