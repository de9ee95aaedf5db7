import { type Anchor, type Scan } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { BETWEEN, DAY } from './fields.ts';
import { capitalMayFollow, isSomebody, mayBeSigned, SIGNED, TWO_WORDS, WORD } from './name-words.ts';
import { hasFirstName, namesThing } from './software-words.ts';

/** `Okafor, Amara` or `Amara Okafor`. */
const PERSON = `${WORD}, ${WORD}(?: \\p{Lu}\\.?(?!\\p{L}))?|${TWO_WORDS}`;
const DEGREE =
  ',? (?:M\\.?D\\.?|D\\.?O\\.?|R\\.?N\\.?|N\\.?P\\.?|P\\.?A\\.?(?:-C)?|MBBS|FRCS|FACS|PhD|DPM|DDS|CRNA)(?![\\p{L}\\d])';
/** `65F`, `65 F`, `41m`, `41 y/o`; `12 m` is a duration. */
const AGE = '[, ]{1,2}\\(?\\d{1,3}(?: ?[FM]|[fm]| ?(?:y\\/?\\.?o|yrs?|years?))(?![\\p{L}\\d])';
const NEAR = 120;
/** Words of the care of patients that are no part of a name such as `patient-api` or `ward-7`. */
const PATIENT =
  /(?<![\w./-])(?:patient|pt|mrn|dob|admitted|admission|discharged?|ward|hospital|hospice|autopsy|next of kin)(?![\w/-]|\.\w)/i;
const TITLE = /(?<![\w./-])(?:Mrs?|Ms)\.? \p{Lu}\p{Ll}/u;
/** What runs dies, too. */
const RUNS =
  /(?:agent|broker|connection|consumer|container|daemon|host|instance|job|kernel|leader|link|listener|node|pod|process|replica|runner|server|service|session|socket|task|thread|worker|[-_](?:api|app|svc|db|cache|queue|proxy|exporter|controller|operator|\d{1,3}|[a-z\d]*\d[a-z][a-z\d]*))\)?:? (?:has |had |was |just |suddenly |unexpectedly )?$/i;
const LONGEST_RUNNER = 48;

function isNearPatient(_: string, { text }: Scan, start: number): boolean {
  return (
    saysPatient(text.slice(Math.max(0, start - NEAR), start + NEAR)) &&
    !RUNS.test(text.slice(Math.max(0, start - LONGEST_RUNNER), start))
  );
}

const saysPatient = (around: string): boolean => PATIENT.test(around) || TITLE.test(around);

/** Written twice it is SQL's apostrophe. */
const CLOSING_QUOTE = /(?<!['\\])['’](?!\p{L}|'\p{L})/u;

/** A quote that closes is no apostrophe of the name. */
function nameEnd(value: string): number {
  const at = value.search(CLOSING_QUOTE);
  return at < 0 ? value.length : at;
}

/** Somebody, or words that may as well be a surname: no part of software. */
const isCarer = (value: string): boolean => isSomebody(value) && !namesThing(value);

const SHORT_NEAR = 64;
/** What is said of a patient on the same line; an age is, too. */
const CARE =
  /(?<![\w./-])(?:mrn|dob|born|admitted|admission|admit|discharged?|ward|hospital|clinic|room|bed|icu|surgery|diagnos\w{2,5}|allerg\w{2,5}|seen|presents?|presented|complain\w{2,4}|male|female|nurse|dr\.?|rx|dx)(?![\w/-])|(?<![\w.])\d{1,3} ?(?:[FM]|y\/?o|yrs?|years?)(?![\w/])/i;
const LINE = /[^\r\n]*/;
const BEYOND_ASCII = /[^\0-\x7f]/;
/** `Read, Write, Delete`, `Read, Write and Delete`: a list of more than a surname and a first name. */
const GOES_ON = /^(?:, ?| and | or | & )\p{Lu}\p{Ll}{1,24}(?![\p{L}:])/u;
/** `12 pt`, `9pt`, `10.5 pt`: the size of letters; no time, day or room before the word. */
const SIZE = /(?:^|[\s("'=,])(?<!(?:room|bed|ward|bay) )\d{1,2}(?:\.\d)? ?$/i;
const SIZE_REACH = 12;
const LONGEST_NAME = 80;
/** Notes begin with whom they are about. */
const LINE_BEGINS = /(?:^|\n)[ \t]{0,4}$/;

/**
 * A surname and a first name behind `patient` or `pt`, which are also before lists of rights, pages and fonts: a listed first name
 * says that it is a person, or letters beyond ASCII, a colon, or what else is told of a patient.
 */
function isPatient(value: string, { text }: Scan, start: number): boolean {
  if (!isCarer(value)) return false;
  if (text.startsWith('pt ', start) && SIZE.test(text.slice(Math.max(0, start - SIZE_REACH), start)))
    return false;
  const line = LINE.exec(text.slice(start, start + LONGEST_NAME + SHORT_NEAR))![0];
  const at = line.indexOf(value);
  if (at < 0) return false;
  const behind = line.slice(at + value.length);
  if (hasFirstName(value) || BEYOND_ASCII.test(value)) return true;
  if (line.slice(0, at).includes(':') || LINE_BEGINS.test(text.slice(Math.max(0, start - 8), start)))
    return true;
  if (value.includes(', ') && GOES_ON.test(behind)) return false;
  if (line.startsWith('patient') && value.includes(', ')) return true;
  return CARE.test(behind) || CARE.test(text.slice(Math.max(0, start - SHORT_NEAR), start));
}

const CLOUD = /(?<![A-Za-z])(?:aws|amazon|gcp|google|azure)(?: cloud)?[ _-]?$/i;
const LONGEST_CLOUD = 16;
/** `20260304`, `20260304101112`: a day of this century, and the time behind it. */
const isDay = (value: string): boolean =>
  /^20[0-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d[0-5]\d[0-5]\d|2[0-3][0-5]\d[0-5]\d)?$/.test(
    value,
  );
const SIGN = /[:=#]/;
/** A unit behind a number, and no name. */
const COUNTED = ' ?(?:[mnu\u00b5]?s|sec|min|rows|requests|records|bytes|errors|calls|hits|ops)(?![\\w-])';

const FORMS: readonly FieldForm[] = [
  {
    rule: 'care-provider',
    type: 'person',
    keywords: [
      'attending',
      'surgeon',
      'anesthesiologist',
      'radiologist',
      'pathologist',
      'clinician',
      'physician',
      'hospitalist',
      'pcp',
    ],
    form: () =>
      new RegExp(
        `(?:[Aa]ttending|[Ss]urgeon|[Aa]nesthesiologist|[Rr]adiologist|[Pp]athologist|[Cc]linician|[Pp]hysician|[Hh]ospitalist|PCP)${SIGNED}(?:Dr\\.? )?(${PERSON})`,
        'uy',
      ),
    mayMatch: ({ bytes }, _, end) => mayBeSigned(bytes, end),
    endOf: nameEnd,
    accepts: isCarer,
  },
  {
    // A provider may be anything: with a degree it is a person.
    rule: 'care-provider',
    type: 'person',
    keywords: ['provider', 'consultant', 'resident', 'referring', 'admitting', 'ordering', 'seen by '],
    form: () =>
      new RegExp(
        `(?:[Pp]rovider|[Cc]onsultant|[Rr]esident|[Rr]eferring|[Aa]dmitting|[Oo]rdering|[Ss]een by)(?:${SIGNED}| ?)(${PERSON})(?=${DEGREE})`,
        'uy',
      ),
    endOf: nameEnd,
    accepts: isCarer,
  },
  {
    rule: 'patient-name',
    type: 'person',
    keywords: ['pt ', 'pt: ', 'pt. ', 'patient: ', 'patient '],
    form: () => new RegExp(`(?:[Pp]t|PT|[Pp]atient)[.:]? (${WORD}, ${WORD}|${TWO_WORDS}(?=${AGE}))`, 'uy'),
    mayMatch: capitalMayFollow,
    endOf: nameEnd,
    accepts: isPatient,
  },
  {
    // `Patient="Okafor, Amara"`, `"patient":"Amara Okafor"`
    rule: 'patient-name',
    type: 'person',
    keywords: [
      'patient"',
      "patient'",
      'patient\\"',
      'patient="',
      "patient='",
      'patient: "',
      'patient "',
      "patient '",
    ],
    form: () =>
      new RegExp(
        `[Pp]atient(?:${SIGNED}(?<=["'])| ["'])(${WORD}, ${WORD}(?: \\p{Lu}\\.?)?|${TWO_WORDS})(?=["'\\\\])`,
        'uy',
      ),
    accepts: isCarer,
  },
  {
    rule: 'death-date',
    type: 'date',
    keywords: ['deceased', 'died', 'passed away'],
    form: () => new RegExp(`(?:deceased|died|passed away)(?: on| at)?${BETWEEN}(${DAY})`, 'iy'),
    accepts: isNearPatient,
  },
  {
    rule: 'death-date',
    type: 'date',
    keywords: ['deceaseddatetime'],
    form: /deceasedDateTime(?:\\{0,3}"\s{0,4}:\s{0,4}\\{0,3}"| value=")((?:19|20)\d{2}(?:-\d{2}){0,2})/y,
  },
  {
    rule: 'beneficiary',
    type: 'health_id',
    keywords: ['health plan', 'health_plan', 'healthplan'],
    form: () =>
      new RegExp(
        `health[ _]?plan[ _]?(?:beneficiary|member|subscriber)(?:[ _]?(?:id|no|nr|number))?${BETWEEN}([A-Z]{0,4}-?\\d[A-Z\\d-]{4,24})(?!\\w|\\.\\d|${COUNTED})`,
        'iy',
      ),
  },
  {
    rule: 'account-number',
    type: 'other_id',
    keywords: ['account n', 'account_n', 'accountn', 'account #', 'acct n', 'acct_n', 'acct. n', 'acct #'],
    form: () =>
      new RegExp(
        `(?:account|acct)\\.?[ _]?(?:number|no\\.?|nr\\.?|num|#)${BETWEEN}(\\d{8,17}|\\d{2,6}(?:-\\d{2,8}){1,3})(?![\\w-]|\\.\\d)`,
        'iy',
      ),
    // What a cloud calls one is in every address of a resource.
    accepts: (value, { text }, start) =>
      value.replace(/\D/g, '').length >= 8 &&
      !CLOUD.test(text.slice(Math.max(0, start - LONGEST_CLOUD), start)) &&
      !(isDay(value) && !SIGN.test(text.slice(start, text.indexOf(value, start)))),
  },
];

/** People, days and numbers of the care of patients, as notes and logs of hospitals shorten them. */
export const careAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
