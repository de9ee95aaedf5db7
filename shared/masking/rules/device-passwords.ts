import { type Scan } from '../scan.ts';
import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { HAPPENS, looksChosen } from './spoken-passwords.ts';
import { isStateWord } from './state-words.ts';
import { textEnd } from './word-end.ts';

const WORD = `["']?([^\\s"'\\\\<>;]{4,128})`;
/** Nothing behind it on its line. */
const ENDS_LINE = `(?=["']?[ \\t]{0,8}(?:\\r?\\n|\\\\{1,4}[nr]|</[\\w:.-]|$|["'],?$)|["'][}\\]])`;
const QUOTED = `"([^"\\n]{4,128})(?=")`;
const BEGINS_LINE = /(?:^|[\n"'#>]|\\n)[ \t+-]{0,8}$/;
const REACH = 12;
const JOINED = 16;

const isGiven = (value: string): boolean =>
  isGivenWord(value) && !HAPPENS.test(value) && !isStateWord(value) && !KIND.test(value);
/** What else stands there: how it is kept, whose it is, a prompt for it. */
const KIND =
  /^(?:encryption|encrypted|privilege|recovery|strength-check|scanning|sharing|storage|manager|management|level|command|nopassword|cisco|remote-as)$/i;

/** `username and password form` */
const JOINS = /^username (?:and|or|with|plus|nor|for) /;

/** A line of a device's configuration: at its beginning, or a word that somebody chose. */
function isOfLine(value: string, text: string, start: number): boolean {
  if (JOINS.test(text.slice(start, start + JOINED))) return false;
  return (
    isGiven(value) && (looksChosen(value) || BEGINS_LINE.test(text.slice(Math.max(0, start - REACH), start)))
  );
}

/** What shows that `enable secret` is a device's line and no sentence: a level, how it is kept, a prompt. */
const OF_DEVICE = /^enable (?:secret|password) (?:level|0)\b/;
const PROMPT = /[\w)-][#>] ?$/;
/** What is enabled in sentences and headings. */
const ENABLED =
  /^(?:hints?|prompts?|fields?|checks?|rules?|options?|toggles?|inputs?|forms?|boxe?s?|buttons?|pages?|settings?|features?|support|access|complexity|history|expiry|vaults?|engines?|stores?|sync|modes?|flows?|links?|resets?|reuse|autofill|authenticat\w*|visibility|mask\w*|rotations?|mounts?|volumes?|providers?|drivers?|operators?|controllers?|policy|policies)$|(?:ing|tion|ment|ity|ance|less|er)$/i;

/** The password of `enable secret`: a word that somebody chose, or any behind what only a device has. */
function isOfEnable(value: string, text: string, start: number): boolean {
  if (!isGiven(value)) return false;
  if (looksChosen(value) || OF_DEVICE.test(text.slice(start, start + ENABLE_REACH))) return true;
  const before = text.slice(Math.max(0, start - REACH), start);
  return PROMPT.test(before) || (BEGINS_LINE.test(before) && !ENABLED.test(value));
}

const ENABLE_REACH = 24;

/** `c0re.sw1tch`, `gard3n.9`; `device.community` and `hosts[0]` are parts of a program. */
const holdsDigitWithin = (value: string): boolean =>
  /^[^.[\]]*(?:[A-Za-z]\d+[A-Za-z]|[!#$%&*+=@^~])/.test(value);

/** Without the bracket of a list around it: `[snmp_community=c0resw1tch]`. */
function communityEnd(value: string, scan: Scan, from: number): number {
  const end = textEnd(value, scan, from);
  return value[end - 1] === ']' && !value.includes('[') ? end - 1 : end;
}

/** Passwords in configurations of routers, switches, gateways and wireless networks that are written in clear. */
export const devicePasswords: readonly FieldForm[] = [
  {
    // `enable secret WORD`, `enable password 0 WORD`; other digits say how it is hidden, and have forms of their own. `enable password hints` is a sentence.
    rule: 'network-device',
    type: 'secret',
    keywords: ['enable secret ', 'enable password '],
    form: () =>
      new RegExp(`enable (?:secret|password) (?:level \\d{1,2} )?(?:0 )?(?!\\d )${WORD}${ENDS_LINE}`, 'y'),
    accepts: (value, { text }, start) => isOfEnable(value, text, start),
  },
  {
    rule: 'network-device',
    type: 'secret',
    keywords: ['username '],
    form: () =>
      new RegExp(
        `username [\\w.@-]{1,64} (?:privilege \\d{1,2} )?(?:password|secret) (?:0 )?(?!\\d )${WORD}${ENDS_LINE}`,
        'y',
      ),
    accepts: (value, { text }, start) => isOfLine(value, text, start),
  },
  {
    rule: 'network-device',
    type: 'secret',
    keywords: ['ppp chap password ', 'ppp pap sent-username ', 'neighbor '],
    form: () =>
      new RegExp(
        `(?:ppp chap|ppp pap sent-username \\S{1,64}|neighbor [\\w.:-]{2,64}) password (?:0 )?(?!\\d )${WORD}${ENDS_LINE}`,
        'y',
      ),
    accepts: (value, { text }, start) => isOfLine(value, text, start),
  },
  {
    rule: 'network-device',
    type: 'secret',
    keywords: ['pre-shared-key ', 'plain-text-password-value '],
    form: /(?:pre-shared-key (?:ascii-text|local|remote|hexadecimal)|plain-text-password-value) "?([^\s"';\\<>]{4,128})/y,
    accepts: isGiven,
  },
  {
    // A line of `ipsec.secrets`.
    rule: 'vpn-secret',
    type: 'secret',
    keywords: [': psk "', ': eap "', ': xauth "'],
    form: () => new RegExp(`: (?:PSK|EAP|XAUTH) ${QUOTED}`, 'y'),
    accepts: (value) => isGivenWord(value),
  },
  {
    // A profile of Windows.
    rule: 'wireless-key',
    type: 'secret',
    keywords: ['<keymaterial>'],
    form: /<keyMaterial>([^<>\s]{4,128})(?=<\/keyMaterial>)/iy,
    accepts: (value) => isGivenWord(value),
  },
  {
    rule: 'wireless-key',
    type: 'secret',
    keywords: [
      'pre-shared key: ',
      'pre-shared key is ',
      'pre-shared key = ',
      'key content',
      'wlan-schl\u0080ssel',
    ],
    form: () =>
      new RegExp(
        `(?:pre-shared key(?: is|:| =)|key content {1,16}:|wlan-schl[üu]ssel ?[:=]) ?["']?([^\\s"'<>,;\\\\]{8,63})${ENDS_LINE}`,
        'iuy',
      ),
    accepts: isGiven,
  },
  {
    rule: 'snmp-community',
    type: 'secret',
    keywords: ['com2sec '],
    form: () => new RegExp(`com2sec6? [\\w.-]{1,40} [\\w.:/-]{1,64} ${WORD}${ENDS_LINE}`, 'y'),
    accepts: (value) => isGivenWord(value) && !/^(?:public|private)$/i.test(value),
  },
  {
    rule: 'snmp-community',
    type: 'secret',
    keywords: [
      'snmp_community',
      'snmp-community',
      'snmpcommunity',
      'communitystring',
      'community_string',
      'community string',
    ],
    form: /(?:snmp[-_]?community|community[_ ]?string)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?([^\s"'<>,;{}()]{3,63}[^\s"'<>,;{}().])(?=\.?(?:[\s"'<>,;{})\\]|$))/iy,
    endOf: communityEnd,
    accepts: (value) =>
      isGiven(value) &&
      !/^[[.]/.test(value) &&
      (!/[.[\]]/.test(value) || holdsDigitWithin(value)) &&
      !/^(?:public|private|readonly|readwrite|read-only|read-write|value)$/i.test(value),
  },
];
