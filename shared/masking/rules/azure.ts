import { DIGIT, flagsOf, kindAt } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

/** Three characters and a digit. */
const BEFORE = 4;
const FEWEST_BEHIND = 31;
const MOST_BEHIND = 34;
const DOT = 0x2e;
const IS_PART = flagsOf(/[\w~.-]/);

export const azureAnchors: readonly Anchor[] = [
  {
    keyword: 'Q~',
    detect: (scan: Scan, at: number): void => {
      const end = secretEnd(scan, at);
      if (end > 0) report(scan, at - BEFORE, end, 'secret', STRENGTH.shape, 'azure-client-secret');
    },
  },
];

/** Where a client secret of Microsoft Entra ends: three characters, a digit, `Q~`, then 31 to 34 more; -1 when there is none. */
function secretEnd({ bytes, text }: Scan, at: number): number {
  if (at < BEFORE || !text.startsWith('Q~', at) || (kindAt(bytes, at - 1) & DIGIT) === 0) return -1;
  for (let index = at - BEFORE; index < at - 1; index++) if (!IS_PART[bytes[index]!]!) return -1;
  const from = at + 2;
  const to = Math.min(bytes.length, from + MOST_BEHIND + 1);
  let end = from;
  while (end < to && IS_PART[bytes[end]!]!) end++;
  // Of more than there may be the last ones belong to it that a dot ends.
  if (end - from > MOST_BEHIND) {
    end--;
    if (bytes[end] === DOT) return end;
    while (end - from >= FEWEST_BEHIND && bytes[end] !== DOT) end--;
  }
  return end - from >= FEWEST_BEHIND ? end : -1;
}
