import { type Anchor } from '../scan.ts';
import { clientCommands } from './client-commands.ts';
import { COMMAND_WORD as WORD, isGivenWord as isGiven, isOptionValue, QUOTED_WORD } from './command-words.ts';
import { encodedUsers } from './encoded-users.ts';
import { erlangTerms } from './erlang-terms.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { givenByName } from './given-by-name.ts';
import { givenInCode } from './given-in-code.ts';
import { loginCommands } from './login-commands.ts';
import { hasOption } from './option-ahead.ts';
import { namedByForm } from './named-by-form.ts';
import { odbcPasswords } from './odbc-passwords.ts';
import { optionPasswords } from './option-passwords.ts';
import { otherCommands } from './other-commands.ts';
import { pipedPasswords } from './piped-passwords.ts';
import { sqlPasswords } from './sql-passwords.ts';
import { HAPPENS, looksChosen } from './spoken-passwords.ts';
import { unaccentedLabels } from './unaccented-labels.ts';
import { wordEnd } from './word-end.ts';

/** Other options and words before the one that counts. */
const OPTIONS = `(?:[^\\n]{0,120}? )?`;
const DASH = 0x2d;
/** No hyphen within a word, as in `POST /reset-password HTTP/1.1`; the letter of a line break that JSON escaped is none, nor is the minus of a diff. */
const BEGINS_OPTION = /(?:^|[^\w-]|\\[nrt])-?$/;

/** A line, a prompt, a command before it, or the field that holds one. */
const BEGINS_COMMAND =
  /(?:^|[\n$#>&|;("'`]|\\n|\b(?:sudo|RUN|run:|exec|cmd:|command:|script:))[ \t]*(?:[+-] ?)?$/;
const COMMAND_REACH = 40;
/** Nothing behind the last word but options or another command; `net user growth exceeded 40 %` is a sentence. */
const ENDS_COMMAND = `(?![^\\s"'\\\\<>])(?=["']{0,2}[ \\t]{0,8}(?:$|[\\r\\n&|;)\`]|\\\\[rn]|--?\\w)|["'][,}\\]])`;
const ADDS_USER =
  '(?:rabbitmqctl (?:add_user|change_password)|net user(?! (?:time|growth|count|load|traffic|sessions?|requests?|increase|latency|experience|impact|data|gain|loss|numbers?|space|mode|cpu|churn|base|satisfaction|interface)\\b)) [\\w.@-]{1,64}';

const FORMS: readonly FieldForm[] = [
  {
    // `sqlcmd -P`, `mongo -p`, `redis-cli -a`: the password behind a blank, wherever the option stands.
    rule: 'command-password',
    type: 'secret',
    keywords: ['sqlcmd ', 'bcp ', 'zip -'],
    mayMatch: hasOption('-P'),
    form: () => new RegExp(`(?:sqlcmd|bcp|zip) ${OPTIONS}-P ?${WORD}`, 'y'),
    accepts: isOptionValue,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: [
      'mongo -',
      'mongosh ',
      'mongodump -',
      'mongorestore -',
      'mongoexport -',
      'mongoimport -',
      'cqlsh ',
      'registry login ',
      'az login ',
    ],
    mayMatch: hasOption('-p'),
    form: () =>
      new RegExp(
        `(?:mongo(?:sh|dump|restore|export|import)?|cqlsh|registry login|az login) ${OPTIONS}-p(?:[ =](?!-)|(?=["']))${WORD}`,
        'y',
      ),
    accepts: isOptionValue,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['redis-cli ', 'keydb-cli ', 'valkey-cli '],
    mayMatch: hasOption('-a ', '--pass '),
    form: () => new RegExp(`(?:redis|keydb|valkey)-cli ${OPTIONS}(?:-a|--pass) ${WORD}`, 'y'),
    accepts: isOptionValue,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['ldapsearch ', 'ldapmodify ', 'ldapadd ', 'ldapdelete ', 'ldapwhoami '],
    mayMatch: hasOption('-w '),
    form: () => new RegExp(`ldap(?:search|modify|add|delete|whoami) ${OPTIONS}-w ${WORD}`, 'y'),
    accepts: isOptionValue,
  },
  {
    rule: 'command-password',
    type: 'secret',
    // `7z a`, `7za x` …: no keyword begins with a digit.
    keywords: ['a', 'd', 'e', 'l', 't', 'u', 'x'].flatMap((letter) => [`z ${letter} `, `za ${letter} `]),
    mayMatch: hasOption('-p'),
    form: () => new RegExp(`(?<=7)za? [a-z] (?:[^\\n]{0,120} )?-p(?![=-])${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: [
      '--password ',
      '-password ',
      '-storepass ',
      '-keypass ',
      '--storepass ',
      '--keypass ',
      '-srcstorepass ',
      '-deststorepass ',
      '-destkeypass ',
      '--passphrase ',
      '-pw ',
    ],
    // Another option stands behind it.
    mayMatch: ({ bytes }, _, end) => bytes[end] !== DASH,
    form: () =>
      new RegExp(
        `--?(?:password|(?<=--)Password|storepass|keypass|pw|srcstorepass|deststorepass|destkeypass|passphrase) ${WORD}`,
        'y',
      ),
    accepts: (value, { text }, start) =>
      !value.startsWith('-') &&
      isOptionValue(value) &&
      BEGINS_OPTION.test(text.slice(Math.max(0, start - 3), start)),
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['passin pass:', 'passout pass:', 'password pass:', '-pass pass:'],
    form: () => new RegExp(`-?pass(?:in|out|word)? pass:${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    // In quotes, which hold all of it: `-passout 'pass:WORD WORD'`.
    rule: 'command-password',
    type: 'secret',
    keywords: ['passin "pass:', "passin 'pass:", 'passout "pass:', "passout 'pass:"],
    form: /pass(?:in|out) ["']pass:((?<="pass:)[^"\n\\]{4,128}(?=")|(?<='pass:)[^'\n]{4,128}(?='))/y,
    accepts: isGiven,
  },
  {
    // `rabbitmqctl add_user USER PASSWORD`, `net user USER PASSWORD`: of any word only where a command can stand.
    rule: 'command-password',
    type: 'secret',
    keywords: ['rabbitmqctl add_user ', 'rabbitmqctl change_password ', 'net user '],
    form: () => new RegExp(`${ADDS_USER} (?![/-])${WORD}`, 'y'),
    accepts: (value) => isGiven(value) && looksChosen(value),
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['rabbitmqctl add_user ', 'rabbitmqctl change_password ', 'net user '],
    form: () => new RegExp(`${ADDS_USER} (?![/-])${WORD}${ENDS_COMMAND}`, 'y'),
    accepts: (value, { text }, start) =>
      isGiven(value) &&
      !HAPPENS.test(value) &&
      BEGINS_COMMAND.test(text.slice(Math.max(0, start - COMMAND_REACH), start)),
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['net user '],
    form: () =>
      new RegExp(`net user [\\w.@-]{1,64} (?![/-])${WORD}(?=["']? [^\\n]{0,80}?/(?:add|domain)\\b)`, 'iy'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['rabbitmqctl add_user ', 'rabbitmqctl change_password ', 'net user '],
    form: () => new RegExp(`${ADDS_USER} ${QUOTED_WORD}`, 'y'),
    accepts: (value, { text }, start) =>
      isGiven(value) && BEGINS_COMMAND.test(text.slice(Math.max(0, start - COMMAND_REACH), start)),
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['smbclient ', 'rpcclient ', 'mount.cifs ', 'winexe '],
    mayMatch: hasOption('-U'),
    form: () =>
      new RegExp(
        `(?:smbclient|rpcclient|mount\\.cifs|winexe) ${OPTIONS}-U ?(?:"[\\w.\\\\/@-]{1,64}%(?=[^"\\n]{4,128}")|'[\\w.\\\\/@-]{1,64}%(?=[^'\\n]{4,128}')|["']?[\\w.\\\\/@-]{1,64}%["']?)((?<=-U ?"[^"\\n]{1,64}%)[^"\\n]{4,128}(?=")|(?<=-U ?'[^'\\n]{1,64}%)[^'\\n]{4,128}(?=')|[^\\s"'\\\\<>]{4,128})`,
        'y',
      ),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['sqlplus ', 'impdp ', 'expdp '],
    form: /(?:sqlplus|impdp|expdp) (?:-[a-zA-Z]{1,4} )?["']?[\w$#]{1,64}\/([^\s"'@/]{3,128})(?=@|["'\s]|$)/iy,
    accepts: isGiven,
  },
  {
    rule: 'openssl-key',
    type: 'secret',
    keywords: ['openssl enc'],
    mayMatch: hasOption('-k '),
    form: () => new RegExp(`openssl enc [^\\n]{0,120}?-k ${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'net-use',
    type: 'secret',
    keywords: ['net use '],
    form: () => new RegExp(`net use [^\\n]{0,120}?/u(?:ser)?:[^\\s"']{1,64} (?![/*])${WORD}`, 'iy'),
    accepts: isGiven,
  },
  {
    rule: 'net-use',
    type: 'secret',
    keywords: ['net use '],
    mayMatch: hasOption('/u', '/U'),
    form: () =>
      new RegExp(
        `net use (?:(?:[a-z]:|\\*) )?"?\\\\\\\\[^\\s"']{3,120}"? (?![/*-])${WORD}(?=\\\\{0,3}["']? /u)`,
        'iy',
      ),
    accepts: isGiven,
  },
  {
    // `-uUSER:PASSWORD`; with a blank it is found without the command.
    rule: 'curl-user',
    type: 'secret',
    keywords: ['curl -'],
    mayMatch: hasOption('-u'),
    form: /curl (?:-[^\n]{0,200}? )?-u([^\s"':$<{-][^\s"':]{0,63}:[^\s"'$<{][^\s"']{3,127})/y,
  },
  {
    rule: 'curl-user',
    type: 'secret',
    keywords: ['curl -'],
    mayMatch: hasOption('-u"', "-u'"),
    form: /curl (?:-[^\n]{0,200}? )?-u["']((?<=")[^\s"':$<{-][^\s"':]{0,63}:[^"\n$<{][^"\n\\]{3,127}(?=")|(?<=')[^\s"':$<{-][^\s"':]{0,63}:[^'\n$<{][^'\n]{3,127}(?='))/y,
  },
];

/** Passwords in commands, statements and files that have no name of a field. */
export const commandAnchors: readonly Anchor[] = [
  ...[
    ...[
      ...loginCommands,
      ...FORMS,
      ...optionPasswords,
      ...givenByName,
      ...erlangTerms,
      ...otherCommands,
      ...clientCommands,
      ...encodedUsers,
      ...pipedPasswords,
    ].map((form) => ({
      endOf: wordEnd,
      ...form,
    })),
    ...sqlPasswords,
    ...odbcPasswords,
    ...namedByForm,
    ...unaccentedLabels,
  ].flatMap(anchorsOf),
  ...givenInCode,
];
