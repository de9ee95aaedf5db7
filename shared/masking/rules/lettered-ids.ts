import {
  isDayMonthYear,
  isMonthAndDay,
  isYearMonthDay,
  passesDocumentCheck,
  passesMod11And10,
  weightedSum,
} from './checksums.ts';
import { type FindingType } from '../finding.ts';
import { isChinese } from './numeric-id-checks.ts';

/** An identity number with letters in it, upper case and without separators. */
export interface LetteredId {
  readonly rule: string;
  readonly type: FindingType;
  readonly form: RegExp;
  readonly isValid: (value: string) => boolean;
  readonly context: RegExp;
  /** As for numeric ids; `always` where the form says enough. */
  readonly counts: 'named' | 'alone' | 'always';
}

const ANY = (): boolean => true;
const PASSPORT = /passports?|passeport|pasaporte|reisepass|passaporto|여권/i;
const LICENCE = /driv(?:er|ing)\S{0,2} licen[cs]e|licen[cs]e|f[uü]hrerschein|patente|dvla|permis/i;

function id(
  rule: string,
  form: RegExp,
  isValid: (value: string) => boolean,
  context: RegExp,
  counts: LetteredId['counts'] = 'alone',
  type: FindingType = 'national_id',
): LetteredId {
  return { rule, type, form, isValid, context, counts };
}

const SPANISH = 'TRWAGMYFPDXBNJZSQVHLCKE';
const isNif = (v: string): boolean => SPANISH.charAt(Number(v.slice(0, -1)) % 23) === v.slice(-1);
const isNie = (v: string): boolean => isNif(`${'XYZ'.indexOf(v.charAt(0))}${v.slice(1)}`);

/** Finnish personal identity code: the remainder by 31 picks the last character. */
const isFinnish = (v: string): boolean =>
  isDayMonthYear(v) &&
  '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(v.slice(0, 6) + v.slice(7, 10)) % 31) === v.charAt(10);

/** Singapore NRIC and FIN. */
const isSingaporean = (v: string): boolean => {
  const offset = 'TG'.includes(v.charAt(0)) ? 4 : v.startsWith('M') ? 3 : 0;
  const remainder = (weightedSum(v.slice(1), [2, 7, 6, 5, 4, 3, 2]) + offset) % 11;
  const letters = 'ST'.includes(v.charAt(0))
    ? 'JZIHGFEDCBA'
    : v.startsWith('M')
      ? 'KLJNPQRTUWX'
      : 'XWUTRQPNMLK';
  return letters.charAt(remainder) === v.charAt(8);
};

/** Taiwan: the letter stands for two digits, in an order of its own. */
const isTaiwanese = (v: string): boolean => {
  const letter = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(v.charAt(0)) + 10;
  const sum =
    Math.floor(letter / 10) + (letter % 10) * 9 + weightedSum(v.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1]);
  return sum % 10 === 0;
};

/** Singapore's entity numbers: eight digits of a business or nine of a company, and a check letter. */
const isUen = (v: string): boolean =>
  v.length === 9
    ? 'XMKECAWLJDB'.charAt(weightedSum(v, [10, 4, 9, 3, 8, 2, 7, 1]) % 11) === v.charAt(8)
    : 'ZKCMDNERGWH'.charAt(weightedSum(v, [10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11) === v.charAt(9);

/** Drug Enforcement Administration: (1st+3rd+5th) + 2·(2nd+4th+6th) ends with the 7th digit. */
const isDea = (v: string): boolean =>
  weightedSum(v.slice(2), [1, 2, 1, 2, 1, 2]) % 10 === Number(v.charAt(8));

/** Sum of the digits of the products, as Luhn does, over digits with the letter as two of them. */
function crossSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => {
    const product = weight * Number(digits.charAt(index));
    return sum + Math.floor(product / 10) + (product % 10);
  }, 0);
}

const letterNumber = (letter: string): string => String(letter.charCodeAt(0) - 64).padStart(2, '0');

const isKvnr = (v: string): boolean =>
  crossSum(letterNumber(v.charAt(0)) + v.slice(1, 9), [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 ===
  Number(v.charAt(9));

const isGermanPension = (v: string): boolean => {
  const day = Number(v.slice(2, 4));
  if (!isMonthAndDay(v.slice(4, 6), String(day > 50 ? day - 50 : day).padStart(2, '0'))) return false;
  const digits = v.slice(0, 8) + letterNumber(v.charAt(8)) + v.slice(9, 11);
  return crossSum(digits, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 === Number(v.charAt(11));
};

/** Vehicle identification number, ISO 3779; the 9th character checks (49 CFR 565.15). */
const isVin = (v: string): boolean => {
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const values: Readonly<Record<string, number>> = {
    A: 1,
    B: 2,
    C: 3,
    D: 4,
    E: 5,
    F: 6,
    G: 7,
    H: 8,
    J: 1,
    K: 2,
    L: 3,
    M: 4,
    N: 5,
    P: 7,
    R: 9,
    S: 2,
    T: 3,
    U: 4,
    V: 5,
    W: 6,
    X: 7,
    Y: 8,
    Z: 9,
  };
  const sum = weights.reduce((total, weight, index) => {
    const character = v.charAt(index);
    return total + weight * (values[character] ?? Number(character));
  }, 0);
  return '0123456789X'.charAt(sum % 11) === v.charAt(8);
};

/** Three letters of a company or four of a person, then a day. */
const isMexicanCompany = (v: string): boolean => isYearMonthDay(v.slice(-9, -3));
const isMexican = (v: string): boolean => isYearMonthDay(v.slice(4, 10));

export const LETTERED_IDS: readonly LetteredId[] = [
  id(
    'uk-nino',
    /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/,
    ANY,
    /national insurance|nino|ni/i,
    'always',
  ),
  id(
    'uk-driver',
    /^[A-Z]{1,5}9{0,4}\d{6}[A-Z9]{2}[A-Z0-9]{3}(?:\d{2})?$/,
    (v) => /^[A-Z9]{5}\d[0156]\d[0-3]\d\d[A-Z9]{2}/.test(v) || /^[A-Z9]{5}\d{6}/.test(v),
    LICENCE,
    'always',
  ),
  id('it-fiscal', /^[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$/, ANY, /codice fiscale|fiscal/i, 'always'),
  id(
    'in-gstin',
    /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/,
    (v) => v >= '01' && v < '38',
    /gstin?/i,
    'always',
  ),
  id(
    'fi-hetu',
    /^\d{6}[-+A-FU-Y]\d{3}[0-9A-Z]$/,
    isFinnish,
    /henkil[oö]tunnus|identity code|hetu/i,
    'always',
  ),
  id('cn-id', /^\d{17}[\dX]$/, isChinese, /身份证|resident id/i, 'always'),
  id('mx-rfc', /^[A-Z]{3,4}\d{6}[A-Z0-9]{2}[A0-9]$/, isMexicanCompany, /rfc/i, 'named'),
  id('mx-curp', /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d$/, isMexican, /curp/i, 'always'),
  id(
    'de-pension',
    /^\d{8}[A-Z]\d{3}$/,
    isGermanPension,
    /sozialversicherung\w*|rentenversicherung\w*|svnr/i,
    'always',
  ),
  id('de-register', /^HR[AB]\d{3,6}$/, ANY, /handelsregister|amtsgericht/i, 'always'),
  id(
    'us-mbi',
    /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/,
    ANY,
    /mbi|medicare|beneficiary|patient/i,
    'always',
    'health_id',
  ),
  id(
    'us-dea',
    /^[ABCDEFGHJKLMNPRSTUX][A-Z9]\d{7}$/,
    isDea,
    /dea|prescriber|registrant|licen[cs]e/i,
    'alone',
    'health_id',
  ),
  id(
    'de-kvnr',
    /^[A-Z]\d{9}$/,
    isKvnr,
    /kvnr|krankenkasse|krankenversicher\w*|egk\S*|versichertennummer/i,
    'alone',
    'health_id',
  ),
  id('sg-nric', /^[STFGM]\d{7}[A-Z]$/, isSingaporean, /nric|fin|singapore/i, 'always'),
  id('sg-nric-named', /^[STFGM]\d{7}[A-Z]$/, ANY, /nric|fin|singapore/i, 'alone'),
  id('tw-id', /^[A-Z][1289]\d{8}$/, isTaiwanese, /身[分份]證(?:字號|號碼)?|taiwan\w*|taiwanese/i, 'named'),
  id('sg-uen', /^(?:[TSR]\d{2}[A-Z]{2}\d{4}[A-Z])$/, ANY, /uen|singapore/i, 'always'),
  id('sg-uen', /^\d{8,9}[A-Z]$/, isUen, /uen|singapore/i, 'alone'),
  id('es-nie', /^[XYZ]\d{7}[A-Z]$/, isNie, /nie|extranjer\w*/i, 'always'),
  id('es-nif', /^\d{7,8}[A-Z]$/, isNif, /nif|dni|documento nacional/i, 'alone'),
  id('es-passport', /^[A-Z]{3}\d{6}$/, ANY, PASSPORT, 'alone'),
  id(
    'de-vat',
    /^DE\d{9}$/,
    (v) => passesMod11And10(v.slice(2)) || /^DE[1-3]0{7}1$/.test(v),
    /ust-?id\w*|umsatzsteuer\w*|vat/i,
    'always',
  ),
  id(
    'eu-vat',
    /^(?:ATU\d{8}|BE[01]\d{9}|FR[A-Z0-9]{2}\d{9}|NL\d{9}B\d{2}|ES[A-Z]\d{7}[A-Z0-9]|IT\d{11}|PL\d{10}|PT\d{9}|SE\d{12}|DK\d{8}|FI\d{8})$/,
    ANY,
    /vat|tva|iva|btw|mwst|ust-?id\w*/i,
    'named',
  ),
  id(
    'de-document',
    /^[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ\d]{7,8}\d$/,
    passesDocumentCheck,
    /reisepass|personalausweis|ausweis\w*|passport/i,
    'alone',
  ),
  id('de-driver', /^[A-Z]{2}\d{8}[A-Z\d]$/, ANY, LICENCE, 'alone'),
  id('in-pan', /^[A-Z]{5}\d{4}[A-Z]$/, ANY, /pan|income tax|permanent account/i, 'alone'),
  id('in-voter', /^[A-Z]{3}\d{7}$/, ANY, /vote|voter|epic|election|elector\w*/i, 'alone'),
  id('in-passport', /^[A-PR-WY][1-9]\d{5}[1-9]$/, ANY, PASSPORT, 'alone'),
  id('it-driver', /^(?:[A-Z]{2}\d{7}[A-Z]|U1[A-Z0-9]{7}[A-Z])$/, (v) => !/^U1\D/.test(v), LICENCE, 'alone'),
  id(
    'it-card',
    /^(?:\d{7}[A-Z]{2}|[A-Z]{2}\d{5}[A-Z]{2}|[A-Z]{2}\d{7})$/,
    ANY,
    /carta d.identit[aà]|identity card|documento|passport\w*|passaporto/i,
    'alone',
  ),
  id('kr-passport', /^(?:[MSROD]\d{8}|[MSROD]\d{3}[A-Z]\d{4})$/, ANY, PASSPORT, 'alone'),
  id('us-passport', /^[A-Z]\d{8}$/, ANY, PASSPORT, 'alone'),
  id('ie-pps', /^\d{7}[A-W][A-IW]?$/, ANY, /pps|ppsn/i, 'named'),
  id('hk-id', /^[A-Z]{1,2}\d{6}[\dA]$/, ANY, /hkid|hong kong/i, 'named'),
  id('nz-nhi', /^[A-HJ-NP-Z]{3}\d{4}$/, ANY, /nhi/i, 'named', 'health_id'),
  id(
    'us-driver',
    /^[A-Z]{1,2}\d{5,12}$|^\d{3}[A-Z]\d{2,6}$/,
    ANY,
    /driver\S{0,2} licen[cs]e|driving licen[cs]e|dl no|licen[cs]e (?:no|number|#)/i,
    'named',
  ),
  id(
    'vin',
    /^[A-HJ-NPR-Z0-9]{17}$/,
    (v) => /[A-Z]/.test(v.slice(0, 3)) && /\d{3}$/.test(v) && isVin(v),
    /vin|vehicle|chassis/i,
    'always',
    'vehicle',
  ),
  id('vin-named', /^[A-HJ-NPR-Z0-9]{17}$/, ANY, /vin|vehicle identification|chassis/i, 'named', 'vehicle'),
];
