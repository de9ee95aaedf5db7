import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { isPlaceholder } from './secret-values.ts';

const USER =
  /(?:-u|--user|--proxy-user)[ =]{1,2}((?:"[^"\n]{0,96}"|'[^'\n]{0,96}'|[^\s"':]{0,96}):?(?:"[^"\n]{0,128}"|'[^'\n]{0,128}'|[^\s"']{0,128}))/y;
/** A command in backticks ends there: ``-u bob:plover42` to test``. */
const BEHIND_COMMAND = /`\W*$/;
/** What the shell, a template or a reader fills in. In single quotes the shell fills in nothing, so there only what looks meant for it counts. */
const FILLED_IN = /\$(?![\s"']|$)|\{\{|<[^>]*>/;
const FILLED_IN_LATER = /\$(?:[A-Z_][A-Z0-9_]*(?![\w!#%&*])|[{(])|\{\{|<[^>]*>/;
const STANDS_FOR_ANY = /^(?:user|name|pass|neo4j|:)$/i;

/** `curl -u user:password`: the user's name goes with the password. */
export const curlUserAnchors: readonly Anchor[] = ['-u ', '--user ', '--proxy-user '].map((keyword) => ({
  keyword,
  detect: detectCurlUser,
}));

function detectCurlUser(scan: Scan, start: number): void {
  USER.lastIndex = start;
  const match = USER.exec(scan.text);
  if (match?.[1] === undefined || !match[1].includes(':')) return;
  const [whole, written] = match;
  const value = written.replace(BEHIND_COMMAND, '');
  if (!value.includes(':') || isFilledIn(value)) return;
  const parts = value.replace(/["']/g, '').split(':');
  if (parts.every((part) => part === '' || isPlaceholder(part) || STANDS_FOR_ANY.test(part))) return;
  const from = start + whole.length - written.length;
  report(scan, from, from + value.length, 'secret', STRENGTH.context, 'curl-user');
}

function isFilledIn(value: string): boolean {
  if (value.endsWith("'")) return FILLED_IN_LATER.test(value);
  return FILLED_IN.test(value.replaceAll('\\$', ''));
}
