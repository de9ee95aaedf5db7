import { flagsOf } from '../characters.ts';
import { type Scan } from '../scan.ts';

/** What the label of an address goes on with: a line's number, `in`, the signs between, or the address, which begins with a digit or a capital. */
export function addressMayFollow({ bytes }: Scan, _: number, end: number): boolean {
  const first = bytes[end] ?? 0;
  if (first >= BEYOND_ASCII) return true;
  if (!BEHIND_LABEL[first]!) return false;
  if (!PARTS_LABEL[first]!) return true;
  const next = bytes[end + 1] ?? 0;
  return next >= BEYOND_ASCII || BEHIND_LABEL[next]!;
}

const BEHIND_LABEL = flagsOf(/[ \t_"'\\:=({iIlL0-9A-Z]/);
const PARTS_LABEL = flagsOf(/[ \t_]/);

/** Among them are capitals. */
const BEYOND_ASCII = 0x80;
