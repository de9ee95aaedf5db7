import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { isPlaceholder } from './secret-values.ts';

const USER =
  /(?:-u|--user|--proxy-user)[ =]{1,2}((?:"[^"\n]{0,96}"|'[^'\n]{0,96}'|[^\s"':]{0,96}):?(?:"[^"\n]{0,128}"|'[^'\n]{0,128}'|[^\s"']{0,128}))/y;
const CLUSTERED_USER = new RegExp(USER.source.replace('(?:-u|--user|--proxy-user)[ =]{1,2}', 'u '), 'y');
/** A command in backticks ends there: ``-u bob:plover42` to test``. */
const BEHIND_COMMAND = /`\W*$/;
/** What the shell, a template or a reader fills in. In single quotes the shell fills in nothing, so there only what looks meant for it counts. */
const FILLED_IN = /\$(?![\s"']|$)|\{\{|<(?!\w{0,8}\d\w{0,8}>\w)[^>]*>/;
const FILLED_IN_LATER = /\$(?:[A-Z_][A-Z0-9_]*(?![\w!#%&*])|[{(])|\{\{|<(?!\w{0,8}\d\w{0,8}>\w)[^>]*>/;
const STANDS_FOR_ANY = /^(?:user|name|pass|neo4j|:)$/i;

/** Options of one letter in a row of which the last asks for the user: `curl -fsSLu user:password`. */
const CLUSTERED = /curl (?:[^\n|;]{0,120}? )?-[A-Za-z]{1,6}(?=u )/y;
/** `docker run -u 1000:1000` names an account and its group. */
const IDS = /^\d{1,6}:\d{1,6}$/;
/** Of another tool, where the option asks for an address: `reposman -u https://git.example.org`. */
const ADDRESS = /^["']?(?:https?|file|svn|git|ssh|ftp|ldaps?|tcp|wss?):\/\/[^@]*$/i;
const ASKS = /(?:curl|xh|https?)\b[^\n|;]{0,120}$/;
const REACH = 160;

/** `curl -u user:password`: the user's name goes with the password. */
export const curlUserAnchors: readonly Anchor[] = [
  ...['-u ', '--user ', '--proxy-user '].map((keyword): Anchor => ({ keyword, detect: detectCurlUser })),
  { keyword: 'curl ', detect: detectClustered },
];

function detectClustered(scan: Scan, start: number): void {
  CLUSTERED.lastIndex = start;
  if (CLUSTERED.test(scan.text)) detectFrom(scan, CLUSTERED.lastIndex, CLUSTERED_USER);
}

function detectCurlUser(scan: Scan, start: number): void {
  detectFrom(scan, start, USER);
}

function detectFrom(scan: Scan, start: number, form: RegExp): void {
  form.lastIndex = start;
  const match = form.exec(scan.text);
  if (match?.[1] === undefined) return;
  const [whole, written] = match;
  const value = written.replace(BEHIND_COMMAND, '');
  const colon = value.indexOf(':');
  if (colon < 0 || FORM.test(value)) return;
  if (isFilledIn(value.slice(colon), value)) {
    reportBeforeVariable(scan, start + whole.length - written.length, value);
    return;
  }
  if (ADDRESS.test(value)) return;
  if (IDS.test(value) && !ASKS.test(scan.text.slice(Math.max(0, start - REACH), start))) return;
  const parts = value.replace(/["']/g, '').split(':');
  if (parts.every((part) => part === '' || isPlaceholder(part) || STANDS_FOR_ANY.test(part))) return;
  // Of `"$USER:password"` the name is filled in, and stays.
  const open = isFilledIn(value.slice(0, colon), value) ? colon + 1 : IN_QUOTES.test(value) ? 1 : 0;
  const closed = /^["']/.test(value) && open > 0 ? value.length - 1 : value.length;
  const from = start + whole.length - written.length;
  report(scan, from + open, from + closed, 'secret', STRENGTH.context, 'curl-user');
}

/** `<user:password>` */
const FORM = /<[^>]*:[^>]*>/;
/** All of it, and nothing else, in one pair of quotes. */
const IN_QUOTES = /^(["'])[^"']*\1$/;

/** Whether a half of a value is filled in. */
function isFilledIn(half: string, value: string): boolean {
  if (value.endsWith("'")) return FILLED_IN_LATER.test(half);
  return FILLED_IN.test(half.replaceAll('\\$', ''));
}

/** `svc:plover42$SUFFIX`: what stands before the variable is a part of the password. */
const BEFORE_VARIABLE = /^["']?[\w.@-]{1,64}:([^\s"'$<>{}]{6,64})(?=\$(?:[A-Z_]|\{))/;

function reportBeforeVariable(scan: Scan, from: number, value: string): void {
  const written = BEFORE_VARIABLE.exec(value);
  if (written?.[1] === undefined || !/\d/.test(written[1]) || !/[A-Za-z]/.test(written[1])) return;
  const end = from + written[0].length;
  report(scan, end - written[1].length, end, 'secret', STRENGTH.context, 'curl-user');
}
