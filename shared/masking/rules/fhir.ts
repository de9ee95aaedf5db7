import { type Anchor, type Scan } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { APOSTROPHE_WITHIN } from './name-words.ts';
import { namesThing } from './software-words.ts';

/** `van der Berg`, `d'Angelo`, `王`: the labels of both parts say that it is a name. */
const WORD = `\\p{L}(?:[\\p{L}\\p{M}.-]|${APOSTROPHE_WITHIN}){0,30}`;
const NAME = `${WORD}(?: ${WORD}){0,3}`;
const QUOTE = `\\\\{0,3}["']`;
const ASSIGNED = `${QUOTE}\\s{0,4}:\\s{0,4}`;
const ENDS = `(?=["'\\\\])`;
const REACH = 160;
const FONT_REACH = 24;
/** `"font":{"family":"Roboto"`, `"column_family"`: other families. */
const FONT = /(?:font|typeface|style)\w{0,8}\\{0,3}["']?\s{0,4}:\s{0,4}\{\s{0,4}\\{0,3}["']?$/i;
const FAMILY = /(?<![\w-])family(?=\\{0,3}["']|>| value=)/i;
const GIVEN = /(?<![\w-])given(?=\\{0,3}["']|>| value=)/i;

const near = (text: string, start: number): string => text.slice(Math.max(0, start - REACH), start + REACH);

/** A family of a font, or a part of another name such as `column_family`. */
function isOtherFamily(text: string, at: number): boolean {
  return /[\w-]/.test(text.charAt(at - 1)) || FONT.test(text.slice(Math.max(0, at - FONT_REACH), at));
}

/** A person's name of FHIR has both parts near each other; fonts and protocols have families alone. */
const isFamily: NonNullable<FieldForm['accepts']> = (_, { text }, start) =>
  !isOtherFamily(text, start) && GIVEN.test(near(text, start));

function hasFamily({ text }: Scan, start: number): boolean {
  const from = Math.max(0, start - REACH);
  const at = near(text, start).search(FAMILY);
  return at >= 0 && !isOtherFamily(text, from + at);
}

/** A given name of JSON with so many others before it. */
function givenName(others: number): FieldForm {
  const before = `(?:${QUOTE}[^"\\\\\\n]{1,60}${QUOTE}\\s{0,4},\\s{0,40}){${String(others)}}`;
  return {
    rule: 'fhir-name',
    type: 'person',
    keywords: ['given"', "given'", 'given\\'],
    form: () => new RegExp(`given${ASSIGNED}\\[\\s{0,40}${before}${QUOTE}(${NAME})${ENDS}`, 'uy'),
    accepts: (_, scan, start) => hasFamily(scan, start),
  };
}

const MOST_GIVEN = 5;
/** A record's number: letters before it, and a digit. */
const NUMBER = '[A-Za-z]{0,4}-?\\d[\\w-]{2,24}';
const VALUE = `${QUOTE}value${ASSIGNED}`;
const OTHERS = `(?:[\\]},\\s]{0,80}${QUOTE}(?:text|system|use|display)${ASSIGNED}${QUOTE}[^"\\\\]{0,120}${QUOTE}){0,3}`;
/** What says that MR is a medical record's, and no merge request's or unit. */
const CODED = /code\\{0,3}["']\s{0,4}:\s{0,4}$/;
const IDENTIFIER = /identifier|(?<![a-z])coding|v2-0203|hl7\.org|fhir/i;
const PHONE = '\\+?\\(?\\d[\\d ().-]{5,22}\\d';
const hasDigits = (value: string): boolean => (value.match(/\d/g)?.length ?? 0) >= 4;

const QUOTES = new Set([0x22, 0x27, 0x5c]);
const COLON = 0x3a;
const BLANK = 0x20;

/** Whether a string follows a name of JSON that ends before an index: most of what is called a value is a number. */
function opensString({ bytes }: Scan, _: number, end: number): boolean {
  let index = bytes[end] === 0x22 ? end + 1 : end;
  if (bytes[index] !== COLON) return false;
  while (++index < end + MOST_BLANKS && bytes[index] === BLANK);
  return QUOTES.has(bytes[index] ?? 0);
}

const MOST_BLANKS = 8;

const isRecord: NonNullable<FieldForm['accepts']> = (value, { text }, start) =>
  /\d{3}/.test(value) &&
  (/^.{0,3}["']MRN/.test(text.slice(start, start + 8)) ||
    CODED.test(text.slice(Math.max(0, start - FONT_REACH), start)) ||
    IDENTIFIER.test(near(text, start)));

const FORMS: readonly FieldForm[] = [
  {
    rule: 'fhir-name',
    type: 'person',
    keywords: ['given value=', 'given>'],
    form: () => new RegExp(`given(?: value=${QUOTE}|>)(${NAME})(?=["'\\\\<])`, 'uy'),
    accepts: (value, scan, start) =>
      '<:'.includes(scan.text.charAt(start - 1) || '\0') &&
      (hasFamily(scan, start) || (/^(?!\p{Ll})/u.test(value) && !namesThing(value))),
  },
  {
    rule: 'fhir-name',
    type: 'person',
    keywords: ['family value=', 'family>'],
    form: () => new RegExp(`family(?: value=${QUOTE}|>)(${NAME})(?=["'\\\\<])`, 'uy'),
    accepts: isFamily,
  },
  {
    rule: 'fhir-name',
    type: 'person',
    keywords: ['given"', "given'", 'given\\'],
    form: () => new RegExp(`given${ASSIGNED}${QUOTE}(${NAME})${ENDS}`, 'uy'),
    accepts: (_, scan, start) => hasFamily(scan, start),
  },
  ...Array.from({ length: MOST_GIVEN }, (_, others) => givenName(others)),
  {
    rule: 'fhir-name',
    type: 'person',
    keywords: ['family"', "family'", 'family\\'],
    form: () => new RegExp(`family${ASSIGNED}${QUOTE}(${NAME})${ENDS}`, 'uy'),
    accepts: isFamily,
  },
  {
    rule: 'fhir-birth',
    type: 'date_of_birth',
    keywords: ['birthdate value=', 'birthtime value='],
    form: () =>
      new RegExp(`birth(?:Date|Time) value=${QUOTE}((?:18|19|20)\\d{2}(?:-?\\d{2}){0,2})(?=["\\\\])`, 'y'),
  },
  {
    rule: 'fhir-identifier',
    type: 'health_id',
    keywords: ['"mrn"', '"mr"', '\\"mrn\\', '\\"mr\\'],
    form: () =>
      new RegExp(
        `${QUOTE}MRN?${QUOTE}${OTHERS}[\\]},\\s]{0,80}${VALUE}(?:${QUOTE})?(${NUMBER})(?=["'\\\\,}\\s])`,
        'y',
      ),
    accepts: isRecord,
  },
  {
    // `"system":"http://hospital.example/mrn","value":"00482913"`
    rule: 'fhir-identifier',
    type: 'health_id',
    keywords: ['mrn"', 'mrn\\"', 'mrn/"', 'mrns"', 'mrns\\"', 'medical-record"', 'patient-id"'],
    form: () =>
      new RegExp(
        `(?<=[/:"'\\\\-])(?:mrns?|medical-record|patient-id)\\/?${QUOTE}\\s{0,4},\\s{0,40}(?:${QUOTE}use${ASSIGNED}${QUOTE}\\w{1,12}${QUOTE}\\s{0,4},\\s{0,40})?${VALUE}${QUOTE}(${NUMBER})${ENDS}`,
        'iy',
      ),
  },
  {
    rule: 'fhir-identifier',
    type: 'health_id',
    keywords: ['value="mr"', 'value="mrn"'],
    form: () =>
      new RegExp(
        `value="MRN?" ?\\/>(?:\\s{0,40}<(?:\\/\\w{1,16}|(?:text|system|use|display) value="[^"<]{0,120}" ?\\/)>){0,6}\\s{0,40}<value value="(${NUMBER})"`,
        'y',
      ),
  },
  {
    // The value stands before what it is.
    rule: 'fhir-identifier',
    type: 'health_id',
    keywords: ['value"', 'value\\"'],
    mayMatch: opensString,
    form: () =>
      new RegExp(
        `value${ASSIGNED}${QUOTE}(${NUMBER})${QUOTE}\\s{0,4},\\s{0,40}${QUOTE}type${ASSIGNED}\\{[^{}]{0,80}\\{[^{}]{0,160}${QUOTE}code${ASSIGNED}${QUOTE}MRN?${QUOTE}`,
        'y',
      ),
  },
  {
    rule: 'fhir-identifier',
    type: 'health_id',
    keywords: ['value"', 'value\\"'],
    mayMatch: opensString,
    form: () =>
      new RegExp(
        `value${ASSIGNED}${QUOTE}(${NUMBER})${QUOTE}\\s{0,4},\\s{0,40}${QUOTE}system${ASSIGNED}${QUOTE}[^"'\\\\\\s]{0,120}[/:-](?:mrns?|medical-record|patient-id)\\/?${QUOTE}`,
        'iy',
      ),
  },
  {
    rule: 'fhir-patient',
    type: 'health_id',
    keywords: ['"id"', '\\"id\\'],
    form: () =>
      new RegExp(
        `${QUOTE}id${ASSIGNED}${QUOTE}([A-Za-z0-9][\\w-]{2,63})${QUOTE}\\s{0,4},\\s{0,40}${QUOTE}resourceType${ASSIGNED}${QUOTE}Patient${QUOTE}`,
        'y',
      ),
    accepts: (value) => /\d/.test(value),
  },
  {
    rule: 'fhir-patient',
    type: 'health_id',
    keywords: ['resourcetype"', 'resourcetype\\'],
    form: () =>
      new RegExp(
        `resourceType${ASSIGNED}${QUOTE}Patient${QUOTE}\\s{0,4},\\s{0,40}${QUOTE}id${ASSIGNED}${QUOTE}([A-Za-z0-9][\\w-]{2,63})${ENDS}`,
        'y',
      ),
    accepts: (value) => /\d/.test(value),
  },
  {
    // CDA: the root says whose number it is.
    rule: 'cda-identifier',
    type: 'health_id',
    keywords: ['id root="', 'id root=\\"'],
    form: () =>
      new RegExp(
        `id root=${QUOTE}(?:[012](?:\\.\\d{1,20}){1,20}|[\\dA-Fa-f-]{36})${QUOTE} {1,4}extension=${QUOTE}([A-Za-z]{0,4}-?\\d[\\w-]{2,24})${ENDS}`,
        'iy',
      ),
    accepts: hasDigits,
  },
  {
    rule: 'fhir-telecom',
    type: 'phone',
    keywords: ['system"', 'system\\"'],
    form: () =>
      new RegExp(
        `system${ASSIGNED}${QUOTE}(?:phone|sms|fax|pager)${QUOTE}\\s{0,4},\\s{0,40}${VALUE}${QUOTE}(${PHONE})${ENDS}`,
        'y',
      ),
  },
  {
    rule: 'fhir-telecom',
    type: 'phone',
    keywords: ['value"', 'value\\"'],
    mayMatch: opensString,
    form: () =>
      new RegExp(
        `value${ASSIGNED}${QUOTE}(${PHONE})${QUOTE}\\s{0,4},\\s{0,40}${QUOTE}system${ASSIGNED}${QUOTE}(?:phone|sms|fax|pager)${QUOTE}`,
        'y',
      ),
  },
];

/** Names, days of birth and record numbers of patients in the documents of FHIR and CDA. */
export const fhirAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
