import { kindAt, WORD } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

const LONGEST_SCHEME_VALUE = 8192;
const USER_INFO = /:\/\/([^\s/?#@:"'`<>]{0,256}):([^\s/?#@"'`<>]{1,256})@/y;
const SCHEME_VALUE = /(?:bearer|basic|token|digest)\s+([\w.~+/=:-]{8,8192})/iy;

export const credentialAnchors: readonly Anchor[] = [
  { keyword: '://', detect: detectUserInfo },
  { keyword: 'bearer ', detect: detectSchemeValue },
  { keyword: 'basic ', detect: detectSchemeValue },
];

/** `scheme://user:password@host`: RFC 3986, section 3.2.1. */
function detectUserInfo(scan: Scan, start: number): void {
  USER_INFO.lastIndex = start;
  const match = USER_INFO.exec(scan.text);
  if (match?.[2] === undefined) return;
  const end = start + match[0].length - 1;
  scan.userInfoEnd = end;
  if (isPlaceholder(match[2])) return;
  report(scan, end - match[2].length, end, 'secret', STRENGTH.shape, 'url-password');
}

function detectSchemeValue(scan: Scan, start: number): void {
  if ((kindAt(scan.bytes, start - 1) & WORD) !== 0) return;
  SCHEME_VALUE.lastIndex = start;
  const match = SCHEME_VALUE.exec(scan.text);
  if (match?.[1] === undefined || match[1].length > LONGEST_SCHEME_VALUE) return;
  if (!/\d/.test(match[1])) return;
  const end = start + match[0].length;
  report(scan, end - match[1].length, end, 'secret', STRENGTH.context, 'authorization');
}

/** What people write where a secret will be: `${TOKEN}`, `<password>`, `****`, `xxxx`, `{{ secret }}`, nothing. */
export function isPlaceholder(value: string): boolean {
  return /^(?:[$%]?[{(<[].*|\$\w+|[*x.X#_-]+|null|none|undefined|true|false|)$/.test(value);
}
