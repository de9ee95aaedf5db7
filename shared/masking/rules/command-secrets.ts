import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { ASSIGNED } from './fields.ts';
import { PASSWORD_INITIALS, PASSWORD_KEYWORDS, PASSWORD_LABELS } from './password-labels.ts';
import { isPlaceholder, isSecretValue } from './secret-values.ts';

const isGiven = (value: string): boolean => !isPlaceholder(value);

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
    form: /(?:docker|podman) login [^\n]{0,120}?-p ["']?([^\s"']{4,128})/iy,
    accepts: isGiven,
  },
  {
    // Its `-p` has the password right behind it; a port is `-P`.
    rule: 'mysql-password',
    type: 'secret',
    keywords: ['mysql -', 'mysqldump -', 'mysqladmin -', 'mariadb -'],
    form: /(?:mysql|mysqldump|mysqladmin|mariadb) (?:-[^\n]{0,120}? )?-p([^\s"'=-][^\s"']{3,127})/y,
    accepts: isGiven,
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
    rule: 'password-label',
    type: 'secret',
    keywords: PASSWORD_KEYWORDS,
    initials: PASSWORD_INITIALS,
    form: () =>
      new RegExp(`(?:${PASSWORD_LABELS})${ASSIGNED.replace('(?::', '(?::|：')}([^\\s"'\`,;]{4,64})`, 'iuy'),
    accepts: (value) =>
      isSecretValue(value, 'password', { assigned: true, quoted: false, spaced: true, after: '' }),
  },
];

/** Passwords in commands and statements that have no name of a field, and behind their label in other languages. */
export const commandAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
