import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { hasOption } from './option-ahead.ts';
import { isPlaceholder } from './secret-values.ts';
import { HAPPENS, looksChosen } from './spoken-passwords.ts';

const isGiven = (value: string): boolean => !isPlaceholder(value);

/** Other options and words before the one that counts. */
const OPTIONS = `(?:[^\\n]{0,120}? )?`;
const WORD = `["']?([^\\s"'\\\\<>]{4,128})`;
const LINE_BREAK = '(?:\\r?\\n|(?:\\\\r)?\\\\n)[ \\t+-]{0,16}';
const DIGEST_REACH = 600;
const DASH = 0x2d;
/** No hyphen within a word, as in `POST /reset-password HTTP/1.1`; the letter of a line break that JSON escaped is none, nor is the minus of a diff. */
const BEGINS_OPTION = /(?:^|[^\w-]|\\[nrt])-?$/;
/** `the --password option` */
const SAYS_OPTION = /^(?:option|flag|argument|parameter|switch)s?[.,;:)]?$/i;
const isOptionValue = (value: string): boolean => isGiven(value) && !SAYS_OPTION.test(value);

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
    rule: 'sql-password',
    type: 'secret',
    keywords: ['identified by '],
    form: /identified by (?:password )?["']([^"'\n]{4,128})/iy,
    accepts: isGiven,
  },
  {
    rule: 'sshpass',
    type: 'secret',
    keywords: ['sshpass -p'],
    form: /sshpass -p ?["']?([^\s"']{4,128})/iy,
    accepts: isGiven,
  },
  {
    rule: 'docker-login',
    type: 'secret',
    keywords: ['docker login ', 'podman login '],
    mayMatch: hasOption('-p ', '-P '),
    form: /(?:docker|podman) login [^\n]{0,120}?-p ["']?([^\s"']{4,128})/iy,
    accepts: isOptionValue,
  },
  {
    // Its `-p` has the password right behind it; a port is `-P`.
    rule: 'mysql-password',
    type: 'secret',
    keywords: ['mysql -', 'mysqldump -', 'mysqladmin -', 'mariadb -'],
    mayMatch: hasOption('-p'),
    form: /(?:mysql|mysqldump|mysqladmin|mariadb) (?:-[^\n]{0,120}? )?-p([^\s"'=-][^\s"']{3,127})/y,
    accepts: isGiven,
  },
  {
    // `sqlcmd -P`, `mongo -p`, `redis-cli -a`: the password behind a blank, wherever the option stands.
    rule: 'command-password',
    type: 'secret',
    keywords: ['sqlcmd ', 'bcp ', 'zip -'],
    mayMatch: hasOption('-P'),
    form: new RegExp(`(?:sqlcmd|bcp|zip) ${OPTIONS}-P ?${WORD}`, 'y'),
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
    form: new RegExp(
      `(?:mongo(?:sh|dump|restore|export|import)?|cqlsh|registry login|az login) ${OPTIONS}-p[ =]${WORD}`,
      'y',
    ),
    accepts: isOptionValue,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['redis-cli ', 'keydb-cli ', 'valkey-cli '],
    mayMatch: hasOption('-a ', '--pass '),
    form: new RegExp(`(?:redis|keydb|valkey)-cli ${OPTIONS}(?:-a|--pass) ${WORD}`, 'y'),
    accepts: isOptionValue,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['ldapsearch ', 'ldapmodify ', 'ldapadd ', 'ldapdelete ', 'ldapwhoami '],
    mayMatch: hasOption('-w '),
    form: new RegExp(`ldap(?:search|modify|add|delete|whoami) ${OPTIONS}-w ${WORD}`, 'y'),
    accepts: isOptionValue,
  },
  {
    rule: 'command-password',
    type: 'secret',
    // `7z a`, `7za x` …: no keyword begins with a digit.
    keywords: ['a', 'd', 'e', 'l', 't', 'u', 'x'].flatMap((letter) => [`z ${letter} `, `za ${letter} `]),
    mayMatch: hasOption('-p'),
    form: /(?<=7)za? [a-z] (?:[^\n]{0,120} )?-p([^\s"'=-][^\s"']{3,127})/y,
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['--password ', '-password ', '-storepass ', '-keypass ', '--storepass ', '--keypass '],
    // Another option stands behind it.
    mayMatch: ({ bytes }, _, end) => bytes[end] !== DASH,
    form: new RegExp(`--?(?:password|storepass|keypass) ${WORD}`, 'y'),
    accepts: (value, { text }, start) =>
      !value.startsWith('-') &&
      isGiven(value) &&
      !SAYS_OPTION.test(value) &&
      BEGINS_OPTION.test(text.slice(Math.max(0, start - 3), start)),
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['passin pass:', 'passout pass:'],
    form: new RegExp(`pass(?:in|out) pass:${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['htpasswd -'],
    form: new RegExp(
      `htpasswd -[a-zA-Z]{0,4}b[a-zA-Z]{0,4} [^\\s]{1,80} [\\w.@-]{1,64} (?![/-])${WORD}`,
      'y',
    ),
    accepts: isGiven,
  },
  {
    // `rabbitmqctl add_user USER PASSWORD`, `net user USER PASSWORD`: of any word only where a command can stand.
    rule: 'command-password',
    type: 'secret',
    keywords: ['rabbitmqctl add_user ', 'rabbitmqctl change_password ', 'net user '],
    form: new RegExp(`${ADDS_USER} (?![/-])${WORD}`, 'y'),
    accepts: (value) => isGiven(value) && looksChosen(value),
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['rabbitmqctl add_user ', 'rabbitmqctl change_password ', 'net user '],
    form: new RegExp(`${ADDS_USER} (?![/-])${WORD}${ENDS_COMMAND}`, 'y'),
    accepts: (value, { text }, start) =>
      isGiven(value) &&
      !HAPPENS.test(value) &&
      BEGINS_COMMAND.test(text.slice(Math.max(0, start - COMMAND_REACH), start)),
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['net user '],
    form: new RegExp(
      `net user [\\w.@-]{1,64} (?![/-])${WORD}(?=["']? [^\\n]{0,80}?/(?:add|domain)\\b)`,
      'iy',
    ),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['smbclient ', 'rpcclient ', 'mount.cifs '],
    mayMatch: hasOption('-U'),
    form: new RegExp(
      `(?:smbclient|rpcclient|mount\\.cifs) ${OPTIONS}-U ?["']?[\\w.\\\\@-]{1,64}%${WORD}`,
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
    // What a pipe hands over to a command that reads its password there.
    rule: 'piped-password',
    type: 'secret',
    keywords: ['echo ', 'printf '],
    form: /(?:echo|printf) (?:-n |%s )?["']?([^\s"'|]{4,128})(?=["']? ?\| ?(?:sudo -S|[^\n|]{0,80}--password-stdin|[^\n|]{0,40}passwd --stdin|openssl [^\n|]{0,80}-pass(?:in|out)? stdin))/y,
    accepts: isGiven,
  },
  {
    rule: 'piped-password',
    type: 'secret',
    keywords: ['chpasswd <<<'],
    form: /chpasswd <<< ?["']?[\w.-]{1,64}:([^\s"']{4,128})/y,
    accepts: isGiven,
  },
  {
    // netrc: `machine HOST login USER password WORD`, on one line or several.
    rule: 'netrc',
    type: 'secret',
    keywords: ['machine ', 'default login '],
    form: /(?:machine [^\s]{1,120}|default)\s{1,8}login [^\s]{1,64}\s{1,8}password ["']?([^\s"']{4,128})/y,
    // Where an element or a string within JSON ends behind it.
    accepts: (value) => isGiven(value) && !HAPPENS.test(value.replace(/(?:\\|<\/).*$/, '')),
  },
  {
    // RFC 7616: made of the password; with the nonce beside it, it can be guessed at leisure.
    rule: 'digest-response',
    type: 'secret',
    keywords: ['response=', 'response\\="'],
    form: /response=\\{0,2}["']?([0-9a-f]{32}(?:[0-9a-f]{32})?)(?![\w-])/iy,
    accepts: (_, { text }, start) =>
      /digest|nonce=/i.test(text.slice(Math.max(0, start - DIGEST_REACH), start + DIGEST_REACH)),
  },
  {
    // Its name says no more than "session id"; what it looks like is fixed.
    rule: 'cookie',
    type: 'secret',
    keywords: ['asp.net_sessionid='],
    form: /ASP\.NET_SessionId=([a-z0-5]{24})(?!\w)/iy,
  },
  {
    rule: 'putty-key',
    type: 'secret',
    keywords: ['private-lines:'],
    form: new RegExp(
      `Private-Lines: \\d{1,3}${LINE_BREAK}([A-Za-z0-9+/=]{1,100}(?:${LINE_BREAK}[A-Za-z0-9+/=]{1,100}(?![A-Za-z0-9+/=:-])){0,199})`,
      'y',
    ),
  },
  {
    rule: 'putty-key',
    type: 'secret',
    keywords: ['private-mac:'],
    form: /Private-MAC: ([0-9a-f]{40,64})(?!\w)/y,
  },
  {
    rule: 'bind-password',
    type: 'secret',
    keywords: ['bindpw '],
    form: /bindpw ["']?([^\s"']{4,128})/iy,
    accepts: isGiven,
  },
  {
    rule: 'openssl-key',
    type: 'secret',
    keywords: ['openssl enc'],
    mayMatch: hasOption('-k '),
    form: /openssl enc [^\n]{0,120}?-k ["']?([^\s"']{4,128})/y,
    accepts: isGiven,
  },
  {
    rule: 'net-use',
    type: 'secret',
    keywords: ['net use '],
    form: /net use [^\n]{0,120}?\/u(?:ser)?:[^\s"']{1,64} ["']?([^\s"'/*][^\s"']{3,127})/iy,
    accepts: isGiven,
  },
  {
    rule: 'oracle-password',
    type: 'secret',
    keywords: ['jdbc:oracle:'],
    form: /jdbc:oracle:\w{1,8}:([^\s/@:"']{1,64}\/[^\s/@"']{1,128})(?=@)/iy,
    accepts: (value) => !/[${}<>]/.test(value),
  },
  {
    rule: 'seed-phrase',
    type: 'secret',
    keywords: ['mnemonic', 'seed phrase', 'recovery phrase', 'seed_phrase'],
    form: /(?:mnemonic(?:[ _]phrase)?|(?:seed|recovery)[ _]phrase)["']?[ \t]{0,2}(?::|=|is)[ \t]{0,2}["']?((?:[a-z]{3,8} ){11,23}[a-z]{3,8})(?![a-z])/iy,
  },
  {
    // `-uUSER:PASSWORD`; with a blank it is found without the command.
    rule: 'curl-user',
    type: 'secret',
    keywords: ['curl -'],
    mayMatch: hasOption('-u'),
    form: /curl (?:-[^\n]{0,200}? )?-u([^\s"':$<{-][^\s"':]{0,63}:[^\s"'$<{][^\s"']{3,127})/y,
  },
];

/** Passwords in commands, statements and files that have no name of a field. */
export const commandAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
