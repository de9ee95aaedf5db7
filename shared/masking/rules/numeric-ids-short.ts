import { isDayMonthYear, isMonthAndDay, passesLuhn, weightedSum } from './checksums.ts';
import {
  mod,
  isPesel,
  isTurkish,
  isGermanTax,
  isCpf,
  isAbn,
  isSwedish,
  isRouting,
  isItin,
} from './numeric-id-checks.ts';
import { type NumericId, ANY, numericId, PASSPORT, UNGROUPED } from './numeric-id.ts';

/** Identity numbers of nine to eleven digits. */
export const SHORT_NUMERIC_IDS: readonly NumericId[] = [
  // Nine digits
  numericId(
    'us-itin',
    9,
    /^\d{3}-?\d{2}-?\d{4}$/,
    isItin,
    /itin|taxpayer|tax id|social security|ssn/i,
    'alone',
    'us_ssn',
  ),
  numericId(
    'ca-sin',
    9,
    /^\d{3}([ -]?)\d{3}\1\d{3}$/,
    (d) => /^[1-79]/.test(d) && passesLuhn(d),
    /sin|nas|social insurance|assurance sociale/i,
  ),
  numericId(
    'au-tfn',
    9,
    /^\d{3} ?\d{3} ?\d{3}$/,
    (d) => weightedSum(d, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    /tfn|tax file/i,
  ),
  numericId(
    'au-acn',
    9,
    /^\d{3} ?\d{3} ?\d{3}$/,
    mod([8, 7, 6, 5, 4, 3, 2, 1], 10, (r) => (10 - r) % 10),
    /acn|australian company/i,
  ),
  numericId(
    'de-lanr',
    9,
    UNGROUPED,
    (d) =>
      (10 - (weightedSum(d, [4, 9, 4, 9, 4, 9]) % 10)) % 10 === Number(d.charAt(6)) &&
      d.slice(7) !== '00' &&
      !d.startsWith('000000'),
    /lanr|arztnummer|vertragsarzt/i,
    'alone',
    'health_id',
  ),
  numericId('us-routing', 9, /^\d{4}-?\d{4}-?\d$/, isRouting, /routing|aba|rtn/i, 'alone', 'bank'),
  numericId(
    'nl-bsn',
    9,
    UNGROUPED,
    (d) => (weightedSum(d, [9, 8, 7, 6, 5, 4, 3, 2]) - Number(d.charAt(8))) % 11 === 0,
    /bsn|burgerservicenummer|sofinummer/i,
    'named',
  ),
  numericId('il-id', 9, UNGROUPED, passesLuhn, /israeli? id|teudat zehut/i, 'named'),
  numericId(
    'pt-nif',
    9,
    /^\d{3} ?\d{3} ?\d{3}$/,
    mod([9, 8, 7, 6, 5, 4, 3, 2], 11, (r) => (r < 2 ? 0 : 11 - r)),
    /nif|contribuinte/i,
    'named',
  ),
  numericId('bh-cpr', 9, UNGROUPED, (d) => isMonthAndDay(d.slice(2, 4), '01'), /cpr|bahrain/i, 'named'),
  numericId('us-passport', 9, UNGROUPED, ANY, PASSPORT, 'alone'),
  numericId('ph-tin', 9, /^\d{3}-?\d{3}-?\d{3}$/, (d) => d.charAt(0) < '6', /tin|bir|taxpayer/i, 'named'),
  numericId('de-tax-number', 9, /^\d{2}\/\d{3}\/\d{4}$/, ANY, /steuernummer|tax number|finanzamt/i, 'alone'),
  // Ten digits
  numericId(
    'us-npi',
    10,
    /^\d{10}$|^\d{4}-\d{3}-\d{3}$|^\d{4} \d{3} \d{3}$/,
    (d) => /^[12]/.test(d) && !/(\d)\1{7}/.test(d) && passesLuhn(`80840${d}`),
    /npi|provider|national provider|physician|prescriber/i,
    'alone',
    'health_id',
  ),
  numericId(
    'uk-nhs',
    10,
    /^\d{3}[ -]?\d{3}[ -]?\d{4}$/,
    mod([10, 9, 8, 7, 6, 5, 4, 3, 2], 11, (r) => (11 - r) % 11),
    /nhs|national health|patient/i,
    'alone',
    'health_id',
  ),
  numericId(
    'kr-brn',
    10,
    /^\d{3}-?\d{2}-?\d{5}$/,
    (d) =>
      (10 -
        ((weightedSum(d, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + Math.floor((Number(d.charAt(8)) * 5) / 10)) % 10)) %
        10 ===
      Number(d.charAt(9)),
    /brn|business registration|사업자/i,
  ),
  numericId(
    'se-person',
    10,
    /^\d{6}[-+]?\d{4}$/,
    isSwedish,
    /personnummer|personal (?:identity|identification)|samordningsnummer/i,
    'alone',
  ),
  numericId(
    'se-org',
    10,
    /^\d{6}-?\d{4}$/,
    (d) => Number(d.charAt(2)) >= 2 && passesLuhn(d),
    /organisationsnummer|org\.? ?(?:nr|number)|company identity|swedish/i,
  ),
  numericId(
    'au-medicare',
    10,
    /^\d{4} ?\d{5} ?\d$/,
    (d) => /^[2-6]/.test(d) && mod([1, 3, 7, 9, 1, 3, 7, 9], 10, (r) => r)(d),
    /medicare/i,
    'alone',
    'health_id',
  ),
  numericId('sa-id', 10, UNGROUPED, (d) => /^[12]/.test(d), /saudi|iqama/i, 'named'),
  numericId(
    'pl-nip',
    10,
    /^\d{3}-?\d{3}-?\d{2}-?\d{2}$/,
    mod([6, 5, 7, 2, 3, 4, 5, 6, 7], 11, (r) => r),
    /nip/i,
    'named',
  ),
  numericId('dk-cpr', 10, /^\d{6}-?\d{4}$/, isDayMonthYear, /cpr|personnummer/i, 'named'),
  numericId(
    'cz-birth',
    10,
    /^\d{6}\/?\d{4}$/,
    (d) => Number(d) % 11 === 0,
    /rodn[eé] [cč][ií]slo|birth number/i,
    'named',
  ),
  numericId(
    'de-tax-number',
    10,
    /^\d{2}\/(?:\d{3}\/\d{5}|\d{4}\/\d{4})$/,
    ANY,
    /steuernummer|tax number|finanzamt/i,
    'always',
  ),
  // Eleven digits
  numericId(
    'de-tax',
    11,
    /^\d{2} ?\d{3} ?\d{3} ?\d{3}$/,
    isGermanTax,
    /steuer-?id\w*|identifikationsnummer|tax id\w*|idnr/i,
  ),
  numericId('tr-id', 11, UNGROUPED, isTurkish, /kimlik|turkish|tckn?|t\.?c\.?/i),
  numericId('pl-pesel', 11, UNGROUPED, isPesel, /pesel/i),
  numericId('au-abn', 11, /^\d{2} ?\d{3} ?\d{3} ?\d{3}$/, isAbn, /abn|australian business/i),
  numericId(
    'it-vat',
    11,
    /^\d{11}$|^\d{8}_\d{3}$/,
    (d) => !/^0+$/.test(d) && passesLuhn(d),
    /partita iva|p\.? ?iva|vat/i,
  ),
  numericId('br-cpf', 11, /^\d{3}\.?\d{3}\.?\d{3}-?\d{2}$/, isCpf, /cpf|cadastro/i),
  numericId(
    'be-national',
    11,
    /^\d{2}\.?\d{2}\.?\d{2}-?\d{3}[.-]?\d{2}$/,
    (d) =>
      [0, 2_000_000_000].some(
        (century) => 97 - ((century + Number(d.slice(0, 9))) % 97) === Number(d.slice(9)),
      ),
    /rijksregister\w*|registre national|niss|insz/i,
    'named',
  ),
  numericId(
    'no-fnr',
    11,
    /^\d{6} ?\d{5}$/,
    (d) => isDayMonthYear(d) && mod([3, 7, 6, 1, 8, 9, 4, 5, 2], 11, (r) => (11 - r) % 11)(d),
    /f[oø]dselsnummer|personnummer|fnr/i,
    'named',
  ),
  numericId('tr-id-named', 11, UNGROUPED, (d) => !d.startsWith('0'), /tc kimlik|kimlik no/i, 'named'),
  numericId(
    'de-tax-number',
    11,
    /^\d{3}\/\d{3}\/\d{5}$/,
    ANY,
    /steuernummer|tax number|finanzamt/i,
    'always',
  ),
];
