import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

/** What stands between a name of JSON and the first of its numbers. */
const OPENS = /\\{0,3}["']\s{0,4}:\s{0,4}\[[\s[]{0,80}(?=[-\d])/y;
const NUMBER = '-?\\d{1,3}\\.\\d{1,15}';
/** A longitude and a latitude, a height behind them, and what stands before the next pair. */
const PAIR = new RegExp(`(${NUMBER})(\\s{0,40},\\s{0,40})(${NUMBER})(?![\\w.])`, 'y');
const BEHIND_PAIR = /(?:\s{0,40},\s{0,40}-?\d{1,5}(?:\.\d{1,15})?)?\s{0,40}\][\s\],[]{0,80}(?=[-\d])/y;
/** One of a pair has as many places behind its point; fewer name a town at most. */
const DECIMALS = /\.\d{4}/;
const HALF_TURN = 180;
const QUARTER_TURN = 90;
const REACH = 4096;

/** Whether both are angles, and no shares or quantiles. */
function isPlace(first: string, second: string): boolean {
  const [one, other] = [Math.abs(Number(first)), Math.abs(Number(second))];
  if (one < 1 && other < 1) return false;
  if (!DECIMALS.test(first) && !DECIMALS.test(second)) return false;
  return Math.max(one, other) <= HALF_TURN && Math.min(one, other) <= QUARTER_TURN;
}

/** Reports the numbers of each position one by one, so that an array of JSON stays one. */
function detectPositions(scan: Scan, _: number, end: number): void {
  const { text } = scan;
  OPENS.lastIndex = end;
  if (!OPENS.test(text)) return;
  let at = OPENS.lastIndex;
  while (at - end < REACH) {
    PAIR.lastIndex = at;
    const match = PAIR.exec(text);
    if (match === null) return;
    const [all, first = '', between = '', second = ''] = match;
    if (isPlace(first, second)) {
      report(scan, at, at + first.length, 'address', STRENGTH.shape, 'position');
      report(
        scan,
        at + first.length + between.length,
        at + all.length,
        'address',
        STRENGTH.shape,
        'position',
      );
    }
    BEHIND_PAIR.lastIndex = at + all.length;
    if (!BEHIND_PAIR.test(text)) return;
    at = BEHIND_PAIR.lastIndex;
  }
}

/** The positions of GeoJSON (RFC 7946, section 3.1.1) in points, lines and areas, and of databases. */
export const geoJsonAnchors: readonly Anchor[] = ['coordinates', 'loc', 'latlng', 'lnglat'].flatMap((name) =>
  ['"', "'", '\\"'].map((sign): Anchor => ({
    keyword: `${name}${sign}`,
    detect: (scan, start, end) => detectPositions(scan, start, end - sign.length),
  })),
);
