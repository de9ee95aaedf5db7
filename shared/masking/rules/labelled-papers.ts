import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { ASSIGNED, BETWEEN } from './fields.ts';

const digitsOf = (value: string): number => (value.match(/\d/g) ?? []).length;

const FORMS: readonly FieldForm[] = [
  {
    rule: 'licence',
    type: 'national_id',
    keywords: ['führerschein', 'fuehrerschein', 'rijbewijs', 'permis de conduire', 'prawo jazdy'],
    form: () =>
      new RegExp(
        `(?:f(?:ü|ue)hrerschein|rijbewijs|permis de conduire|prawo jazdy)(?:[ -]?n(?:ummer|r\\.?|uméro|°))?${BETWEEN}([A-Z0-9]{6,16})(?![\\w-]|\\.\\d)`,
        'iy',
      ),
    accepts: (value) => digitsOf(value) >= 3 && value === value.toUpperCase(),
  },
  {
    // A day of birth and the letter of a name stand in it: its check digit is not asked for.
    rule: 'pension',
    type: 'national_id',
    keywords: ['sozialversicherungsn', 'rentenversicherungsn', 'rvnr', 'sv-n', 'svnr', 'sv_n'],
    form: () =>
      new RegExp(
        `(?:(?:sozial|renten)versicherungsn(?:ummer|r)|rvnr|sv[-_]?n(?:ummer|r))\\.?${BETWEEN}(\\d{2} ?\\d{6} ?[A-Z] ?\\d{3})(?![\\w-])`,
        'iy',
      ),
  },
  {
    rule: 'health-card',
    type: 'health_id',
    keywords: ['health card', 'healthcard', 'health_card'],
    form: () =>
      new RegExp(
        `health[ _]?card(?:[ _]?(?:number|no|nr|num))?${BETWEEN}(\\d{4}[- ]?\\d{3}[- ]?\\d{3}(?:[- ]?[A-Z]{2})?)(?![\\w-]|\\.\\d)`,
        'iy',
      ),
  },
  {
    // `rx` alone is what a network receives.
    rule: 'prescription',
    type: 'health_id',
    keywords: ['rx number', 'rx no', 'rx_number', 'rxnumber', 'prescription n', 'prescription_n'],
    form: () =>
      new RegExp(
        `(?:rx|prescription)[ _]?(?:number|no|nr)\\.?(?:${ASSIGNED}| #?)(\\d{6,12})(?![\\w-]|\\.\\d| (?:packets|bytes|frames|errors|drops|tx)\\b)`,
        'iy',
      ),
  },
];

/** Numbers of papers that only their name tells from others. */
export const labelledPaperAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
