import { type Anchor, type Scan } from '../scan.ts';
import { type Item, reportWithin } from './argument-lists.ts';
import { type ScanDecoded } from './encoded.ts';

const MOST_ITEMS = 32;
/** `argv[0]=sshpass argv[1]=-p`, and of the kernel's audit `a0="sshpass" a1="-p"`. */
const ARGUMENT =
  /[ \t,]{0,4}(?:argv\[\d{1,2}\]|a\d{1,2})[=:] ?(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|([^\s"',]{1,200}))/y;

/** Finds what a command is given where its arguments are numbered: the row is read as the line that it stands for. */
export function numberedArgumentAnchors(scanLine: ScanDecoded): readonly Anchor[] {
  return ['argv[0]', ' a0=', '\ta0='].map((keyword) => ({
    keyword,
    detect: (scan: Scan, start: number) => {
      detectRow(scan, start, scanLine);
    },
  }));
}

function detectRow(scan: Scan, start: number, scanLine: ScanDecoded): void {
  if (start < scan.argumentsTo || scan.decodedTo === Infinity) return;
  const items: Item[] = [];
  ARGUMENT.lastIndex = start;
  while (items.length < MOST_ITEMS) {
    const found = ARGUMENT.exec(scan.text);
    if (found === null) break;
    const [whole, double, single, plain] = found;
    const word = double ?? single ?? plain ?? '';
    const quote = plain === undefined ? 1 : 0;
    items.push({ start: found.index + whole.length - quote - word.length, word });
    scan.argumentsTo = ARGUMENT.lastIndex;
  }
  if (items.length > 1) reportWithin(scan, items, scanLine);
}
