import { COMMAND_WORD as WORD, isGivenWord as isGiven, isOptionValue } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { hasOption } from './option-ahead.ts';

/** Other options and words before the one that counts. */
const OPTIONS = `(?:[^\\n]{0,120}? )?`;
const COMMAND_REACH = 200;
const SENDS_REQUEST = /(?:^|[\s;&|("'`/>])(?:https?|xh)\s[^\n]*$/;
/** Options of `htpasswd`; the costs of a hash are a number behind them. */
const HASH_OPTION = '-[a-zA-Z]{1,8} {1,2}(?:\\d{1,9} {1,2})?';

/** Passwords that clients of servers are given: brokers, databases, package indexes, transfers of files. */
export const clientCommands: readonly FieldForm[] = [
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['mosquitto_pub ', 'mosquitto_sub ', 'mosquitto_rr '],
    mayMatch: hasOption('-P '),
    form: () => new RegExp(`mosquitto_(?:pub|sub|rr) ${OPTIONS}-P (?!-)${WORD}`, 'y'),
    accepts: isOptionValue,
  },
  {
    // A port is a number.
    rule: 'command-password',
    type: 'secret',
    keywords: [
      'cypher-shell ',
      'twine upload ',
      'ncftpput ',
      'ncftpget ',
      'elasticsearch-users ',
      'mydumper ',
    ],
    mayMatch: hasOption('-p '),
    form: () =>
      new RegExp(
        `(?:cypher-shell|twine upload|ncftp(?:put|get)|elasticsearch-users|mydumper) ${OPTIONS}-p (?!-|\\d{1,5}(?!\\S))${WORD}`,
        'y',
      ),
    accepts: isOptionValue,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['winrm ', 'winrs '],
    mayMatch: hasOption('-p:'),
    form: () => new RegExp(`winr[ms] ${OPTIONS}-p:${WORD}`, 'y'),
    accepts: isOptionValue,
  },
  {
    // `-u USER,PASSWORD`; without one it is asked for.
    rule: 'command-password',
    type: 'secret',
    keywords: ['lftp '],
    mayMatch: hasOption('-u '),
    form: () => new RegExp(`lftp ${OPTIONS}-u {1,2}["']?[\\w.@-]{1,64},(?!["'])${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    // HTTPie.
    rule: 'command-password',
    type: 'secret',
    keywords: ['--auth ', '--auth='],
    form: () => new RegExp(`--auth[ =]["']?[\\w.@-]{1,64}:(?!["'])${WORD}`, 'y'),
    accepts: (value, scan, start) =>
      isGiven(value, scan, start) &&
      SENDS_REQUEST.test(scan.text.slice(Math.max(0, start - COMMAND_REACH), start)),
  },
  {
    // Load generators: `ab -A user:password`, `hey -a user:password`, `oha -a user:password`.
    rule: 'command-password',
    type: 'secret',
    keywords: ['ab -', 'hey -', 'oha -'],
    mayMatch: hasOption('-A ', '-a ', '-P '),
    form: () =>
      new RegExp(`(?:ab ${OPTIONS}-[AP]|(?:hey|oha) ${OPTIONS}-a) ["']?[\\w.@-]{1,64}:(?!["'])${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['rclone obscure '],
    form: () => new RegExp(`rclone obscure (?!-)${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['htpasswd -', 'htpasswd  -'],
    form: () =>
      new RegExp(
        `htpasswd {1,2}(?=(?:${HASH_OPTION}){0,4}-[a-zA-Z]{0,7}b)(?!(?:${HASH_OPTION}){0,4}-[a-zA-Z]{0,7}n)(?:${HASH_OPTION}){1,5}(?!-|\\d{1,9} )["']?[^\\s"']{1,80}["']? {1,2}["']?[\\w.@-]{1,64}["']? {1,2}(?![/-])${WORD}`,
        'y',
      ),
    accepts: isGiven,
  },
  {
    // To standard output: no file.
    rule: 'command-password',
    type: 'secret',
    keywords: ['htpasswd -', 'htpasswd  -'],
    form: () =>
      new RegExp(
        `htpasswd {1,2}(?=(?:${HASH_OPTION}){0,4}-[a-zA-Z]{0,7}b)(?=(?:${HASH_OPTION}){0,4}-[a-zA-Z]{0,7}n)(?:${HASH_OPTION}){1,5}(?!-|\\d{1,9} )["']?[\\w.@-]{1,64}["']? {1,2}(?![/-])${WORD}`,
        'y',
      ),
    accepts: isGiven,
  },
  {
    // Handed over on standard input.
    rule: 'piped-password',
    type: 'secret',
    keywords: ['passwd <<<', 'vncpasswd <<<', 'smbpasswd <<<', 'kinit ', 'cryptsetup ', 'sudo -s'],
    mayMatch: hasOption('<<<'),
    form: () =>
      new RegExp(
        `(?:(?:vnc|smb)?passwd|kinit(?: [^\\n|<]{1,80})?|cryptsetup [^\\n|<]{1,80}|sudo -S [^\\n|<]{1,80}) ?<<< ?${WORD}`,
        'y',
      ),
    accepts: isGiven,
  },
];
