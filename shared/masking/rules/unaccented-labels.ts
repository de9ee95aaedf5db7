import { type FieldForm } from './field-form.ts';
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
    form: new RegExp(
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
    form: new RegExp(`sshpass=["']?${VALUE}`, 'iy'),
    accepts: isPassword,
  },
  {
    // A Markov decision process has the same three letters.
    rule: 'password-label',
    type: 'secret',
    keywords: ['mdp:', 'mdp=', 'mdp =', 'mdp :', 'mdp"', "mdp'"],
    form: new RegExp(`(?<![a-z.])mdp${ASSIGNED}([^\\s"'\`,;<>\\\\()]{6,128})`, 'iy'),
    accepts: (value) => looksChosen(value) && isPassword(value),
  },
  {
    // `password for anna: …`
    rule: 'password-label',
    type: 'secret',
    keywords: ['password for ', 'password of ', 'passwort f\u0080r ', 'kennwort f\u0080r '],
    form: () =>
      new RegExp(
        `(?:(?:password|passwort|kennwort) (?:for|of|für)) (?:user |account |benutzer )?["']?[\\w.@-]{2,64}["']?: ?["']?${VALUE}${ENDS_LINE}`,
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
    form: new RegExp(
      `(?:credentials|zugangsdaten|creds|identifiants|credenciales|failed login) ?[:=] ?["']?[\\w.@-]{2,64} / ${VALUE}${ENDS_LINE}`,
      'iy',
    ),
    accepts: (value) => looksChosen(value) && isPassword(value) && !/^[\d.:]+$/.test(value),
  },
];
