import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { BETWEEN } from './fields.ts';
import { isCount } from './clear-labels.ts';

const hasDigits = (value: string): boolean => (value.match(/\d/g)?.length ?? 0) >= 5;

const FORMS: readonly FieldForm[] = [
  {
    // ICAO 9303: nine places of letters and digits; countries write fewer.
    rule: 'passport',
    type: 'national_id',
    keywords: ['passport', 'passeport', 'pasaporte', 'passaporto', 'reisepass'],
    form: () =>
      new RegExp(
        `(?:[Pp]assport|PASSPORT|[Pp]asseport|[Pp]asaporte|[Pp]assaporto|[Rr]eisepass)(?:nummer)?(?:[ _-]?N(?:[or]\\.?|umber|UMBER|O\\.?)|[ _-]n(?:[or]\\.?|umber))?${BETWEEN}([A-Z][A-Z0-9]{6,8}|\\d{8,9})(?![\\w-]|\\.\\d)`,
        'y',
      ),
    accepts: (value) => (value.match(/\d/g)?.length ?? 0) >= 3,
  },
  {
    rule: 'licence',
    type: 'national_id',
    keywords: ['dl:', 'dl#', 'dl no'],
    form: /DL(?:[:#]| no\.?:?) ?([A-Z]{1,2}\d{3,12}(?:-\d{2,6}){0,3})(?![\w-])/y,
    accepts: hasDigits,
  },
  {
    rule: 'licence',
    type: 'national_id',
    keywords: ['driver', 'driving'].flatMap((word) => [
      `${word} lic`,
      `${word}_lic`,
      `${word}lic`,
      `${word}-lic`,
      `${word}s lic`,
      `${word}s_lic`,
      `${word}slic`,
      `${word}s-lic`,
      `${word}'s lic`,
    ]),
    form: () =>
      new RegExp(
        `driv(?:er'?s?|ing)[ _.-]?licen[cs]e(?:[ _.-]?(?:number|num|no|nr|id))?${BETWEEN}([A-Z]{1,3}-?\\d[\\dA-Z]{2,16}(?:-\\d{2,6}){0,3}|\\d{7,12})(?![\\w-]|\\.\\d)`,
        'iy',
      ),
    accepts: (value, { text }, start) =>
      value === value.toUpperCase() &&
      hasDigits(value) &&
      !isCount(text, text.indexOf(value, start) + value.length),
  },
  {
    // Cards of identity and of residence, and papers of foreigners.
    rule: 'residence-paper',
    type: 'national_id',
    keywords: [
      'id card n',
      'id_card_n',
      'idcardn',
      'identity card n',
      'identity_card_n',
      'alien number',
      'alien_number',
      'alien registration',
      'visa no',
      'visa number',
      'visa_number',
      'green card',
      'green_card',
      'uscis',
    ],
    form: () =>
      new RegExp(
        `(?:id(?:entity)?[ _]?card[ _]?n(?:umber|o|r)|alien[ _](?:registration[ _]?)?n(?:umber|o)|visa[ _]n(?:umber|o)|green[ _]card(?:[ _]n(?:umber|o))?|uscis(?: (?:number|no|#))?)\\.?${BETWEEN}([A-Z]{1,3}-?\\d{6,13}|\\d{8,13})(?![\\w-]|\\.\\d)`,
        'iy',
      ),
    accepts: (value, { text }, start) =>
      value === value.toUpperCase() && !isCount(text, text.indexOf(value, start) + value.length),
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
