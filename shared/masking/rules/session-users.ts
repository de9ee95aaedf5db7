import { DIGIT, kindAt } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { isProgram } from './accounts.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { namesSomebody } from './fields.ts';

const USER = '[A-Za-z_][\\w.-]{0,30}\\w';
const ENDS = `(?=[\\s.,;:)('"\\\\]|$)`;
const DISPLAY_MANAGER = /^(?:gdm|lightdm|sddm|xdm)\d?$/;
const isPerson = (value: string): boolean =>
  namesSomebody(value) && !isProgram(value) && !DISPLAY_MANAGER.test(value);
/** What a field named after the sign-in tells of it instead of who did. */
const STATE =
  /^(?:success\w*|succeeded|fail\w*|ok|error|denied|allowed|enabled|disabled|required|optional|pending|done|manual|auto\w*|local|oauth\d?|oidc|saml|sso|ldap|form|basic|page|button|submit|post|get|never|always|active|inactive|email|password|token|github|gitlab|google)$/i;
const ACCOUNT_OF_WINDOWS = /^(?:local|network|anonymous|dwm-\d+|umfd-\d+|window)$/i;
const BESIDE = 160;

/** `1000(`: most numbers of accounts stand without their name. */
function isNamedNumber({ bytes }: Scan, _: number, end: number): boolean {
  let index = end;
  while (index - end < MOST_DIGITS && (kindAt(bytes, index) & DIGIT) !== 0) index++;
  return bytes[index] === OPEN;
}

const MOST_DIGITS = 10;
const OPEN = 0x28;

const FORMS: readonly FieldForm[] = [
  {
    // What `id` prints; numbers below those of people are of programs.
    rule: 'session-user',
    type: 'username',
    keywords: ['uid='],
    mayMatch: isNamedNumber,
    form: new RegExp(`e?uid=(?:[5-9]\\d\\d|\\d{4,10})\\((${USER})\\)`, 'y'),
    accepts: isPerson,
  },
  {
    // The group of that user.
    rule: 'session-user',
    type: 'username',
    keywords: ['gid=', 'groups='],
    mayMatch: isNamedNumber,
    form: new RegExp(`(?:e?gid|groups)=(?:[5-9]\\d\\d|\\d{4,10})\\((${USER})\\)`, 'y'),
    accepts: (value, { text }, start) =>
      isPerson(value) && /uid=\d{1,10}\(/.test(text.slice(Math.max(0, start - BESIDE), start)),
  },
  {
    // PAM and logind.
    rule: 'session-user',
    type: 'username',
    keywords: ['session opened for user ', 'session closed for user '],
    form: new RegExp(`session (?:opened|closed) for user (${USER})${ENDS}`, 'iy'),
    accepts: isPerson,
  },
  {
    rule: 'session-user',
    type: 'username',
    keywords: ['new session '],
    form: new RegExp(`New session \\w{1,12} of user (${USER})${ENDS}`, 'y'),
    accepts: isPerson,
  },
  {
    rule: 'session-user',
    type: 'username',
    keywords: ['su: (to ', 'su['],
    form: new RegExp(`su(?:\\[\\d{1,7}\\])?: \\(to [\\w.-]{1,32}\\) (${USER})(?= on )`, 'y'),
    accepts: isPerson,
  },
  {
    rule: 'session-user',
    type: 'username',
    keywords: ['su for '],
    form: new RegExp(`su for [\\w.-]{1,32} by (${USER})${ENDS}`, 'y'),
    accepts: isPerson,
  },
  {
    // As code hosts call an account.
    rule: 'login-field',
    type: 'username',
    keywords: ['login"', "login'"],
    form: /login\\{0,3}["'] ?: ?\\{0,3}["']([A-Za-z][\w.-]{2,38})(?=\\{0,3}["'])/y,
    accepts: (value) => isPerson(value) && !STATE.test(value),
  },
  {
    // Events of Windows.
    rule: 'session-user',
    type: 'username',
    keywords: ['account name:'],
    form: /account name:[ \t]{0,8}([A-Za-z][\w.-]{1,31})(?=\s|\\|$)/iy,
    accepts: (value) => isPerson(value) && !ACCOUNT_OF_WINDOWS.test(value),
  },
];

const DOMAIN_USER = /(?:^|[\s"'(=:])[A-Za-z][A-Za-z0-9-]{1,14}\\{1,2}([A-Za-z][\w.-]{1,31})["']?$/;
const REACH = 64;

/** `CORP\jdoe42 logged on`: read back from what somebody did. */
function detectDomainUser(scan: Scan, start: number): void {
  const from = Math.max(0, start - REACH);
  const before = scan.text.slice(from, start);
  if (!before.includes('\\')) return;
  const user = DOMAIN_USER.exec(before)?.[1];
  if (user === undefined || !isPerson(user)) return;
  const at = from + before.lastIndexOf(user);
  report(scan, at, at + user.length, 'username', STRENGTH.shape, 'session-user');
}

/** Who opened, closed or took over a session. */
export const sessionUserAnchors: readonly Anchor[] = [
  ...FORMS.flatMap(anchorsOf),
  ...[' logged on', ' logged off', ' logged in', ' logged out'].map((keyword) => ({
    keyword,
    detect: detectDomainUser,
  })),
];
