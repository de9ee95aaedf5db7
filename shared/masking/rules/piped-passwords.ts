import { COMMAND_WORD as WORD, isGivenWord as isGiven } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { hasOption } from './option-ahead.ts';

/** Commands that read a password from their standard input. */
const READS_PASSWORD =
  '(?:sudo -S|[^\\n|]{0,80}--password-stdin|[^\\n|]{0,40}passwd --stdin|openssl [^\\n|]{0,80}-pass(?:in|out)? stdin|gpg [^\\n|]{0,80}--passphrase-fd 0|vault login -|docker secret create |cryptsetup )';

/** Passwords that one command hands to the next. */
export const pipedPasswords: readonly FieldForm[] = [
  {
    // What a pipe hands over to a command that reads its password there.
    rule: 'piped-password',
    type: 'secret',
    keywords: ['echo ', 'printf '],
    mayMatch: hasOption('|'),
    form: () =>
      new RegExp(
        `(?:echo|printf) (?:-n |["']?%s(?:\\\\n)?["']? )?(?!-)${WORD}(?=\\\\{0,3}["']? ?\\| ?${READS_PASSWORD})`,
        'y',
      ),
    accepts: isGiven,
  },
  {
    rule: 'piped-password',
    type: 'secret',
    keywords: ['echo ', 'printf '],
    mayMatch: hasOption('chpasswd'),
    form: /(?:echo|printf) (?:-e )?["']?[\w.-]{1,64}:([^"'\n|]{4,128}?)(?:\\n)?(?=["']? ?\| ?(?:sudo )?chpasswd)/y,
    accepts: isGiven,
  },
  {
    // A here-string.
    rule: 'piped-password',
    type: 'secret',
    keywords: ['--password-stdin', 'passwd --stdin', 'sudo -s'],
    mayMatch: hasOption('<<<'),
    form: () =>
      new RegExp(`(?:--password-stdin|passwd --stdin|sudo -S)(?: [^\\n|<]{1,80})? ?<<< ?${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'piped-password',
    type: 'secret',
    keywords: ['chpasswd <<<'],
    form: /chpasswd <<< ?["']?[\w.-]{1,64}:((?<=<<< ?["'][\w.-]{1,64}:)[^"'\n]{4,128}(?=["'])|[^\s"']{4,128})/y,
    accepts: isGiven,
  },
];
