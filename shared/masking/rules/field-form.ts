import { kindAt, LETTER, LOWER, UPPER } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, type Detector, report, type Scan } from '../scan.ts';
import { type Expression, madeOnce } from './made-once.ts';

/** A value that its label gives away. The expression starts at the keyword, is bounded, and has the value as group 1, with at most a sign behind it. */
export interface FieldForm {
  readonly rule: string;
  readonly type: string;
  readonly keywords: readonly string[];
  /** What a match begins with, where the keywords do not tell: letters beyond ASCII are all alike to them. */
  readonly initials?: string;
  readonly form: Expression;
  /** A cheap look behind the keyword `[start, end)`: false where the form cannot match. Asked before the form is tried. */
  readonly mayMatch?: (scan: Scan, start: number, end: number) => boolean;
  /** How much of group 1 is the value, where the expression alone cannot tell; asked before `accepts`, which gets the value alone. */
  readonly endOf?: (value: string, scan: Scan, from: number) => number;
  readonly accepts?: (value: string, scan: Scan, start: number) => boolean;
}

/** What is left of a value has this many characters at least; names may be shorter. */
const SHORTEST_CUT = 4;
/** Behind a sign or a tag that opens: letters and a digit, the last signs of a password. */
const GOES_ON = /^(?!<\/|\]\]><)[!-~]{1,16}(?<=\d\w{0,8})$/;

/** How many forms there are. */
let formCount = 0;

/** Whether the form was tried there already: `nom` and `nome` arm the same one. */
function isJudged(scan: Scan, number: number, start: number): boolean {
  const judgedTo = (scan.fieldsJudgedTo ??= new Int32Array(formCount));
  if (judgedTo[number] === start + 1) return true;
  judgedTo[number] = start + 1;
  return false;
}

/** The anchors of a form, one for each of its keywords. */
export function anchorsOf(field: FieldForm): Anchor[] {
  const formOf = madeOnce(field.form);
  const number = formCount++;
  const { initials, mayMatch } = field;
  const detect: Detector = (scan, start, end) => {
    if (mayMatch !== undefined && !mayMatch(scan, start, end)) return;
    if (!beginsWord(scan, start)) return;
    if (!isJudged(scan, number, start)) detectField(scan, start, field, formOf);
  };
  return field.keywords.map((keyword) => ({ keyword, detect, initials }));
}

function detectField(
  scan: Scan,
  start: number,
  { type, rule, accepts, endOf }: FieldForm,
  formOf: () => RegExp,
): void {
  // What begins within a secret that its label gave away is a part of it.
  if (type === 'secret' && start < scan.labelledTo) return;
  const form = formOf();
  form.lastIndex = start;
  const match = form.exec(scan.text);
  const group = match?.[1];
  if (match === null || group === undefined) return;
  // Behind the value there may be a sign that ends it.
  const from = start + match[0].lastIndexOf(group);
  let value = endOf === undefined ? group : group.slice(0, endOf(group, scan, from));
  if (type !== 'person' && value.length < group.length && value.length < SHORTEST_CUT) {
    if (!/\w/.test(value) || !GOES_ON.test(group.slice(value.length))) return;
    // Three characters are no password: what looks like its end is a part of it.
    value = group;
  }
  if (accepts !== undefined && !accepts(value, scan, start)) return;
  const end = from + value.length;
  if (type === 'secret') scan.labelledTo = end;
  report(scan, from, end, type, STRENGTH.shape, rule);
}

/** The start of a word or of a camel hump. */
export function beginsWord(scan: Scan, start: number): boolean {
  const before = kindAt(scan.bytes, start - 1);
  if ((before & LETTER) === 0) return true;
  const first = kindAt(scan.bytes, start);
  return (first & LETTER) === 0 || ((before & LOWER) !== 0 && (first & UPPER) !== 0);
}
