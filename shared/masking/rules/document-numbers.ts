import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { BETWEEN } from './fields.ts';

const FORMS: readonly FieldForm[] = [
  {
    // ICAO 9303: nine places of letters and digits; countries write fewer.
    rule: 'passport',
    type: 'national_id',
    keywords: ['passport', 'passeport', 'pasaporte', 'passaporto', 'reisepass'],
    form: () =>
      new RegExp(
        `(?:[Pp]assport|PASSPORT|[Pp]asseport|[Pp]asaporte|[Pp]assaporto|[Rr]eisepass)(?:nummer)?(?: N(?:[or]\\.?|umber|UMBER|O\\.?))?${BETWEEN}([A-Z][A-Z0-9]{6,8}|\\d{8,9})(?![\\w-]|\\.\\d)`,
        'y',
      ),
    accepts: (value) => (value.match(/\d/g)?.length ?? 0) >= 3,
  },
  {
    rule: 'licence',
    type: 'national_id',
    keywords: ['dl:', 'dl#', 'dl no'],
    form: /DL(?:[:#]| no\.?:?) ?([A-Z]{1,2}\d{5,12})(?!\w)/y,
  },
  {
    // Unique device identification (21 CFR 801.40), in the form of GS1.
    rule: 'device-udi',
    type: 'other_id',
    keywords: ['udi'],
    form: () =>
      new RegExp(
        `udi(?:[-_ ]?(?:di|code|number))?${BETWEEN}(\\(01\\)\\d{14}(?:\\(\\d\\d\\)[A-Za-z0-9]{1,20}){0,4})`,
        'iy',
      ),
  },
];

/** Numbers of documents and devices that only their name tells from others. */
export const documentAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
