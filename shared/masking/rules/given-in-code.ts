import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { isGivenWord as isGiven } from './command-words.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { isSecretValue } from './secret-values.ts';
import { secretClassOf } from './secret-names.ts';
import { looksChosen } from './spoken-passwords.ts';
import { isStateWord } from './state-words.ts';
import { wordEnd } from './word-end.ts';

const LONGEST = 128;
/** A value in quotes, group 1, and what opens them in Python, C# and Kotlin. */
const QUOTED = `[@bfru]?(?:"(?=[^"\\n]{4,${LONGEST}}")|'(?=[^'\\n]{4,${LONGEST}}'))([^\\s"',][^"'\\n]{3,${LONGEST - 1}})`;
/** An argument before it: in quotes, or a variable. */
const ARGUMENT = `(?:[@bfru]?["'][^"'\\n]{0,120}["']|[\\w.$]{1,64}(?:\\(\\))?)`;
const COMMA = '\\s{0,12},\\s{0,12}';
const FIELD_REACH = 80;
/** The field of a page that is typed into. */
const NAMES_FIELD = /(?:passw(?:or)?d|passwort|pwd|passphrase)[\w-]{0,24}[^\w\n]{0,12}$/i;
/** A field beside the one for the password, or around it: only a word that somebody chose is one. */
const NAMES_OTHER = /hint|reset|mail|help|label|forgot|remind|question/i;

/** Whether a value is typed into the field of a password, whose `selector` holds what else its name says. */
function isTyped(value: string, selector: string): boolean {
  if (!isGiven(value)) return false;
  return !NAMES_OTHER.test(selector) || (looksChosen(value) && !/\s|@[\w-]+\./.test(value));
}

/** `auth=("oauth2", "client_credentials")` */
const NAMES_GRANT = /^(?:client_credentials|authorization_code|refresh_token|utf-?8)$/i;
/** `DriverManager.getConnection(`, or an address of JDBC as the first argument. */
const OF_JDBC = /drivermanager\s{0,4}\.\s{0,4}getconnection|getconnection\(["']jdbc:/i;
const isWord = (value: string): boolean => isGiven(value) && !isStateWord(value);

/** The source of an expression for what names a password's field in such quotes: `'#password'`, `"[name='password']"`. */
const fieldIn = (quote: string): string =>
  `${quote}[^${quote}\\n]{0,60}?(?:passw(?:or)?d|passwort|pwd)[^${quote}\\s,]{0,24}${quote}`;

const FORMS: readonly FieldForm[] = [
  {
    rule: 'secure-string',
    type: 'secret',
    keywords: ['convertto-securestring '],
    form: () => new RegExp(`convertto-securestring (?:-(?:asplaintext|force|string):? ){0,3}${QUOTED}`, 'iy'),
    accepts: isGiven,
  },
  {
    // The user's name and the password.
    rule: 'given-credentials',
    type: 'secret',
    keywords: [
      'networkcredential(',
      'httpbasicauth(',
      'httpdigestauth(',
      'aiohttp.basicauth(',
      'usernamepasswordcredentials(',
      'passwordauthentication(',
      'usernamepasswordauthenticationtoken(',
      'setbasicauth(',
      'credentials.basic(',
      'auth=(',
      'auth = (',
    ],
    form: () =>
      new RegExp(
        `(?:networkcredential|http(?:basic|digest)auth|aiohttp\\.basicauth|usernamepasswordcredentials|passwordauthentication|usernamepasswordauthenticationtoken|setbasicauth|credentials\\.basic|auth ?= ?)\\(\\s{0,12}${ARGUMENT}${COMMA}${QUOTED}`,
        'iy',
      ),
    accepts: (value) => isWord(value) && !NAMES_GRANT.test(value),
  },
  {
    // `login('google', 'popup')` is no password.
    rule: 'given-credentials',
    type: 'secret',
    keywords: ['login(', 'signin(', 'sign_in(', 'authenticate('],
    form: () => new RegExp(`(?:login|sign_?in|authenticate)\\(\\s{0,12}${ARGUMENT}${COMMA}${QUOTED}`, 'iy'),
    accepts: (value) => isWord(value) && !/\s/.test(value) && looksChosen(value),
  },
  {
    // Of a mail server or a database, nothing else is its second or third argument.
    rule: 'given-credentials',
    type: 'secret',
    keywords: ['smtp.login(', 'ftp.login(', 'imap.login(', 'server.login('],
    form: () => new RegExp(`(?:smtp|ftp|imap|server)\\.login\\(\\s{0,12}${ARGUMENT}${COMMA}${QUOTED}`, 'iy'),
    accepts: isWord,
  },
  {
    rule: 'given-credentials',
    type: 'secret',
    keywords: ['mysqli_connect(', 'mysql_connect(', 'new mysqli(', 'new pdo(', 'pdo->__construct('],
    form: () =>
      new RegExp(
        `(?:mysqli?_connect|new mysqli|new pdo|pdo->__construct)\\(\\s{0,12}${ARGUMENT}${COMMA}${ARGUMENT}${COMMA}${QUOTED}`,
        'iy',
      ),
    accepts: isWord,
  },
  {
    // Of a driver or an address of JDBC the third argument; of anything else, if somebody chose it.
    rule: 'given-credentials',
    type: 'secret',
    keywords: ['getconnection('],
    form: () => new RegExp(`getconnection\\(\\s{0,12}${ARGUMENT}${COMMA}${ARGUMENT}${COMMA}${QUOTED}`, 'iy'),
    accepts: (value, { text }, start) =>
      isWord(value) && (looksChosen(value) || OF_JDBC.test(text.slice(Math.max(0, start - 16), start + 24))),
  },
  {
    rule: 'given-credentials',
    type: 'secret',
    keywords: ['datasource.getconnection(', 'ds.getconnection('],
    form: () =>
      new RegExp(
        `(?:datasource|ds)\\.getconnection\\(\\s{0,12}${ARGUMENT}${COMMA}${QUOTED}(?=["']\\s?\\))`,
        'iy',
      ),
    accepts: (value) => isWord(value) && looksChosen(value),
  },
  {
    // A name in quotes and its value.
    rule: 'given-by-name',
    type: 'secret',
    keywords: [
      'environ.get("',
      "environ.get('",
      'getenv("',
      "getenv('",
      'getproperty("',
      'setproperty("',
      'setenvironmentvariable("',
      "define('",
      'define("',
      '.put("',
      'config.get("',
      "config.get('",
    ],
    form: () =>
      new RegExp(
        `(?:environ\\.get|getenv|[gs]etproperty|setenvironmentvariable|define|\\.put|config\\.get)\\("?'?[\\w.-]{1,64}["']${COMMA}${QUOTED}`,
        'iy',
      ),
    accepts: (value, { text }, start) => {
      const name = /["']([\w.-]{1,64})["']/.exec(text.slice(start, start + 2 * LONGEST))?.[1] ?? '';
      const secretClass = secretClassOf(name);
      return secretClass !== null && isSecretValue(value, secretClass, ASSIGNED) && isGiven(value);
    },
  },
  {
    rule: 'given-by-name',
    type: 'secret',
    keywords: ['setx '],
    form: /setx (?:\/m )?[\w.-]{1,64} ["']?([^\s"'%/][^\s"']{3,127})/iy,
    endOf: wordEnd,
    accepts: (value, { text }, start) => {
      const name = /^setx (?:\/m )?([\w.-]{1,64})/i.exec(text.slice(start, start + FIELD_REACH))?.[1] ?? '';
      return name.toUpperCase() !== 'PWD' && secretClassOf(name) === 'password' && isGiven(value);
    },
  },
  {
    // `page.fill('#password', '…')`
    rule: 'typed-password',
    type: 'secret',
    keywords: ['.fill(', '.type(', 'fill_in(', 'fill_in '],
    form: () =>
      new RegExp(
        `(?:\\.fill|\\.type|fill_in)[( ]\\s?(?:${['"', "'", '`'].map(fieldIn).join('|')}),\\s{0,4}(?:with: ?)?${QUOTED}`,
        'iy',
      ),
    accepts: (value, { text }, start) => {
      const end = text.indexOf(value, start);
      return isTyped(value, text.slice(start, end < 0 ? start + FIELD_REACH : end));
    },
  },
  {
    // `cy.get('#password').type('…')`
    rule: 'typed-password',
    type: 'secret',
    keywords: ['.type(', '.fill(', '.send_keys(', '.sendkeys(', '.setvalue('],
    form: () => new RegExp(`\\.(?:type|fill|send_?keys|setvalue)\\(${QUOTED}(?=["'](?:\\)|,))`, 'iy'),
    accepts: (value, { text }, start) => {
      const field = NAMES_FIELD.exec(text.slice(Math.max(0, start - FIELD_REACH), start));
      return field !== null && isTyped(value, field[0]);
    },
  },
  {
    // What PHP's `var_dump` prints.
    rule: 'dumped-value',
    type: 'secret',
    keywords: ['"]=>'],
    form: /"\]=>\s{1,16}string\(\d{1,4}\) "([^"\n]{4,128})(?=")/y,
    accepts: (value, { text }, start) => {
      const name = /\["([\w.-]{1,64})$/.exec(text.slice(Math.max(0, start - FIELD_REACH), start))?.[1] ?? '';
      const secretClass = secretClassOf(name);
      return secretClass !== null && isSecretValue(value, secretClass, ASSIGNED);
    },
  },
];

const ASSIGNED = { assigned: true, quoted: true, spaced: true, after: '' };

/** `process.env.DB_PASSWORD`, `os.getenv("DB_PASSWORD")`, `ENV['DB_PASSWORD']`; group 1 is the name. */
const VARIABLE_BEFORE =
  /(?:\benv\b|environ\b|getenv|config)[\w.]{0,24}[.([]["']?([\w.-]{1,64})["']?[)\]]{0,2}\s?$/i;
const DEFAULT = /(?:\|\||\?\?) ?(?:"([^"\n]{4,128})"|'([^'\n]{4,128})')/y;

/** A default behind a variable of the environment whose name promises a secret. */
function detectDefault(scan: Scan, start: number): void {
  DEFAULT.lastIndex = start;
  const match = DEFAULT.exec(scan.text);
  const value = match?.[1] ?? match?.[2];
  if (match === null || value === undefined) return;
  const before = scan.text.slice(Math.max(0, start - FIELD_REACH), start);
  const name = VARIABLE_BEFORE.exec(before)?.[1];
  const secretClass = name === undefined ? null : secretClassOf(name);
  if (secretClass === null || !isSecretValue(value, secretClass, ASSIGNED)) return;
  const end = start + match[0].length - 1;
  report(scan, end - value.length, end, 'secret', STRENGTH.context, 'default-value');
}

/** Passwords that code hands to what asks for them: by their place among arguments, by name, as a default, or typed into a page. */
export const givenInCode: readonly Anchor[] = [
  ...FORMS.flatMap(anchorsOf),
  ...['|| "', "|| '", '?? "', "?? '"].map((keyword) => ({ keyword, detect: detectDefault })),
];
