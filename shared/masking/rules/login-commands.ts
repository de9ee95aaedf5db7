import {
  COMMAND_WORD as WORD,
  isGivenWord as isGiven,
  isOptionValue,
  isPlainWord,
  PLAIN_WORD,
  SAYS_OPTION,
} from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { hasOption } from './option-ahead.ts';

/** Passwords of commands that log in somewhere, as they are typed and as a list of processes shows them. */
export const loginCommands: readonly FieldForm[] = [
  // What a list of processes shows comes first: of two findings that begin together the first counts.
  {
    rule: 'sshpass',
    type: 'secret',
    keywords: ['sshpass -p'],
    form: new RegExp(`sshpass -p ?${PLAIN_WORD}`, 'iy'),
    accepts: isPlainWord,
  },
  {
    rule: 'sshpass',
    type: 'secret',
    keywords: ['sshpass -p'],
    form: new RegExp(`sshpass -p ?${WORD}`, 'iy'),
    accepts: isGiven,
  },
  {
    rule: 'docker-login',
    type: 'secret',
    keywords: ['docker login ', 'podman login '],
    mayMatch: hasOption('-p ', '-P '),
    form: new RegExp(`(?:docker|podman) login [^\\n]{0,120}?-p ${PLAIN_WORD}`, 'iy'),
    accepts: (value) => isPlainWord(value) && !SAYS_OPTION.test(value),
  },
  {
    rule: 'docker-login',
    type: 'secret',
    keywords: ['docker login ', 'podman login '],
    mayMatch: hasOption('-p ', '-P '),
    form: new RegExp(`(?:docker|podman) login [^\\n]{0,120}?-p ${WORD}`, 'iy'),
    accepts: isOptionValue,
  },
  {
    rule: 'mysql-password',
    type: 'secret',
    keywords: ['mysql -', 'mysqldump -', 'mysqladmin -', 'mariadb -'],
    mayMatch: hasOption('-p'),
    form: new RegExp(
      `(?:mysql|mysqldump|mysqladmin|mariadb) (?:-[^\\n]{0,120}? )?-p(?![\\s"'=-])${PLAIN_WORD}`,
      'y',
    ),
    accepts: isPlainWord,
  },
  {
    // Its `-p` has the password right behind it; a port is `-P`.
    rule: 'mysql-password',
    type: 'secret',
    keywords: ['mysql -', 'mysqldump -', 'mysqladmin -', 'mariadb -'],
    mayMatch: hasOption('-p'),
    form: new RegExp(`(?:mysql|mysqldump|mysqladmin|mariadb) (?:-[^\\n]{0,120}? )?-p(?![=-])${WORD}`, 'y'),
    accepts: isGiven,
  },
];
