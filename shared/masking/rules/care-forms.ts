import { type Anchor, type Scan } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { BETWEEN, DAY } from './fields.ts';
import { capitalMayFollow, isSomebody, mayBeSigned, SIGNED, TWO_WORDS, WORD } from './name-words.ts';

/** `Okafor, Amara` or `Amara Okafor`. */
const PERSON = `${WORD}, ${WORD}(?: \\p{Lu}\\.?(?!\\p{L}))?|${TWO_WORDS}`;
const DEGREE =
  ',? (?:M\\.?D\\.?|D\\.?O\\.?|R\\.?N\\.?|N\\.?P\\.?|P\\.?A\\.?(?:-C)?|MBBS|FRCS|FACS|PhD|DPM|DDS|CRNA)(?![\\p{L}\\d])';
const AGE = '[, ]{1,2}\\(?\\d{1,3} ?(?:[FMfm](?![\\p{L}\\d])|y\\/?\\.?o|yrs?|years?)';
const NEAR = 120;
const PATIENT =
  /\b(?:patient|pt|mrn|dob|admitted|admission|discharged?|ward|hospital|hospice|autopsy|next of kin)\b/i;

function isNearPatient(_: string, { text }: Scan, start: number): boolean {
  return PATIENT.test(text.slice(Math.max(0, start - NEAR), start + NEAR));
}

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
    accepts: isSomebody,
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
    accepts: isSomebody,
  },
  {
    rule: 'patient-name',
    type: 'person',
    keywords: ['pt ', 'pt: ', 'pt. ', 'patient: ', 'patient '],
    form: () => new RegExp(`(?:[Pp]t|PT|[Pp]atient)[.:]? (${WORD}, ${WORD}|${TWO_WORDS}(?=${AGE}))`, 'uy'),
    mayMatch: capitalMayFollow,
    accepts: isSomebody,
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
        `health[ _]?plan[ _]?(?:beneficiary|member|subscriber)(?:[ _]?(?:id|no|nr|number))?${BETWEEN}([A-Z]{0,4}-?\\d[A-Z\\d-]{4,24})(?!\\w|\\.\\d)`,
        'iy',
      ),
  },
  {
    rule: 'account-number',
    type: 'other_id',
    keywords: ['account n', 'account_n', 'accountn', 'account #', 'acct n', 'acct_n', 'acct. n', 'acct #'],
    form: () =>
      new RegExp(
        `(?:account|acct)\\.?[ _]?(?:number|no|nr|num|#)${BETWEEN}(\\d{8,17}|\\d{2,6}(?:-\\d{2,8}){1,3})(?![\\w-]|\\.\\d)`,
        'iy',
      ),
    // What a cloud calls one is in every address of a resource.
    accepts: (value, { text }, start) =>
      value.replace(/\D/g, '').length >= 8 &&
      !/\b(?:aws|amazon|gcp|azure) $/i.test(text.slice(Math.max(0, start - 8), start)),
  },
];

/** People, days and numbers of the care of patients, as notes and logs of hospitals shorten them. */
export const careAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
