import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { looksChosen } from './spoken-passwords.ts';
import { textEnd } from './word-end.ts';

const NAME = '[A-Za-z][\\w.@-]{1,63}';
/** `us-east-1` */
const NAMES_OBJECT = /^[a-z]+(?:-[a-z]+)*-\d+$/;
/** What names an account and its password at once. */
const BOTH =
  'credentials|creds|zugangsdaten|(?:test)?zugang|identifiants|credenciales|credenziali|inloggegevens|login|(?:test|demo|admin) (?:user|login|account)|test(?:konto|benutzer)';
const PASSWORD_LABEL = '(?:password|pass|pw|pwd|passwort|kennwort|contraseña|mot de passe|wachtwoord)';
/** `username/password`, as languages call both. */
const BOTH_LABELS = `(?:user(?:name)?|login|e-?mail|benutzer(?:name)?|usuario|utilisateur|gebruiker) ?[/:] ?${PASSWORD_LABEL}`;
const EMAIL = '[\\w.+-]{1,63}@[\\w.-]{1,63}';
/** `login: anna / ` */
const SLASHED = `(?:(?:${BOTH})(?: is| are| for [\\w-]{1,24}| \\([\\w-]{1,24}\\))?(?: ?[:=])? ${NAME}|account(?: is)?:? ${EMAIL}) / `;
const LABELLED = `${BOTH_LABELS} ?[:=]? ?${NAME} ?[/:] ?`;
/** `creds: anna@example.org ` */
const BEHIND_EMAIL = `(?:credentials|creds|account):? ${EMAIL}(?: : | )`;
/** `credentials: anna:` */
const WITH_COLON = `(?:credentials|creds|zugangsdaten):? ${NAME}:`;
/** `log in with anna and ` */
const SIGNED_IN = `(?:login|log in|sign in) (?:with|as|using) ${NAME} (?:and|with|/) `;
const PASSWORD = '([^\\s"\'`<>,;/\\\\]{5,64})(?=[.,;:]?(?:[\\s"\'`)\\\\]|$))';

/** `Credentials: anna:plover42`, `login: anna / plover42`: an account and its password behind what names both. */
export const namedPairs: readonly FieldForm[] = [
  {
    rule: 'account-password',
    type: 'secret',
    keywords: [
      ...['credentials', 'creds', 'zugangsdaten', 'login', 'zugang', 'account'].flatMap((label) =>
        [': ', ' '].map((sign) => label + sign),
      ),
      'creds = ',
      'log in ',
      'sign in ',
      'identifiants',
      'credenciales',
      'credenziali',
      'inloggegevens',
      'test user',
      'test login',
      'admin login',
      'demo user',
      'test account',
      'demo account',
      'admin account',
      'testkonto',
      'testzugang',
      'testbenutzer',
      ...['username', 'user', 'login', 'email', 'e-mail', 'benutzer', 'benutzername'].flatMap((label) =>
        ['/p', ' / p', ':p', '/k', ' / k'].map((next) => label + next),
      ),
      'usuario/c',
      'utilisateur/m',
    ],
    form: () =>
      new RegExp(`(?:${SLASHED}|${LABELLED}|${WITH_COLON}|${BEHIND_EMAIL}|${SIGNED_IN})${PASSWORD}`, 'iy'),
    endOf: textEnd,
    accepts: isPassword,
  },
  {
    // `u: anna p: plover42`
    rule: 'account-password',
    type: 'secret',
    keywords: ['p: ', 'p=', 'p:'],
    mayMatch: ({ text }, start) => /[\s,]/.test(text[start - 1] ?? ''),
    form: () => new RegExp(`(?<=(?:^|[\\s"'(])u[:=] ?${NAME},?\\s)p[:=] ?${PASSWORD}`, 'iy'),
    endOf: textEnd,
    accepts: isPassword,
  },
];

function isPassword(value: string): boolean {
  return (
    isGivenWord(value) &&
    looksChosen(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !NAMES_OBJECT.test(value)
  );
}
