import {
  isGivenWord as isGiven,
  isOptionValue,
  PLAIN_WORD,
  QUOTED_WORD,
  UNCLOSED_WORD,
} from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { hasOption } from './option-ahead.ts';

/** Whatever the number of blanks behind a command, up to two. */
const spaced = (...commands: readonly string[]): string[] =>
  commands.flatMap((command) => [`${command} `, `${command}  `]);

/** Other options and words before the one that counts. */
const OPTIONS = '(?:[^\\n]{0,120}? )?';

/** A form for each way its value is written: as a list of processes shows it comes first, for of two findings that begin together the first counts. */
const plainOrQuoted = (form: Omit<FieldForm, 'form'>, before: string, flags: string): FieldForm[] =>
  [PLAIN_WORD, QUOTED_WORD, UNCLOSED_WORD].map((word) => ({
    ...form,
    form: () => new RegExp(`${before}${word}`, flags),
  }));

const LOGS_IN = '(?:docker|podman|nerdctl|skopeo|buildah|oras|cf|oc)';
const MYSQL =
  '(?:mysql(?:dump|admin|check|import|show|slap|pump|binlog|_upgrade)?|mariadb(?:-(?:dump|admin|check|import|show|slap|binlog|upgrade))?)';

/** Passwords of commands that log in somewhere, as they are typed and as a list of processes shows them. */
export const loginCommands: readonly FieldForm[] = [
  ...plainOrQuoted(
    { rule: 'sshpass', type: 'secret', keywords: ['sshpass '], mayMatch: hasOption('-p'), accepts: isGiven },
    'sshpass {1,3}(?:-v {1,3}|-P {1,3}[\\w:-]{1,40} {1,3}){0,2}-p {0,3}',
    'iy',
  ),
  ...plainOrQuoted(
    {
      rule: 'docker-login',
      type: 'secret',
      keywords: [
        'docker ',
        'podman ',
        ...spaced('nerdctl login', 'skopeo login', 'buildah login', 'oras login', 'cf login', 'oc login'),
      ],
      mayMatch: hasOption(' -p', ' -P'),
      accepts: isOptionValue,
    },
    // `-p` alone behind a blank, an equals sign or nothing: `-port`, `-password` are other options.
    `${LOGS_IN} {1,3}(?:-{1,2}[\\w-]{1,20}[ =][^\\s-][^\\s]{0,80} {1,3}){0,3}login {1,3}${OPTIONS}-p(?:[ =] {0,2}(?!-)|(?!ass|ort\\b|[ =-]))`,
    'iy',
  ),
  ...plainOrQuoted(
    {
      // Its `-p` has the password right behind it; a port is `-P`.
      rule: 'mysql-password',
      type: 'secret',
      keywords: ['mysql', 'mariadb'],
      mayMatch: hasOption('-p'),
      accepts: isGiven,
    },
    `${MYSQL} {1,3}(?:-[^\\n]{0,120}? )?(?:["'](?=-p[^\\s"']))?-p(?![\\s=-])`,
    'y',
  ),
];
