import { type Anchor } from '../scan.ts';
import { dicomAnchors } from './dicom.ts';
import { duplicateEntryAnchors } from './duplicate-entries.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { BETWEEN, DAY } from './fields.ts';
import { goesOnWith } from './goes-on-with.ts';

const CODE = '[A-Z]{0,4}-?(?:\\d{1,4}-)?\\d[A-Z\\d]{3,20}(?:-\\d{1,8})?';
const ENDS =
  '(?![\\w-]|\\.\\d| ?(?:[mnu\\u00b5]?s|%|rows|requests|bytes|packets|frames|errors|hits|ops|calls|docs|points|loops|pps|B|of \\d)(?![\\w-])| ?\\/s|: [A-Z]|[ ]tx)';
const digitsOf = (value: string): number => value.match(/\d/g)?.length ?? 0;

const FORMS: readonly FieldForm[] = [
  {
    rule: 'care-number',
    type: 'health_id',
    keywords: [
      'accession',
      'specimen',
      'hospital n',
      'hospital_n',
      'hospitalnumber',
      'medicaid',
      'chart #',
      'rx#',
      'rx #',
    ],
    form: () =>
      new RegExp(
        `(?:accession(?=:)|specimen[ _]?(?:id|no|number)|hospital[ _]?(?:no|number)|medicaid[ _]?(?:id|no|number)|chart #|rx ?#)\\.?${BETWEEN}(${CODE})${ENDS}`,
        'iy',
      ),
    accepts: (value) => digitsOf(value) >= 5,
  },
  {
    // The year before the number: `accession=24-0048213`, `Specimen: S26-11834`; of sequences and filings they are otherwise.
    rule: 'care-number',
    type: 'health_id',
    keywords: ['accession', 'specimen'],
    form: () =>
      new RegExp(
        `(?:accession|specimen)(?:[ _]?(?:id|no|number|#))?\\.?(?:${BETWEEN}| ['"])([A-Z]{0,4}-?\\d{2}-\\d{4,8})${ENDS}`,
        'iy',
      ),
    mayMatch: goesOnWith(/[ \t"'\\:=_iIn#.N]/),
  },
  {
    // Of an insurer: with letters, for groups of anything are numbered.
    rule: 'care-number',
    type: 'health_id',
    keywords: ['group n', 'group_n', 'groupn'],
    form: () => new RegExp(`group[ _]?n(?:o|umber)\\.?${BETWEEN}([A-Z]{1,3}-?\\d{5,10})${ENDS}`, 'iy'),
    accepts: (value) => value === value.toUpperCase(),
  },
  {
    // Visits of a page are counted; a hospital's have letters or zeros before their number.
    rule: 'care-number',
    type: 'health_id',
    keywords: ['visit n', 'visit_n', 'visit id', 'visit_id', 'visitnumber'],
    form: () =>
      new RegExp(
        `visit(?:[ _](?:no|number|id)|number)\\.?${BETWEEN}([A-Z]{1,4}-?\\d{5,12}|0\\d{5,11})${ENDS}`,
        'iy',
      ),
  },
  {
    rule: 'care-number',
    type: 'health_id',
    keywords: ['patient=', 'patient:', 'urn:mrn'],
    form: /(?:patient[=:] ?["']?|urn:mrn[|:])((?:[Pp][Tt]|[Mm][Rr][Nn]?)-?\d{4,12}|(?<=mrn[|:])\d{5,12})(?![\w-])/y,
  },
  {
    // `GET /patients/00482913/chart`
    rule: 'care-number',
    type: 'health_id',
    keywords: [
      '/patients/',
      '/patient/',
      '/patients%2f',
      '/patient%2f',
      '%2fpatients%2f',
      '/mrn/',
      '/by-mrn/',
    ],
    form: /(?:\/|%2F)(?:patients?|(?:by-)?mrn)(?:\/|%2F)([A-Z]{0,4}-?\d{5,12}(?:-\d{1,8})?)(?![\w-]|\.\d|\.(?:[cm]?js|css|map|svg|png|html?)\b)/iy,
  },
  {
    rule: 'care-date',
    type: 'date',
    keywords: ['dos ', 'dos:'],
    form: () => new RegExp(`(?<![\\w-])DOS:? (${DAY})`, 'y'),
  },
];

/** Numbers and days of the care of patients that only their labels and paths tell from others. */
export const careNumberAnchors: readonly Anchor[] = [
  ...FORMS.flatMap(anchorsOf),
  ...dicomAnchors,
  ...duplicateEntryAnchors,
];
