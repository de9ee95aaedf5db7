import { flagsOf } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { personalFieldOf } from './personal-fields.ts';

const LONGEST_NAME = 40;
const LONGEST_VALUE = 130;
const SLASH = 0x2f;
const LESS = 0x3c;
const SEMICOLON = 0x3b;
const IN_NAME = flagsOf(/[\w.-]/);
/** Between a namespace and a name. */
const PREFIX_SIGN = 0x3a;
const ESCAPED_LESS = '&lt;';
const CDATA_END = ']]>';
const OPENINGS = ['>', '&gt;', '<![CDATA['];

/** How the names of elements that hold something of a person end. */
const ENDINGS =
  'name surname vorname patientid patient_id memberid dob birth birthdate birthday birth_date birth-date ssn mrn phone mobile number street address line1 line2'.split(
    ' ',
  );

/** What stands in an element of XML whose name promises something of a person: `<ns:lastName>Okafor</ns:lastName>`, read back from its end. */
export const peopleElementAnchors: readonly Anchor[] = ENDINGS.flatMap((ending) => [
  { keyword: `${ending}>`, detect: detectElement },
  { keyword: `${ending}&gt;`, detect: detectElement },
]);

function detectElement(scan: Scan, _: number, end: number): void {
  const { bytes, text } = scan;
  const nameEnd = bytes[end - 1] === SEMICOLON ? end - '&gt;'.length : end - 1;
  const nameStart = passName(bytes, nameEnd);
  let tag = nameStart - 1;
  if (bytes[tag] === PREFIX_SIGN) tag = passName(bytes, tag) - 1;
  if (bytes[tag] !== SLASH) return;
  const valueEnd = startOfTag(scan, tag);
  if (valueEnd < 0) return;
  const field = personalFieldOf(text.slice(nameStart, nameEnd));
  if (field === null) return;
  const from = Math.max(0, valueEnd - LONGEST_VALUE);
  const before = text.slice(from, valueEnd);
  const content = before.endsWith(CDATA_END) ? before.slice(0, -CDATA_END.length) : before;
  const opened = behindLast(content, OPENINGS);
  if (opened < 0) return;
  const value = content.slice(opened).trim();
  if (value === '' || !field.holdsQuoted(value)) return;
  const start = from + content.indexOf(value, opened);
  report(scan, start, start + value.length, field.type, STRENGTH.shape, 'element');
}

/** Where the name that ends at `end` begins. */
function passName(bytes: Uint8Array, end: number): number {
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && IN_NAME[bytes[start - 1]!]!) start--;
  return start;
}

/** Where the sign stands that opens a tag whose slash is at `slash`; -1 where there is none. */
function startOfTag({ bytes, text }: Scan, slash: number): number {
  if (bytes[slash - 1] === LESS) return slash - 1;
  return text.startsWith(ESCAPED_LESS, slash - ESCAPED_LESS.length) ? slash - ESCAPED_LESS.length : -1;
}

/** Behind the last of some signs; -1 without any. */
function behindLast(content: string, signs: readonly string[]): number {
  let last = -1;
  for (const sign of signs) {
    const at = content.lastIndexOf(sign);
    if (at >= 0) last = Math.max(last, at + sign.length);
  }
  return last;
}
