import { type FieldForm } from './field-form.ts';
import { isGivenWord } from './command-words.ts';
import { isSecretValue } from './secret-values.ts';
import { looksChosen } from './spoken-passwords.ts';

const ASSIGNED = `["']?[ \\t]{0,2}(?::|=>|=)[ \\t]{0,2}["']?`;
const VALUE = `([^\\s"'\`,;<>\\\\]{4,128})`;
/** Nothing behind it on its line but the end of a sentence. */
const ENDS_LINE = `(?=[.!)]{0,2}(?:["']|\\r?\\n|\\\\[nr]|<|[ \\t]*$))`;

/** Whether a password's label may stand before a value that is one of a password. */
const isPassword = (value: string): boolean =>
  isSecretValue(value, 'password', { assigned: true, quoted: false, spaced: true, after: '' });

/** Passwords behind labels that names of fields spell without accents or shorten, and behind whose they are. */
export const unaccentedLabels: readonly FieldForm[] = [
  {
    rule: 'password-label',
    type: 'secret',
    keywords: ['mot_de_passe', 'motpasse', 'haslo', 'sifre', 'clave de acceso', 'clave_acceso'],
    form: () =>
      new RegExp(
        `(?:mot_de_passe|motpasse|haslo|sifre|clave de acceso|clave_acceso)${ASSIGNED}${VALUE}`,
        'iy',
      ),
    accepts: isPassword,
  },
  {
    // A variable of the environment, with nothing before its value: `sshpass= command not found` is an answer.
    rule: 'password-label',
    type: 'secret',
    keywords: ['sshpass='],
    form: () => new RegExp(`sshpass=["']?${VALUE}`, 'iy'),
    accepts: isPassword,
  },
  {
    // Written as configuration it is a value, if only one that somebody chose: `sshpass: command not found`.
    rule: 'password-label',
    type: 'secret',
    keywords: ['sshpass:', 'sshpass =', 'sshpass :', 'sshpass"', "sshpass'"],
    form: /sshpass\\?["']?[ \t]{0,2}[:=][ \t]{0,2}\\?["']?((?<=")[^"\n]{4,128}(?=")|(?<=')[^'\n]{4,128}(?=')|[^\s"'`,;<>\\]{4,128})/iy,
    accepts: (value, { text }, start) =>
      isGivenWord(value) &&
      isPassword(value) &&
      (text.startsWith('SSHPASS', start) ? looksChosen(value) : /[!#$%&*@^~]/.test(value)),
  },
  {
    // `password for anna: …`, `Password for elastic user: …`
    rule: 'password-label',
    type: 'secret',
    keywords: ['password for ', 'password of ', 'passwort f\u0080r ', 'kennwort f\u0080r '],
    form: () =>
      new RegExp(
        `(?:(?:password|passwort|kennwort) (?:for|of|für)) (?:user |account |benutzer |the )?["'[]?[\\w.@-]{2,64}["'\\]]?(?: (?:user|account|role))?(?: is)?: ?["']?${VALUE}${ENDS_LINE}`,
        'iuy',
      ),
    accepts: (value) => looksChosen(value) && isPassword(value),
  },
  {
    // `credentials: anna / …`
    rule: 'account-password',
    type: 'secret',
    keywords: [
      'credentials: ',
      'credentials = ',
      'zugangsdaten: ',
      'creds: ',
      'identifiants : ',
      'credenciales: ',
      'failed login: ',
    ],
    form: () =>
      new RegExp(
        `(?:credentials|zugangsdaten|creds|identifiants|credenciales|failed login) ?[:=] ?["']?[\\w.@-]{2,64} / ${VALUE}${ENDS_LINE}`,
        'iy',
      ),
    accepts: (value) => looksChosen(value) && isPassword(value) && !/^[\d.:]+$/.test(value),
  },
];
