import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';

/** The parts of a name with carets between them (DICOM PS3.5, section 6.2.1). */
const PART = "\\p{L}[\\p{L}\\p{M}' .-]{0,40}";
const NAME = `${PART}(?:\\^(?:${PART})?){0,4}`;
/** The tags of a patient (group 0010), of physicians (0008,0090; 0008,1050) and operators (0008,1070) as tools print them. */
const NAME_TAG = '\\((?:0010, ?(?:0010|1001|1005|1060)|0008, ?(?:0090|1048|1050|1060|1070))\\)';
const NUMBER_TAG = '\\(0010, ?(?:0020|1000)\\)';
/** `PN [`, `Patient's Name   PN: '` */
const VALUE = '[^\\n[\\]":]{0,64}(?:\\[|: {1,3}["\'])';

const FORMS: readonly FieldForm[] = [
  {
    rule: 'dicom',
    type: 'person',
    keywords: ['(0010,'],
    form: () => new RegExp(`${NAME_TAG} ${VALUE}(${NAME})(?=[\\]"'])`, 'uy'),
  },
  {
    rule: 'dicom',
    type: 'health_id',
    keywords: ['(0010,0020', '(0010, 0020'],
    form: () => new RegExp(`${NUMBER_TAG} ${VALUE}([A-Za-z]{0,6}-?\\d[\\w.-]{1,40})(?= ?[\\]"'])`, 'uy'),
  },
  {
    rule: 'dicom',
    type: 'date_of_birth',
    keywords: ['(0010,0030', '(0010, 0030'],
    form: () => new RegExp(`\\(0010, ?0030\\) ${VALUE}((?:18|19|20)\\d{6})(?=[\\]"'])`, 'y'),
  },
  {
    // The model of JSON (PS3.18, annex F).
    rule: 'dicom',
    type: 'person',
    keywords: ['alphabetic"', 'alphabetic\\"'],
    form: () => new RegExp(`alphabetic\\\\{0,3}"\\s{0,4}:\\s{0,4}\\\\{0,3}"(${NAME})(?=["\\\\])`, 'iuy'),
  },
  {
    rule: 'dicom',
    type: 'health_id',
    keywords: ['"00100020"'],
    form: /"00100020\\{0,3}"\s{0,4}:[^[\]\n]{0,40}\[\s{0,4}\\{0,3}"([A-Za-z]{0,6}-?\d[\w.-]{1,40})(?=["\\])/y,
  },
  {
    rule: 'dicom',
    type: 'date_of_birth',
    keywords: ['"00100030"'],
    form: /"00100030\\{0,3}"\s{0,4}:[^[\]\n]{0,40}\[\s{0,4}\\{0,3}"((?:18|19|20)\d{6})(?=["\\])/y,
  },
  {
    rule: 'dicom',
    type: 'person',
    keywords: ['physicianname', 'physiciansname', 'operatorsname'],
    form: () =>
      new RegExp(`(?:physicians?|operators)name["']?\\s{0,4}[:=]\\s{0,4}["']?(${PART}\\^${NAME})`, 'iuy'),
  },
];

/** Names, numbers and days of birth of the patients in pictures of DICOM. */
export const dicomAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
