import { kindAt, LETTER, LOWER, UPPER } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { type Expression, madeOnce } from './made-once.ts';

/** A value that its label gives away. The expression starts at the keyword, is bounded, and ends with group 1, the value. */
export interface FieldForm {
  readonly rule: string;
  readonly type: string;
  readonly keywords: readonly string[];
  /** What a match begins with, where the keywords do not tell: letters beyond ASCII are all alike to them. */
  readonly initials?: string;
  readonly form: Expression;
  readonly accepts?: (value: string, scan: Scan, start: number) => boolean;
}

/** The anchors of a form, one for each of its keywords. */
export function anchorsOf(field: FieldForm): Anchor[] {
  const formOf = madeOnce(field.form);
  return field.keywords.map((keyword) => ({
    keyword,
    detect: (scan, start) => detectField(scan, start, field, formOf),
  }));
}

function detectField(
  scan: Scan,
  start: number,
  { type, rule, initials, accepts }: FieldForm,
  formOf: () => RegExp,
): void {
  if (initials !== undefined && !initials.includes(scan.text.charAt(start))) return;
  // What begins within a secret that its label gave away is a part of it.
  if (type === 'secret' && start < scan.labelledTo) return;
  if (!beginsWord(scan, start)) return;
  const form = formOf();
  form.lastIndex = start;
  const match = form.exec(scan.text);
  const value = match?.[1];
  if (match === null || value === undefined || (accepts !== undefined && !accepts(value, scan, start)))
    return;
  const end = start + match[0].length;
  if (type === 'secret') scan.labelledTo = end;
  report(scan, end - value.length, end, type, STRENGTH.shape, rule);
}

/** The start of a word or of a camel hump. */
export function beginsWord(scan: Scan, start: number): boolean {
  const before = kindAt(scan.bytes, start - 1);
  return (
    (before & LETTER) === 0 ||
    ((before & LOWER) !== 0 && (kindAt(scan.bytes, start) & UPPER) !== 0) ||
    (kindAt(scan.bytes, start) & LETTER) === 0
  );
}
