import { DIGIT, flagsOf, KIND } from '../characters.ts';
import { type Anchor, type Scan } from '../scan.ts';
import { isSaidOfUser } from './code-fields.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { goesOnWith } from './goes-on-with.ts';

const QUOTE = `["'\`\\\\]{0,3}`;
/** Between a label and its value: the words and signs that people and formats put there. */
export const BETWEEN = `${QUOTE}[ \\t]{0,2}(?:(?:no|nr|num|number|id|code|is|was|of)\\b\\.?[ \\t]{0,2}){0,2}#?(?::|=>|=|->)?[ \\t]{0,2}${QUOTE}[({]?`;
/** The same without words: only for labels that are common words themselves. */
export const ASSIGNED = `${QUOTE}[ \\t]{0,2}(?::|=>|=|->)[ \\t]{0,2}${QUOTE}[({]?`;

const MONTH =
  '(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|m[äa]rz|apr(?:il)?|may|mai|june?|juni?|july?|juli?|aug(?:ust)?|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)';
export const DAY = `(?:(?:19|20)\\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:3[01]|[0-2]?\\d)(?!\\d)|(?:3[01]|[0-2]?\\d)[-/. ](?:3[01]|[0-2]?\\d)[-/. ](?:(?:19|20)\\d{2}|\\d{2})(?!\\d)|(?:3[01]|[0-2]?\\d)(?:st|nd|rd|th|\\.)?[ -]${MONTH}[ ,.-]{1,2}\\d{2,4}|${MONTH}\\.? (?:3[01]|[0-2]?\\d)(?:st|nd|rd|th)?,? \\d{4})`;

const DEVICE_CODE = '(?:SN:|DEVID:|\\(01\\))?[A-Z0-9][A-Z0-9()-]{5,60}';
const CODE = '[A-Za-z]{0,4}-?[A-Za-z0-9]{0,24}?\\d[A-Za-z0-9-]{2,24}';
/** A bracket that closes is a part of a code where one opens in it: `(01)00844588003288`. */
function codeEnd(value: string): number {
  let end = value.length;
  while (end > 0 && value.charAt(end - 1) === ')' && !value.slice(0, end).includes('(')) end--;
  return end;
}
/** The key of a row, without quotes: a code of a device has letters or is longer. */
const ROW_NUMBER = /^\d{1,10}$/;
const ROW_LABEL = /^device[_ ]?id ?= ?\d/i;
const ROW_REACH = 16;
const hasDigits = (value: string): boolean => (value.match(/\d/g)?.length ?? 0) >= 4;
const notPseudonym = (value: string): boolean => !value.startsWith('<');

/**
 * Whether a number may follow a label: a row of its characters with a digit and four more behind the first one. Before it stand at most
 * four words of no digit (`policy holder number no. id`), an arrow, and the signs between them.
 */
function numberMayFollow({ bytes }: Scan, _: number, end: number): boolean {
  let index = end;
  for (let row = 0; row <= MOST_ROWS_BEFORE; row++) {
    const highest = Math.min(bytes.length, index + MOST_SIGNS);
    while (index < highest && BEFORE_NUMBER[bytes[index]!]!) index++;
    const start = index;
    const farthest = Math.min(bytes.length, start + LONGEST_BEFORE_DIGIT);
    while (index < farthest && BEFORE_DIGIT[bytes[index]!]!) index++;
    if (index < farthest && (KIND[bytes[index]!]! & DIGIT) !== 0) return isNumberRow(bytes, index + 1);
    if (index === start || index - start > LONGEST_WORDS) return false;
  }
  return false;
}

function isNumberRow(bytes: Uint8Array, start: number): boolean {
  const end = start + FEWEST_BEHIND_DIGIT;
  let index = start;
  while (index < end && index < bytes.length && IN_NUMBER[bytes[index]!]!) index++;
  return index === end;
}

const MOST_ROWS_BEFORE = 5;
/** Three quotes, two blanks, a sign and so on: fewer than this. */
const MOST_SIGNS = 20;
/** `holdernumber-` and forty characters of the number before its digit. */
const LONGEST_BEFORE_DIGIT = 56;
/** `holdernumber` and a dash. */
const LONGEST_WORDS = 13;
const FEWEST_BEHIND_DIGIT = 4;
const BEFORE_NUMBER = flagsOf(/[ _\t"'`\\.#:=>({]/);
const BEFORE_DIGIT = flagsOf(/[A-Za-z-]/);
const IN_NUMBER = flagsOf(/[A-Za-z0-9-]/);

export const HEALTH_FORMS: readonly FieldForm[] = [
  {
    rule: 'medical-record',
    type: 'health_id',
    keywords: ['mrn', 'medical record', 'medicalrecord', 'medical_record', 'chart number'],
    form: () =>
      new RegExp(
        `(?:mrn|medical[ _]?record(?:[ _]?(?:number|no|nr|id))?|chart number)${BETWEEN}([A-Za-z]{0,3}-?\\d[\\d-]{3,16})(?!\\w|\\.\\d)`,
        'iy',
      ),
  },
  {
    rule: 'patient-id',
    type: 'health_id',
    keywords: [
      'patient',
      'member',
      'subscriber',
      'beneficiary',
      'encounter',
      'accession',
      'health plan',
      'insurance',
    ],
    form: () =>
      new RegExp(
        `(?:patient|(?:insurance )?member|subscriber|beneficiary|encounter|(?:lab )?accession|health plan|insurance)[ _-]?(?:id|no|nr|number|identifier)\\b${BETWEEN}([A-Z]{1,3}\\d{4} (?!(?:19|20)\\d\\d(?!\\d))\\d{4,6}(?! ?(?:[mnu]s|rows|hits|bytes))|${CODE})(?!\\w|\\.\\d)`,
        'iy',
      ),
    accepts: hasDigits,
  },
  {
    rule: 'fhir-patient',
    type: 'health_id',
    keywords: ['patient/'],
    form: /Patient\/([A-Za-z0-9][\w-]{2,63})/y,
    accepts: (value) => /\d/.test(value),
  },
  {
    rule: 'diagnosis-code',
    type: 'health_id',
    keywords: ['icd', 'diagnos', 'dx', 'secondary'],
    form: () =>
      new RegExp(
        `(?:icd(?:[-_ ]?(?:9|10|11))?(?:[-_ ]?cm)?(?:[-_ ]?codes?)?|diagnos(?:is|es)(?:[-_ ]?codes?)?|diagnosed with|dx(?:[-_ ]?codes?)?|secondary)${BETWEEN}([A-TV-Z]\\d[0-9AB](?:\\.[0-9A-KXZ]{1,4})?)(?![\\w.])`,
        'iy',
      ),
    accepts: (value, scan, start) =>
      /^[A-Z]/.test(value) && (value.includes('.') || !/^secondary/i.test(scan.text.slice(start, start + 9))),
  },
  {
    rule: 'device',
    type: 'other_id',
    keywords: ['device', 'pacemaker', 'implant', 'pump', 'meter'],
    mayMatch: goesOnWith(/[ _sSuUiI]/, /[ _dDsSuUiI]/),
    form: () =>
      new RegExp(
        `(?:device|pacemaker|implant|pump|meter)(?: device)?[ _]?(?:serial(?:[ _]?(?:number|no))?|udi|id|uuid)${BETWEEN}(${DEVICE_CODE})`,
        'iy',
      ),
    endOf: codeEnd,
    accepts: (value, { text }, start) =>
      hasDigits(value) && !(ROW_NUMBER.test(value) && ROW_LABEL.test(text.slice(start, start + ROW_REACH))),
  },
  {
    rule: 'device',
    type: 'other_id',
    keywords: ['imei'],
    form: () => new RegExp(`imei(?: number)?${BETWEEN}(${DEVICE_CODE})`, 'iy'),
    accepts: hasDigits,
  },
  {
    rule: 'policy',
    type: 'other_id',
    keywords: ['policy', 'claim', 'student', 'tracking'],
    mayMatch: numberMayFollow,
    form: () =>
      new RegExp(
        `(?:policy(?: ?holder)?|claim|student|tracking)[ _]?(?:id|no|nr|number)?\\b${BETWEEN}([A-Z0-9-]{0,40}\\d[A-Z0-9-]{4,34})`,
        'iy',
      ),
    accepts: (value) => hasDigits(value) && value === value.toUpperCase() && value.length >= 7,
  },
];

const DATE_FORMS: readonly FieldForm[] = [
  {
    rule: 'care-date',
    type: 'date',
    keywords: [
      'admission date',
      'admitted',
      'admit date',
      'discharge date',
      'discharged',
      'date of service',
      'service date',
      'date of death',
      'date of admission',
      'date of discharge',
      'admission_date',
      'admissiondate',
      'discharge_date',
      'dischargedate',
      'service_date',
      'servicedate',
      'date_of_',
    ],
    form: () =>
      new RegExp(
        `(?:admi(?:ssion|t)[ _]?date|admitted[ _]?(?:on|at|date)?|discharge[ _]?date|discharged(?: on)?|date[ _]of[ _](?:service|death|admission|discharge)|service[ _]?date)${BETWEEN}(${DAY})`,
        'iy',
      ),
  },
];

/** `zip 12345 files` */
const COUNTED = /^zip \d{4,6} (?:files|entries|bytes|ms)\b/i;
const COUNTED_REACH = 24;

const PLACE_FORMS: readonly FieldForm[] = [
  {
    rule: 'postcode',
    type: 'address',
    keywords: ['zip', 'postcode', 'post code', 'postal', 'plz'],
    form: () =>
      new RegExp(
        `(?:zip(?:[ _]?code)?|post(?:al)?[ _]?code|plz)${BETWEEN}([A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d|\\d{5}-\\d{4}|\\d{3} \\d{2}|\\d{2}-\\d{3}|\\d{4,6} ?(?:[A-Z]{2})?)(?![\\w-]|\\.\\d)`,
        'iy',
      ),
    accepts: (value, { text }, start) =>
      !/[a-z]{2}$/.test(value) && !COUNTED.test(text.slice(start, start + COUNTED_REACH)),
  },
];

/** Accounts of systems, which name nobody. */
const SYSTEM_USERS =
  /^(?:root|runner|node|ubuntu|debian|centos|ec2-user|vsts|vagrant|circleci|travis|jenkins|app|apps|public|shared|default|user|users|username|all|www-data|nobody|guest|administrator|admin|system|service|build|gitlab-runner|appuser|nonroot|postgres|mysql|null|none|true|false|string|anonymous|unknown|[%$*].*)$/i;
/** `://username:password@host` is a form of its own. */
const IN_AUTHORITY = /:\/\/[\w.-]{0,32}$/;
/** What follows "user name" in a sentence. */
const PROSE_WORD =
  /^(?:a|an|and|are|as|at|by|can|cannot|does|exists|field|for|format|from|has|in|invalid|is|missing|must|not|of|on|or|that|the|to|too|was|were|which|will|with)$/i;
/** Types, and what a prompt says. */
const NO_USER = /^(?:string|str|text|any|password|terminal|required|optional)$/i;
/** No account of a system, and no pseudonym. */
export const namesSomebody = (value: string): boolean => !SYSTEM_USERS.test(value) && notPseudonym(value);

const USER_FORMS: readonly FieldForm[] = [
  {
    rule: 'home-folder',
    type: 'username',
    keywords: ['/home/', '/users/'],
    form: /\/(?:home|Users)\/([A-Za-z_][\w.-]{1,31})(?=[/\s"':,;)]|$)/y,
    accepts: namesSomebody,
  },
  {
    rule: 'home-folder',
    type: 'username',
    keywords: ['\\users\\'],
    form: /\\{1,2}Users\\{1,2}([A-Za-z_][\w.-]{1,31})(?=[\\\s"':,;)]|$)/iy,
    accepts: namesSomebody,
  },
  {
    rule: 'user-name',
    type: 'username',
    keywords: ['username', 'user_name', 'user name', 'login_name'],
    form: () =>
      new RegExp(
        `(?:username|user[_ ]name|login_name)${QUOTE}[ \\t]?(?::|=>|=| )[ \\t]?${QUOTE}([A-Za-z_][\\w.@+-]{1,63})`,
        'iy',
      ),
    accepts: (value, scan, start) =>
      notPseudonym(value) &&
      !IN_AUTHORITY.test(scan.text.slice(Math.max(0, start - 40), start)) &&
      !PROSE_WORD.test(value) &&
      !NO_USER.test(value) &&
      !isSaidOfUser(value, scan.text, start) &&
      (namesSomebody(value) || /^username:/i.test(scan.text.slice(start, start + 9))),
  },
  {
    rule: 'ssh-user',
    type: 'username',
    keywords: ['publickey for ', 'password for ', 'for user '],
    form: /(?:publickey|password|opened for user|closed for user|for user|invalid user) (?:for )?(?:invalid user )?([A-Za-z_][\w.-]{1,31})(?= (?:from|by|on)\b)/iy,
    accepts: namesSomebody,
  },
  {
    rule: 'ssh-user',
    type: 'username',
    keywords: ['ssh://', 'sftp://'],
    form: /s(?:sh|ftp):\/\/([A-Za-z_][\w.-]{1,31})(?=@)/iy,
    accepts: (value) => value !== 'git' && notPseudonym(value),
  },
];

const PLATE_FORMS: readonly FieldForm[] = [
  {
    rule: 'plate',
    type: 'vehicle',
    keywords: ['plate', 'registration number', 'kennzeichen'],
    form: () =>
      new RegExp(
        `(?:(?:licen[cs]e |number )?plates?|registration number|kennzeichen)${BETWEEN}([A-Z0-9]{1,4}[- ]?[A-Z0-9]{1,4}[- ]?[A-Z0-9]{1,5})(?![\\w-])`,
        'iy',
      ),
    accepts: (value) => /\d/.test(value) && /[A-Z]/.test(value) && value === value.toUpperCase(),
  },
];

export const fieldAnchors: readonly Anchor[] = [
  ...HEALTH_FORMS,
  ...DATE_FORMS,
  ...PLACE_FORMS,
  ...USER_FORMS,
  ...PLATE_FORMS,
].flatMap(anchorsOf);
