import { isYearMonthDay, passesLuhn, passesVerhoeff } from './checksums.ts';
import { mod, isChinese, isKorean, isSwedish, isFrench, isCnpj } from './numeric-id-checks.ts';
import { type NumericId, ANY, numericId, UNGROUPED } from './numeric-id.ts';

/** Kind of person, then a province that exists. */
const THAI_PROVINCE = /^[1-8](?:1\d|2[0-7]|[34]\d|5[0-8]|6[0-7]|7[0-7]|8[0-6]|9[0-6])/;

const THAI_WORDS = /thai|tnin|(?:หมาย)?(?:เลข)?(?:ที่)?(?:บัตร)?(?:ประจำตัว)?ประชาชน/i;
const isThai = mod([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], 11, (r) => (11 - r) % 10);

/** Identity numbers of twelve digits and more. */
export const LONG_NUMERIC_IDS: readonly NumericId[] = [
  // Twelve digits
  numericId(
    'in-aadhaar',
    12,
    /^\d{4}([ :-]?)\d{4}\1\d{4}$/,
    (d) => d.charAt(0) >= '2' && passesVerhoeff(d),
    /aadhaa?r|uidai|uid/i,
  ),
  numericId(
    'se-person',
    12,
    /^\d{8}[-+]?\d{4}$/,
    (d) => /^(?:18|19|20)/.test(d) && isSwedish(d.slice(2)),
    /personnummer|pnr|personal (?:identity|identification)/i,
  ),
  numericId('ph-tin', 12, /^\d{3}-?\d{3}-?\d{3}-?\d{3}$/, ANY, /tin|bir|taxpayer|tax id/i, 'named'),
  numericId(
    'kr-driver',
    12,
    /^\d{2}-?\d{2}-?\d{6}-?\d{2}$/,
    (d) => /^(?:1[1-9]|2[0-68])/.test(d),
    /driver|licen[cs]e|운전면허/i,
    'named',
  ),
  numericId(
    'kw-civil',
    12,
    UNGROUPED,
    (d) => /^[123]/.test(d) && isYearMonthDay(d.slice(1)),
    /kuwait|civil id/i,
    'named',
  ),
  numericId(
    'jp-my-number',
    12,
    /^\d{4} ?\d{4} ?\d{4}$/,
    ANY,
    /(?:my|individual) number|マイナンバー|個人番号/i,
    'named',
  ),
  numericId(
    'ru-inn',
    12,
    UNGROUPED,
    (d) =>
      mod([7, 2, 4, 10, 3, 5, 9, 4, 6, 8], 11, (r) => r % 10)(d) &&
      mod([3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8], 11, (r) => r % 10)(d),
    /инн/i,
    'named',
  ),
  numericId('kz-iin', 12, UNGROUPED, isYearMonthDay, /иин|жсн/i, 'named'),
  // Thirteen and more
  numericId(
    'th-id',
    13,
    /^\d-?\d{4}-?\d{5}-?\d{2}-?\d$/,
    (d) => THAI_PROVINCE.test(d) && isThai(d),
    THAI_WORDS,
  ),
  numericId('th-id-named', 13, /^\d-?\d{4}-?\d{5}-?\d{2}-?\d$/, isThai, THAI_WORDS, 'named'),
  numericId(
    'za-id',
    13,
    /^\d{6} ?\d{4} ?\d{3}$/,
    (d) => isYearMonthDay(d) && /^[012]$/.test(d.charAt(10)) && passesLuhn(d),
    /south africa\w*|refugee|resident|rsa id|id number|identity number/i,
  ),
  numericId(
    'kr-rrn',
    13,
    /^\d{6}-?\d{7}$/,
    isKorean,
    /rrn|frn|korean|resident registration|주민등록(?:번호)?/i,
  ),
  numericId('de-tax-number', 13, UNGROUPED, ANY, /steuernummer|tax number|finanzamt/i, 'named'),
  numericId(
    'ch-ahv',
    13,
    /^\d{3}\.\d{4}\.\d{4}\.\d{2}$/,
    (d) => d.startsWith('756') && mod([1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3], 10, (r) => (10 - r) % 10)(d),
    /ahv|avs/i,
    'always',
  ),
  numericId(
    'ro-cnp',
    13,
    UNGROUPED,
    (d) =>
      isYearMonthDay(d.slice(1)) &&
      mod([2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], 11, (r) => (r === 10 ? 1 : r))(d),
    /cnp/i,
    'named',
  ),
  numericId('ch-ahv', 13, UNGROUPED, (d) => d.startsWith('756'), /(?:ahv|avs)n?(?:13)?/i, 'named'),
  numericId('eg-nid', 14, UNGROUPED, (d) => isYearMonthDay(d.slice(1)), /الرقم القومي/i, 'named'),
  numericId('br-cnpj', 14, /^\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}$/, ANY, /cnpj/i, 'always'),
  numericId('br-cnpj', 14, UNGROUPED, isCnpj, /cnpj/i, 'named'),
  numericId(
    'fr-nir',
    15,
    /^\d{13} ?\d{2}$|^\d \d{2} \d{2} \d{2} \d{3} \d{3} \d{2}$/,
    isFrench,
    /nir|s[eé]curit[eé] sociale|num[eé]ro secu|insee/i,
  ),
  numericId('cn-id', 18, UNGROUPED, isChinese, /resident id|id card|身份证(?:号码?)?|身分證(?:字號)?/i),
  numericId('ae-id', 15, /^\d{3}-?\d{4}-?\d{7}-?\d$/, (d) => d.startsWith('784'), /emirates|uae/i, 'always'),
];
