import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { looksRandom } from './secret-values.ts';

/** From the header's name to its first pair: as a header, a field of JSON, or the name and value of an archive of requests (HAR). */
const HEADER =
  /cookie["'\\]{0,3}[ \t]?(?::|=|,[ \t]?\\{0,2}["']value\\{0,2}["'][ \t]?:)[ \t]{0,4}["'\\]{0,3}/iy;
/** A name and its value, which is all of it up to the semicolon. */
const PAIR = /([\w.$!#%&'*+^`|~-]{1,80})=([^;\s"',<>\\]{0,4096})(;[ \t]{0,2}|)/y;
const ATTRIBUTE = /^(?:path|domain|expires|max-age|samesite|priority)$/i;
const MOST_PAIRS = 200;
const SHORTEST = 12;

/** `Cookie: theme=dark; PHPSESSID=4f…`: whatever looks drawn by chance in it lets its bearer in, whichever name it has. */
export const cookieAnchors: readonly Anchor[] = [{ keyword: 'cookie', detect: detectCookies }];

function detectCookies(scan: Scan, start: number): void {
  if (start < scan.cookiesTo) return;
  const { text } = scan;
  HEADER.lastIndex = start;
  const header = HEADER.exec(text);
  if (header === null) return;
  let at = start + header[0].length;
  for (let each = 0; each < MOST_PAIRS; each++) {
    PAIR.lastIndex = at;
    const pair = PAIR.exec(text);
    if (pair === null) break;
    const [all, name = '', value = '', separator = ''] = pair;
    const valueStart = at + name.length + 1;
    if (!ATTRIBUTE.test(name) && looksRandom(value, SHORTEST))
      report(scan, valueStart, valueStart + value.length, 'secret', STRENGTH.context, 'cookie');
    at += all.length;
    if (separator === '') break;
  }
  scan.cookiesTo = at;
}
