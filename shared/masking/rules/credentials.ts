import { flagsOf, KIND, kindAt, WORD } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { curlUserAnchors } from './curl-users.ts';
import { goesOnChosen } from './made-up-values.ts';
import { isPlaceholder, looksRandom } from './secret-values.ts';

/** Group 1 is the user, group 2 the password; the last @ before the host ends them. */
const USER_INFO =
  /:\/\/([^\s/?#@:"'`<>]{0,128}):((?:[^\s/?#@"'`<>]|@(?=[^\s/?#@"'`<>]{1,64}@)){1,256})@([\w.[-]{0,64})/y;
/**
 * The same where no address of the web stands: signs that end an authority are written into passwords of databases as they are. Not so
 * where a port stands before them, or what is filled in for one, or a slash between words.
 */
const FILLED_IN =
  '(?:\\$\\{[^{}\\s]{0,60}\\}|\\$(?:[A-Z_][A-Z0-9_]*|\\w{0,40}[Pp]ort)\\b|\\{{1,2}[^{}\\s]{0,60}\\}{1,2}|%(?:[dsv]|\\w{1,40}%)|\\[[^\\]\\s]{0,60}\\])';
const UNESCAPED = new RegExp(
  `://(?!\\[)([^\\s/?#@:"'\x60<>]{0,128}):(?!(?:\\d{1,5}|port)?[,/?]|\\d{1,5}#|${FILLED_IN}[,/?#]|[^\\s\\d/?#@]{0,64}[/?#]{2}|[^\\s\\d/?#@]{0,64}/[^\\s\\d@]{0,64}@)([^\\s@"'\x60<>]{4,128})@([\\w.[-]{1,64})(?=[:/?,\\s"'\x60\\\\<)}\\]]|$)`,
  'y',
);
/** The same with an apostrophe in the password, which joins no strings and names no field: not `'+pw+'`, `{cfg['pw']}`. */
const APOSTROPHE =
  /:\/\/([^\s/?#@:"'`<>]{0,128}):([^\s/?#@"'`<>+.&|[{(]{0,64}'(?![+.&|\s])[^\s/?#@"'`<>]{1,64})@([\w.[-]{1,64})(?=[:/?,\s"`\\<)}\]]|$)/y;
const OF_SERVER =
  /(?:^|[^a-z])(?:postgres(?:ql)?(?:\+\w{2,16})?|mysql2?(?:\+\w{2,16})?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|sqlserver|mssql|ldaps?|s?ftps?|smtps?|imaps?|clickhouse|mqtts?|nats)$/i;
const SCHEME_REACH = 28;
const SHORT_USER = /:\/\/([^\s/?#@:"'`<>]{8,256})@([\w.[-]{0,64})/y;
const SCHEME_VALUE = /(?:bearer|basic|token|digest|apikey)\s{1,3}([\w.~+/=:-]{8,8192})/iy;
const DOCUMENTED_HOST = /^(?:\w+\.)?example\.(?:com|org|net)$|^host(?:name)?$|^localhost$|^127\.|^test\.com$/;

const THIS_MACHINE = /^(?:localhost|127\.)/;

/** Names that stand for any user; with a password of three characters or of one sign they show a form, not an account. */
const PLACEHOLDER_USER = /^(?:\w{0,4}user(?:name)?|usr|login|name|foo|test\w{0,8}|demo)$/i;

export const credentialAnchors: readonly Anchor[] = [
  { keyword: '://', detect: detectUserInfo },
  { keyword: 'bearer ', detect: detectSchemeValue },
  { keyword: 'basic ', detect: detectSchemeValue },
  { keyword: 'token ', detect: detectSchemeValue },
  ...curlUserAnchors,
  ...['@tcp(', '@tcp0(', '@unix(', '@cloudsql('].map((keyword) => ({ keyword, detect: detectDataSource })),
];

/** `scheme://user:password@host` (RFC 3986, section 3.2.1): the user's name goes with the password. */
function detectUserInfo(scan: Scan, start: number): void {
  // Cheap refusal: most URLs hold no @ before their path.
  let at = start + 3;
  const highest = Math.min(scan.bytes.length, start + 400);
  while (at < highest && !ENDS_AUTHORITY[scan.bytes[at]!]) at++;
  const form = formBehind(scan, start, at);
  if (form === null) return;
  form.lastIndex = start;
  const match = form.exec(scan.text);
  if (match?.[2] === undefined) {
    detectBareUser(scan, start);
    return;
  }
  const [, user = '', password, host = ''] = match;
  const end = start + match[0].length - host.length - 1;
  scan.userInfoEnd = end;
  if (isDocumented(user, password, host)) return;
  report(scan, start + 3, end, 'secret', STRENGTH.shape, 'url-credentials');
}

/** How an authority is read whose first special sign stands at `at`; null where it has no password. Signs that would end one may be of a password behind the address of a server. */
function formBehind({ bytes, text }: Scan, start: number, at: number): RegExp | null {
  const code = bytes[at];
  if (code === AT) return USER_INFO;
  if (code !== HASH && code !== SLASH && code !== QUESTION_MARK && code !== SINGLE_QUOTE) return null;
  const scheme = text.slice(Math.max(0, start - SCHEME_REACH), start);
  if (!OF_SERVER.test(scheme)) return null;
  if (code !== SINGLE_QUOTE) return UNESCAPED;
  return /'\w*(?:\+\w*)?$/.test(scheme) ? null : APOSTROPHE;
}

const HASH = 0x23;
const SINGLE_QUOTE = 0x27;
const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const AT = 0x40;

const ENDS_AUTHORITY = buildAuthorityEnds();

function buildAuthorityEnds(): readonly boolean[] {
  return Array.from(
    { length: 256 },
    (_, code) => KIND[code] === 64 || '/?#@"\'`<>'.includes(String.fromCharCode(code)),
  );
}

/** `https://token@host`: a user that is no name. */
function detectBareUser(scan: Scan, start: number): void {
  SHORT_USER.lastIndex = start;
  const match = SHORT_USER.exec(scan.text);
  if (match?.[1] === undefined || !looksRandom(match[1], 16)) return;
  report(scan, start + 3, start + 3 + match[1].length, 'secret', STRENGTH.shape, 'url-credentials');
  scan.userInfoEnd = start + 3 + match[1].length;
}

/** What stands before the network of a data source of Go: `user:password@tcp(host:3306)/name`. The user ends at the first colon. */
const SOURCE_USER = /(?:[\w.$-]{0,64}[=(,>]){0,2}([\w.+%${}-]{1,64}):/y;
const SOURCE_REACH = 160;
const ENDS_SOURCE = flagsOf(/[\s"'`<]/);

function detectDataSource(scan: Scan, start: number, end: number): void {
  const { bytes, text } = scan;
  const lowest = Math.max(0, start - SOURCE_REACH);
  let from = start;
  while (from > lowest && !ENDS_SOURCE[bytes[from - 1]!]!) from--;
  SOURCE_USER.lastIndex = from;
  const user = SOURCE_USER.exec(text)?.[1];
  const passwordStart = SOURCE_USER.lastIndex;
  if (user === undefined || passwordStart >= start) return;
  const password = text.slice(passwordStart, start);
  if (password.includes('://')) return;
  const host = /^[\w.-]{0,64}/.exec(text.slice(end, end + LONGEST_HOST))?.[0] ?? '';
  if (isDocumented(user, password, host)) return;
  report(scan, passwordStart - user.length - 1, start, 'secret', STRENGTH.shape, 'url-credentials');
}

const LONGEST_HOST = 64;

/** Credentials as manuals print them. */
function isDocumented(user: string, password: string, host: string): boolean {
  if (/[${}[\]<>]/.test(user.charAt(0)) && isPlaceholder(password)) return true;
  if (goesOnChosen(password)) return false;
  if (/^[*xX.]+$|^\$[a-z_{(]|^\{(?:[{%]|[^{}]*\}$|[\w.$-]*\})|REPLACE|CHANGE_?ME|YOUR/i.test(password))
    return true;
  if (password === user && THIS_MACHINE.test(host)) return true;
  if (user === '' && isPlaceholder(password) && THIS_MACHINE.test(host)) return true;
  if (PLACEHOLDER_USER.test(user) && (password.length <= 3 || /^(.)\1*$/.test(password))) return true;
  return (
    isPlaceholder(password) &&
    isPlaceholder(user.replace(/^(?:db)?user$|^admin$/i, 'username')) &&
    (host === '' || DOCUMENTED_HOST.test(host))
  );
}

function detectSchemeValue(scan: Scan, start: number): void {
  if ((kindAt(scan.bytes, start - 1) & WORD) !== 0) return;
  SCHEME_VALUE.lastIndex = start;
  const match = SCHEME_VALUE.exec(scan.text);
  if (match?.[1] === undefined || !looksRandom(match[1], 12)) return;
  const end = start + match[0].length;
  report(scan, end - match[1].length, end, 'secret', STRENGTH.context, 'authorization');
}
