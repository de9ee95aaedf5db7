import { type Scan } from '../scan.ts';
import { isGivenWord as isGiven, QUOTED_WORD } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { secretClassOf } from './secret-names.ts';
import { isStateWord } from './state-words.ts';

/** What gives an account its password; a connection that another server is reached by. */
const DEFINES_ACCOUNT =
  /\b(?:create|alter)\s{1,4}(?:role|user|login|group|server|credential)\b|\boptions\s{0,2}\(/i;
const GRANTS = /\b(?:create|alter)\s{1,4}user\b|\bgrant\b/i;
const CHANGES_ROWS = /\b(?:insert|replace|update|select|values|set|where)\b/i;
/** A name or a value in quotes may hold what ends a statement; the apostrophe of `don't` opens none. */
const QUOTED = /"[^"\n]{0,64}"|(?<![A-Za-z])'[^'\n]{0,64}'|`[^`\n]{0,64}`/g;
/** A column or a variable that something is compared or set to. */
const NAME_BEFORE = /([A-Za-z_][\w$]{1,63})[`"\]]?\s{0,4}(?:=|:=|<>|!=|==)\s{0,4}$/;
/** `an item is identified by 'id'`, as sentences and comments have it. */
const IN_SENTENCE =
  /(?:\b(?:is|are|was|were|be|been|being|uniquely|function|method|resource|object|record|item|row|operation|entity|those|ones?)|[*/])\s{1,3}$/i;
const SENTENCE_REACH = 16;
const REACH = 200;
const NAME_REACH = 80;
const MOST_BLANKS = 4;

const before = (text: string, start: number, reach: number): string =>
  text.slice(Math.max(0, start - reach), start);

/** Up to four blanks directly before what begins at `start`. */
function blanksBefore(text: string, start: number): number {
  let count = 0;
  while (count < MOST_BLANKS && /\s/.test(text.charAt(start - 1 - count))) count++;
  return count;
}

/** Whether a name of a password is set to what begins at `start`. */
function isSetTo(text: string, start: number): boolean {
  // Most often there is none, and the expression would be tried from everywhere before it.
  const sign = text[start - 1 - blanksBefore(text, start)];
  if (sign !== '=' && sign !== '>') return false;
  const name = NAME_BEFORE.exec(before(text, start, NAME_REACH))?.[1];
  return name !== undefined && secretClassOf(name.replace(/_?hash$/i, '')) === 'password';
}

/** What a statement gives, and no sentence. */
function isGivenInStatement(value: string, scan: Scan, start: number): boolean {
  return isGiven(value, scan, start) && !IN_SENTENCE.test(before(scan.text, start, SENTENCE_REACH));
}

/** Passwords of statements of SQL: of accounts, and those that a function hashes before they are kept or compared. */
export const sqlPasswords: readonly FieldForm[] = [
  {
    rule: 'sql-password',
    type: 'secret',
    keywords: ['identified by ', 'identified with '],
    form: () =>
      new RegExp(
        `identified (?:with ["'\`]?[\\w.]{1,40}["'\`]? )?(?:by|as) (?:password )?(?:random )?${QUOTED_WORD}`,
        'iy',
      ),
    accepts: isGivenInStatement,
  },
  {
    // Where the quote that closes is not there, or is escaped.
    rule: 'sql-password',
    type: 'secret',
    keywords: ['identified by '],
    form: /identified by (?:password )?["']([^"'\n]{4,128})/iy,
    accepts: isGivenInStatement,
  },
  {
    // Oracle takes it without quotes.
    rule: 'sql-password',
    type: 'secret',
    keywords: ['identified by '],
    form: /identified by (?!values\b|password\b|random\b|[:&]\w+[\s;]|[:&]\w+$)([^\s"'`;,()<>\\]{4,128})(?=\s{0,2}(?:;|$|[\r\n"'`\\]|(?:default|temporary|replace|account|quota|profile)\b))/iy,
    accepts: (value, { text }, start) =>
      isGiven(value) &&
      !isStateWord(value) &&
      GRANTS.test(before(text, start, REACH).replace(QUOTED, '').replace(/^.*;/s, '')),
  },
  {
    rule: 'sql-password',
    type: 'secret',
    keywords: ["password '", "password n'", "password = '", "password = n'", "password='", "password=n'"],
    form: /password(?: ?= ?| )N?'([^'\n]{4,128})(?=')/iy,
    accepts: (value, { text }, start) => isGiven(value) && DEFINES_ACCOUNT.test(before(text, start, REACH)),
  },
  {
    rule: 'sql-password',
    type: 'secret',
    keywords: ['set password '],
    form: /set password (?:for [^\n=]{1,80}? ?)?= ?(?:(?:old_)?password ?\( ?)?["']([^"'\n]{4,128})(?=["'])/iy,
    accepts: isGiven,
  },
  {
    rule: 'hashed-password',
    type: 'secret',
    keywords: ["password('", 'password("', "password(n'"],
    form: /password\(N?["']([^"'\n]{4,128})(?=["'])/iy,
    accepts: (value, { text }, start) =>
      isGiven(value) &&
      /[\s,=(]$/.test(text.slice(Math.max(0, start - 1), start)) &&
      CHANGES_ROWS.test(before(text, start, REACH)),
  },
  {
    // pgcrypto's first argument is always the password.
    rule: 'hashed-password',
    type: 'secret',
    keywords: ["crypt('"],
    form: /crypt\('([^'\n]{4,128})(?=', ?(?:gen_salt|'\$|[\w.]{1,64}\)))/iy,
    accepts: isGiven,
  },
  {
    rule: 'hashed-password',
    type: 'secret',
    keywords: ["md5('", "sha1('", "sha2('", "sha('", "sha256('", "sha512('", "encode(digest('"],
    form: /(?:md5|sha\d{0,3}|encode\(digest)\('([^'\n]{4,128})(?=')/iy,
    accepts: (value, { text }, start) => isGiven(value) && isSetTo(text, start),
  },
];
