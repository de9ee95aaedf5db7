import { flagsOf } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { personalFieldOf, type PersonalField } from './personal-fields.ts';

/** Columns as queries and their plans name them. */
const COLUMNS = [
  'first_name',
  'firstname',
  'last_name',
  'lastname',
  'full_name',
  'fullname',
  'middle_name',
  'given_name',
  'family_name',
  'surname',
  'customer_name',
  'patient_name',
  'employee_name',
  'contact_name',
  'nachname',
  'vorname',
  'birth_date',
  'birthdate',
  'date_of_birth',
  'dateofbirth',
  'dob',
];

/** How a column goes on that is compared with something, other than by `=` right behind it. */
const MAY_GO_ON = flagsOf(/[)"`\] :=]/);
/** From the column to its first value: `)::text = `, ` LIKE `, ` IN (`, ` = ANY (`, `) = DATE `. */
const COMPARED =
  /["`\]]?\){0,3}(?:::[a-z]\w{0,24}(?: varying)?(?:\(\d{1,4}\))?)?\){0,3} {0,3}(?:=|<>|!=|[<>]=?|!?~~?\*?|(?:not )?i?like|(?:not )?in|is (?:not )?distinct from|between) {0,3}(?:any ?)?(\(?)(?:(?:lower|upper|date|timestamp|unaccent)[ (]{0,2}|[en](?='))?(?=')/iy;
/** A text, its type and what leads to the next one. */
const VALUE = /'((?:[^'\n]|''){1,120})'(?:::[\w ]{1,30})?(?: {0,3}, {0,3}(?=')| and (?:date ?)?(?='))?/iy;
const MOST_VALUES = 100;
/** Signs that stand for any others. */
const LEADING_SIGNS = /^[%_{"]+/;
const CLOSING_SIGNS = /[%_}"]+$/;

/** What a query or its plan compares a column with that holds something of a person: `((last_name)::text = 'Okafor'::text)`. */
export const peopleQueryAnchors: readonly Anchor[] = [
  ...COLUMNS.map((keyword): Anchor => ({ keyword, detect: detectCompared })),
  { keyword: 'key (', detect: detectKey },
];

function detectCompared(scan: Scan, start: number, end: number): void {
  const { bytes, text } = scan;
  if (!MAY_GO_ON[bytes[end] ?? 0]!) return;
  COMPARED.lastIndex = end;
  const match = COMPARED.exec(text);
  if (match === null) return;
  const field = personalFieldOf(text.slice(start, end));
  if (field === null) return;
  let at = end + match[0].length;
  for (let count = 0; count < MOST_VALUES; count++) {
    VALUE.lastIndex = at;
    const value = VALUE.exec(text);
    if (value?.[1] === undefined) return;
    judgeValue(scan, at + 1, value[1], field);
    at += value[0].length;
    if (value[0].endsWith("'")) return;
  }
}

/** Judges one text without its quotes; an array's is several. */
function judgeValue(scan: Scan, start: number, value: string, field: PersonalField): void {
  if (value.startsWith('{')) {
    let at = start;
    for (const part of value.split(',')) {
      judgePart(scan, at, part, field);
      at += part.length + 1;
    }
    return;
  }
  judgePart(scan, start, value, field);
}

function judgePart(scan: Scan, start: number, part: string, field: PersonalField): void {
  const lead = LEADING_SIGNS.exec(part)?.[0].length ?? 0;
  const value = part.slice(lead).replace(CLOSING_SIGNS, '');
  if (value === '' || !field.holdsQuoted(value)) return;
  report(scan, start + lead, start + lead + value.length, field.type, STRENGTH.context, 'query');
}

/** PostgreSQL's detail of a constraint; group 1 the columns, group 2 their values. */
const KEY = /key \(([^\n=]{1,200})\)=\(([^\n]{1,400}?)\) (?:already|is |conflicts)/iy;

/** `Key (first_name, last_name)=(Chidi, Okafor) already exists.` */
function detectKey(scan: Scan, start: number): void {
  KEY.lastIndex = start;
  const match = KEY.exec(scan.text);
  if (match?.[1] === undefined || match[2] === undefined) return;
  const names = match[1].split(', ');
  const values = match[2].split(', ');
  if (names.length !== values.length) return;
  let at = start + match[0].indexOf(')=(') + ')=('.length;
  for (const [index, value] of values.entries()) {
    const field = personalFieldOf(names[index]!.replace(/^.*\(|\).*$|"/g, ''));
    if (field?.holdsQuoted(value) === true)
      report(scan, at, at + value.length, field.type, STRENGTH.context, 'query');
    at += value.length + ', '.length;
  }
}
