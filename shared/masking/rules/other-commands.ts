import { COMMAND_WORD as WORD, isGivenWord as isGiven, QUOTED_WORD } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { PASSWORD_VARIABLES } from './handed-over.ts';
import { hasOption } from './option-ahead.ts';

/** Other options and words before the one that counts. */
const OPTIONS = `(?:[^\\n]{0,120}? )?`;
const SEALS_REACH = 160;
/** `--from-literal` of a Secret, not of a ConfigMap. */
const MAKES_SECRET = /\bsecret\s{1,4}(?:generic|docker-registry|tls)\b/;
const MAKES_SECURE = /--type[ =]["']?SecureString\b/;
const PARAMETER_REACH = 200;

/** What programs read a password from, and an option of many. */
const HANDED_OVER = [...PASSWORD_VARIABLES, '--password'];

/** Passwords that commands for archives, keys, remote desktops and stores of secrets are given. */
export const otherCommands: readonly FieldForm[] = [
  {
    // What a program gets as it is, so that no word says how something stands; without quotes `isHandedOver` tells.
    rule: 'handed-over',
    type: 'secret',
    keywords: HANDED_OVER.map((name) => `${name.toLowerCase()}=`),
    form: () => new RegExp(`(?:${HANDED_OVER.join('|')})=${QUOTED_WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    // `-N NEW`, `-P OLD`; without a phrase they are given an empty one.
    rule: 'command-password',
    type: 'secret',
    keywords: ['ssh-keygen -'],
    mayMatch: hasOption('-N ', '-P '),
    form: () => new RegExp(`ssh-keygen (?:-[^\\n]{0,120}? )?-[NP] (?!-)${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['ssh-keygen -p'],
    mayMatch: hasOption('-N '),
    form: () => new RegExp(`ssh-keygen -p (?:[^\\n]{0,60} )?-P [^\\n]{0,120}? -N (?!-)${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['unzip -'],
    mayMatch: hasOption('-P'),
    form: () => new RegExp(`unzip ${OPTIONS}-P ?(?!-)${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    // The password right behind it, as 7z has it; `-p-` asks for none.
    rule: 'command-password',
    type: 'secret',
    keywords: ['unrar x ', 'unrar e ', 'unrar t ', 'rar a '],
    mayMatch: hasOption('-p', '-hp'),
    form: () => new RegExp(`(?:un)?rar [aetx] ${OPTIONS}-h?p(?![=-])${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['rdesktop ', 'psexec ', 'psexec64 ', 'rabbitmqadmin '],
    mayMatch: hasOption('-p '),
    form: () =>
      new RegExp(`(?:rdesktop|psexec(?:64)?|rabbitmqadmin) ${OPTIONS}-p (?!-|\\d{1,5}\\b)${WORD}`, 'iy'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['ipmitool '],
    mayMatch: hasOption('-P '),
    form: () => new RegExp(`ipmitool ${OPTIONS}-P (?!-)${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['schtasks ', 'xfreerdp ', 'wfreerdp '],
    mayMatch: hasOption('/rp ', '/p:', '/RP '),
    form: () => new RegExp(`(?:schtasks|[wx]freerdp) ${OPTIONS}(?:/rp |/p:)(?![/*])${WORD}`, 'iy'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['--dest-creds ', '--src-creds ', '--dest-creds=', '--src-creds='],
    form: () => new RegExp(`--(?:dest|src)-creds[ =](?=["']?[\\w.@-]{1,64}:)${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['http -a ', 'https -a '],
    form: /https? -a ["']?[\w.@-]{1,64}:([^\s"'$]{4,128})/y,
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['ldappasswd '],
    mayMatch: hasOption('-s ', '-a ', '-w '),
    form: () => new RegExp(`ldappasswd ${OPTIONS}-[asw] (?!-)${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['gh secret set '],
    mayMatch: hasOption('--body', '-b'),
    form: () => new RegExp(`gh secret set ${OPTIONS}(?:--body|-b)[ =](?!-)${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    // Of a Secret any name is one of a secret.
    rule: 'kept-secret',
    type: 'secret',
    keywords: ['--from-literal=', '--from-literal ', "--from-literal='"],
    form: () => new RegExp(`--from-literal[ =](?:["'](?=[\\w.-]{1,64}=))?[\\w.-]{1,64}=${WORD}`, 'y'),
    accepts: (value, { text }, start) =>
      isGiven(value) &&
      !NAMES_ACCOUNT.test(text.slice(start, start + LONGEST_OPTION)) &&
      MAKES_SECRET.test(text.slice(Math.max(0, start - SEALS_REACH), start)),
  },
  {
    rule: 'kept-secret',
    type: 'secret',
    keywords: ['vault kv put ', 'vault kv patch ', 'vault write secret/'],
    form: () =>
      new RegExp(
        `vault (?:kv (?:put|patch)(?: -[\\w-]{1,20}(?:=\\S{1,40})?){0,3}|write) [\\w./-]{1,120} (?:[\\w.-]{1,40}=\\S{1,80} ){0,3}?value=(?![@-])${WORD}`,
        'y',
      ),
    accepts: isGiven,
  },
  {
    rule: 'kept-secret',
    type: 'secret',
    keywords: ['ssm put-parameter '],
    mayMatch: hasOption('--value'),
    form: () => new RegExp(`ssm put-parameter [^\\n]{0,200}?--value[ =](?!file:)${WORD}`, 'y'),
    accepts: (value, { text }, start) =>
      isGiven(value) && MAKES_SECURE.test(text.slice(start, start + 2 * PARAMETER_REACH)),
  },
  {
    rule: 'kept-secret',
    type: 'secret',
    keywords: ['--secret-string ', '--secret-string='],
    form: () => new RegExp(`--secret-string[ =](?!file:|["']?\\{)${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    // Expect's answer to a prompt.
    rule: 'sent-password',
    type: 'secret',
    keywords: ['send "', 'send -- "'],
    form: /send (?:-- )?"([^"\n\\]{4,128})(?=\\[rn]")/y,
    accepts: (value, { text }, start) =>
      isGiven(value) && /assw(?:or)?d/i.test(text.slice(Math.max(0, start - PROMPT_REACH), start)),
  },
  {
    // What a honeypot and some servers write of each attempt.
    rule: 'login-attempt',
    type: 'secret',
    keywords: ['login attempt ['],
    form: /login attempt \[(?:b')?[^/\]\n]{1,64}?'?\/(?:b')?([^\]\n]{3,128}?)(?='?\] (?:failed|succeeded))/y,
    accepts: (value) => !/^(?:\d{1,3}|b?'{1,2})$/.test(value) && isGiven(value),
  },
  {
    rule: 'wireless-key',
    type: 'secret',
    keywords: ['wpa_passphrase '],
    form: () => new RegExp(`wpa_passphrase (?:["'][^"'\\n]{1,32}["']|[^\\s"'=$]{1,32}) ${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'wireless-key',
    type: 'secret',
    keywords: ['wifi connect '],
    form: () => new RegExp(`wifi connect (?:["'][^"'\\n]{1,32}["']|\\S{1,32}) password (?!-)${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    // What a QR code of a network holds.
    rule: 'wireless-key',
    type: 'secret',
    keywords: ['wifi:t:', 'wifi:s:'],
    form: /WIFI:(?:[^\n"]{0,80}?;)?P:((?:[^\s";\\]|\\.){4,64})(?=;)/y,
    accepts: isGiven,
  },
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['curl -', 'wget --'],
    mayMatch: hasOption('--user ', '--http-user', '--ftp-password'),
    form: () => new RegExp(`(?:curl|wget) ${OPTIONS}--(?:http-|ftp-|proxy-)?password[ =]${QUOTED_WORD}`, 'y'),
    accepts: isGiven,
  },
];

const PROMPT_REACH = 100;
const LONGEST_OPTION = 40;
/** The account's name beside it. */
const NAMES_ACCOUNT = /^--from-literal[ =]["']?(?:\w{0,20}[-_.])?(?:user(?:name)?|login|host|port|email)=/i;
