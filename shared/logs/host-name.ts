/** Domains that end host names in logs, and so begin the names of packages (`com.example.cart`). */
const COMMON = new Set([
  'com',
  'net',
  'org',
  'edu',
  'gov',
  'local',
  'localdomain',
  'internal',
  'lan',
  'corp',
]);
const FURTHER = new Set([
  ...[
    'io',
    'info',
    'biz',
    'mil',
    'int',
    'dev',
    'cloud',
    'app',
    'svc',
    'arpa',
    'eu',
    'us',
    'uk',
    'de',
    'fr',
    'it',
    'es',
  ],
  ...[
    'nl',
    'be',
    'ch',
    'at',
    'se',
    'no',
    'fi',
    'dk',
    'pl',
    'cz',
    'pt',
    'gr',
    'hu',
    'ro',
    'ru',
    'ua',
    'tr',
    'il',
    'in',
  ],
  ...[
    'cn',
    'hk',
    'tw',
    'jp',
    'kr',
    'sg',
    'my',
    'th',
    'vn',
    'id',
    'au',
    'nz',
    'za',
    'br',
    'mx',
    'ar',
    'cl',
    'co',
    'ca',
  ],
]);
const PACKAGE_ROOTS = new Set([
  'java',
  'javax',
  'jakarta',
  'android',
  'sun',
  'kotlin',
  'scala',
  'system',
  'microsoft',
]);
const HOST = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;
const MAX_LENGTH = 253;

/**
 * Whether text[start, end), a word with `dots` dots, is a host name by its last label. A package (`com.example.io`) is
 * told from it by its first label; names of two labels need one of the commonest domains, for `Logger.info` is none.
 */
export function isHostName(text: string, start: number, end: number, dots: number): boolean {
  if (end - start > MAX_LENGTH) return false;
  const lastDot = text.lastIndexOf('.', end - 1);
  const last = text.slice(lastDot + 1, end).toLowerCase();
  const isKnown = COMMON.has(last) || (dots >= 2 && FURTHER.has(last));
  if (!isKnown) return false;
  const first = text.slice(start, text.indexOf('.', start)).toLowerCase();
  if (COMMON.has(first) || FURTHER.has(first) || PACKAGE_ROOTS.has(first)) return false;
  return HOST.test(text.slice(start, end));
}
