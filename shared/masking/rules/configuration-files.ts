import { type Anchor, report, type Scan } from '../scan.ts';
import { STRENGTH } from '../finding.ts';
import { announcedPasswords } from './announced-passwords.ts';
import { namedPairs } from './named-pairs.ts';
import { changedValueAnchors } from './changed-values.ts';
import { devicePasswords } from './device-passwords.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { keysByForm } from './keys-by-form.ts';
import { mdpLabels } from './mdp-labels.ts';
import { namedValues } from './named-values.ts';
import { oneTimeCodes } from './one-time-codes.ts';
import { elementAnchors } from './secret-elements.ts';
import { judgeSecretName } from './secret-names.ts';
import { isPlaceholder, isSecretValue } from './secret-values.ts';

function isGiven(written: string): boolean {
  const value = written.replace(/[,.:;)]+$/, '');
  return !isPlaceholder(value) && !DEFAULTS.test(value) && !SAID.test(value);
}
/** What is told of such a setting in its place. */
const SAID =
  /^(?:lifetime|lookups?|hashed|latency|reads?|writes|strings?|unset|missing|mode|cached?|timeouts?|retries|rotated|changed?)$/i;
/** Rates and sizes. */
const MEASURED = /^\d+(?:\.\d+)? ?(?:%|[a-zµ]{1,3})?(?:\/[a-z]{1,3})?$/i;
/** What manuals and installations have, and references to a file or a variable. */
const DEFAULTS = /^(?:foobared|public|private|cisco|nopass|file:|\/|\$|@)/i;
const ENDS_WORD = `(?=["']?(?:[\\s;,]|\\\\{1,4}[nr]|<|$))`;
const WORD = `["']?([^\\s"'\\\\<>;]{4,128})${ENDS_WORD}`;
const QUOTED = `["']([^"'\\n]{4,128})["']`;
const BLANKS = '[ \\t]{1,8}';

/** Judges a value by the first name in quotes behind its label. */
function isNamedSecret(value: string, { text }: Scan, start: number): boolean {
  const name = /"([\w.-]{1,64})"/.exec(text.slice(start, start + NAME_REACH))?.[1] ?? '';
  const secretClass = judgeSecretName(name);
  const context = { assigned: true, quoted: true, spaced: true, after: '' };
  return secretClass !== null && isSecretValue(value, secretClass, context);
}

const NAME_REACH = 84;
const ACL_REACH = 112;

const FORMS: readonly FieldForm[] = [
  {
    // A digit says how the value is hidden: 7 can be turned back, 5, 8 and 9 are sums that can be guessed at leisure.
    rule: 'network-device',
    type: 'secret',
    keywords: ['password 7 ', 'key 7 ', 'md5 7 ', 'key-string 7 ', 'secret 7 '],
    form: /(?:password|secret|key|md5|key-string) [57] (\d{2}(?:[0-9A-F]{2}){2,63}|[0-9A-F]{16,128})(?![\w-]| (?:took|hits?|iterations?|ops|sums|bytes|rows|items|[mnu]s)\b)/y,
  },
  {
    rule: 'network-device',
    type: 'secret',
    keywords: ['secret 5 $', 'password 5 $', 'key 5 $'],
    form: /(?:password|secret|key) [589] (\$(?:1|5|8|9|6|14)\$[^\s"'\\<>]{8,160})/y,
  },
  {
    rule: 'network-device',
    type: 'secret',
    keywords: ['message-digest-key ', 'authentication md5 key-string ', 'authentication text '],
    form: () =>
      new RegExp(
        `(?:message-digest-key \\d{1,3} md5|authentication (?:md5 key-string|text))(?: [07])? ${WORD}`,
        'y',
      ),
    accepts: isGiven,
  },
  {
    rule: 'network-device',
    type: 'secret',
    keywords: ['isakmp key ', 'radius-server ', 'tacacs-server '],
    form: () =>
      new RegExp(
        `(?:isakmp key|(?:radius|tacacs)-server (?:host [\\w.:-]{1,64} )?(?:[\\w-]{1,20} \\d{1,5} ){0,4}key)(?: [067])? ${WORD}`,
        'y',
      ),
    accepts: (value) => isGiven(value) && !/^(?:config-key|address|hostname|timeout)$/.test(value),
  },
  {
    rule: 'snmp-community',
    type: 'secret',
    keywords: ['snmp-server community ', 'snmp community ', 'rocommunity ', 'rwcommunity '],
    form: () => new RegExp(`(?:snmp(?:-server)? community|r[ow]community6?) ${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'snmp-community',
    type: 'secret',
    keywords: ['snmpwalk ', 'snmpget ', 'snmpset ', 'snmpbulkwalk ', 'snmpgetnext ', 'snmptable '],
    form: () =>
      new RegExp(`snmp(?:walk|get|set|bulkwalk|getnext|table) (?:[^\\n]{0,80}? )?-[cAX] ?${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'snmp-user',
    type: 'secret',
    keywords: ['createuser '],
    form: () => new RegExp(`createUser [\\w.-]{1,64}${BLANKS}(?:MD5|SHA(?:-?\\d{3})?)${BLANKS}${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'snmp-user',
    type: 'secret',
    keywords: ['aes "', 'des "', 'aes128 "', 'aes-128 "'],
    form: /(?:AES|DES)(?:-?\d{3})? "([^"\n]{8,128})"/y,
    accepts: (value, { text }, start) =>
      isGiven(value) && /createUser [^\n]{1,200}$/.test(text.slice(Math.max(0, start - 220), start)),
  },
  {
    rule: 'redis-password',
    type: 'secret',
    keywords: ['requirepass ', 'masterauth ', 'sentinel auth-pass '],
    form: () => new RegExp(`(?:requirepass|masterauth|sentinel auth-pass [\\w.-]{1,64}) ${WORD}`, 'iy'),
    accepts: isGiven,
  },
  {
    // An entry of an ACL file: `user app on >word ~* +@all`.
    rule: 'redis-password',
    type: 'secret',
    keywords: [' on >'],
    form: / on >([^\s"'<>]{4,128})(?= (?:[~&+%-]|allkeys|allcommands|on|off|resetkeys|#))/y,
    accepts: (value, { text }, start) =>
      isGiven(value) &&
      /user ["']?[^\s"']{1,64}["']?(?: [a-z]{2,16}){0,2}$/i.test(
        text.slice(Math.max(0, start - ACL_REACH), start),
      ),
  },
  {
    rule: 'haproxy-password',
    type: 'secret',
    keywords: ['insecure-password '],
    form: () => new RegExp(`insecure-password ${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'haproxy-password',
    type: 'secret',
    keywords: ['stats auth '],
    form: /stats auth (?!users:)[\w.@-]{1,64}:([^\s"'\\<>$]{3,128})/y,
    accepts: isGiven,
  },
  {
    // `[smtp.example.com]:587 user:password` and nothing else on the line.
    rule: 'postfix-password',
    type: 'secret',
    keywords: [']:587 ', ']:25 ', ']:587\t', ']:25\t'],
    form: () =>
      new RegExp(
        `\\]:\\d{2,5}[ \\t]{1,8}[\\w.@+-]{1,64}:([^\\s"'\\\\<>]{4,128})(?=[ \\t]*(?:["'\\r\\n\\\\<]|$))`,
        'y',
      ),
    accepts: (value, { text }, start) =>
      isGiven(value) && /(?:^|[\n"' +>])\[[\w.-]{1,100}$/.test(text.slice(Math.max(0, start - 104), start)),
  },
  {
    // The sums of passwords in a directory (RFC 2307, section 5.3).
    rule: 'directory-hash',
    type: 'secret',
    keywords: ['{ssha', '{sha', '{smd5}', '{md5}', '{crypt}', '{pbkdf2', '{argon2'],
    form: /(\{(?:S?SHA(?:256|384|512)?|S?MD5|CRYPT|PBKDF2(?:-\w{1,10})?|ARGON2)\}[\w+/=.$,-]{16,200})/iy,
    accepts: (value) => /\d|[+/=]/.test(value.replace(/^\{[^}]*\}/, '')) && !/x{6}|\.{3}/i.test(value),
  },
  {
    rule: 'directory-password',
    type: 'secret',
    keywords: ['default_authtok'],
    form: () => new RegExp(`default_authtok[ \\t]{0,4}[=:][ \\t]{0,4}${WORD}`, 'y'),
    accepts: isGiven,
  },
  {
    rule: 'wireless-key',
    type: 'secret',
    keywords: ['psk=', 'psk = ', 'psk: ', 'psk"'],
    form: /psk"?[ \t]{0,3}[=:][ \t]{0,3}"([^"\n]{8,63})"/y,
    accepts: isGiven,
  },
  {
    rule: 'wireless-key',
    type: 'secret',
    keywords: ['psk='],
    form: /psk=([0-9a-f]{64}|[^\s"'\\<>,;]{8,63})(?=[\s\\"'<]|$)/y,
    accepts: (value) => isGiven(value) && /\d/.test(value),
  },
  {
    rule: 'vpn-login',
    type: 'secret',
    keywords: ['<auth-user-pass>'],
    form: /<auth-user-pass>(?:\r?\n|\\n)[^\r\n\\<]{1,64}(?:\r?\n|\\n)([^\r\n\\<]{4,128})(?=\r?\n|\\n|<\/)/y,
    accepts: isGiven,
  },
  {
    // A variable of Terraform whose name promises a secret, and its default.
    rule: 'terraform-default',
    type: 'secret',
    keywords: ['variable "'],
    form: () =>
      new RegExp(`variable "[\\w-]{1,64}"\\s{0,4}\\{[^{}]{0,300}?\\bdefault\\s{0,8}=\\s{0,4}${QUOTED}`, 'y'),
    accepts: isNamedSecret,
  },
  {
    // `<setting name="ApiKey" …><value>…</value>` of .NET.
    rule: 'dotnet-setting',
    type: 'secret',
    keywords: ['<setting name="'],
    form: /<setting name="[\w.-]{1,64}"[^<>]{0,80}>\s{0,40}<value>([^<>\s][^<>\n]{3,200})(?=<\/value>)/iy,
    accepts: isNamedSecret,
  },
  {
    // The keys and salts of WordPress hold any sign and blanks.
    rule: 'wordpress-key',
    type: 'secret',
    keywords: ['define('],
    form: /define\(\s{0,2}['"](?:SECURE_AUTH|AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)['"],\s{0,12}'([^'\n]{24,128})'/y,
    accepts: (value) => !/^put your unique phrase here$/i.test(value),
  },
  {
    rule: 'consul-key',
    type: 'secret',
    keywords: ['encrypt = "', 'encrypt": "', 'encrypt":"', 'encrypt="'],
    form: /encrypt"?[ \t]{0,2}[=:][ \t]{0,2}"([A-Za-z0-9+/]{21,43}={1,2})"/y,
  },
];

/** `user_bob="word"` of Kafka, `agent = "word"` of Consul: one pair behind the other. */
const PAIR = /\s{1,40}([\w.-]{1,80})\s{0,8}=\s{0,8}"([^"\n]{3,128})"/y;
const MOST_PAIRS = 50;

/** A list of pairs behind a word of its own, and which of their names have secrets. */
function pairsBehind(keyword: string, names: RegExp): Anchor {
  return {
    keyword,
    detect: (scan, _, end) => {
      PAIR.lastIndex = end;
      for (let each = 0; each < MOST_PAIRS; each++) {
        const match = PAIR.exec(scan.text);
        if (match === null) return;
        const [, name = '', value = ''] = match;
        const to = PAIR.lastIndex - 1;
        if (names.test(name) && isGiven(value) && !MEASURED.test(value))
          report(scan, to - value.length, to, 'secret', STRENGTH.context, 'listed-secret');
      }
    },
  };
}

/** Passwords and keys in files of configuration that name them by their place or by words of their own. */
export const configurationAnchors: readonly Anchor[] = [
  ...[
    ...FORMS,
    ...devicePasswords,
    ...mdpLabels,
    ...keysByForm,
    ...announcedPasswords,
    ...namedPairs,
    ...namedValues,
  ].flatMap(anchorsOf),
  ...oneTimeCodes,
  ...changedValueAnchors,
  ...elementAnchors,
  pairsBehind('loginmodule required', /^user_./),
  pairsBehind(
    'tokens {',
    /^(?:agent|default|dns|initial_management|master|replication|agent_\w+|\w+_token)$/,
  ),
];
