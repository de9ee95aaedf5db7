import { KIND, WORD } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { isPlaceholder } from './credentials.ts';

const SECRET_WORDS = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'apikey',
  'api_key',
  'api-key',
  'accesskey',
  'access_key',
  'access-key',
  'privatekey',
  'private_key',
  'authkey',
  'auth_key',
  'credential',
  'connectionstring',
];
const LONGEST_KEY_TAIL = 64;

/** Between a key's name and its value: closing quote, brackets, blanks, a separator, blanks, an opening quote. */
const SEPARATOR = /\\?["'`]?\s{0,4}(?:=>|:?:?:?=|:|,)\s{0,4}(\\?["'`])?/y;
const QUOTED_VALUE = /[^"'`\r\n\\]{1,4096}/y;
const BARE_VALUE = /[^\s"'`,;&<>(){}[\]|\\]{1,4096}/y;

export const keyValueAnchors: readonly Anchor[] = SECRET_WORDS.map((keyword) => ({
  keyword,
  detect: detectKeyValue,
}));

/** True for a name of a field whose value is a secret, whatever its form. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  return SECRET_WORDS.some((word) => lower.endsWith(word));
}

function detectKeyValue(scan: Scan, _start: number, end: number): void {
  const { bytes, text } = scan;
  if (end <= scan.judgedKeysTo) return;
  let nameEnd = end;
  while (
    nameEnd < bytes.length &&
    nameEnd - end < LONGEST_KEY_TAIL &&
    (KIND[bytes[nameEnd]!]! & WORD) !== 0
  ) {
    nameEnd++;
  }
  scan.judgedKeysTo = nameEnd;
  SEPARATOR.lastIndex = nameEnd;
  const separator = SEPARATOR.exec(text);
  if (separator === null) return;
  const quoted = separator[1] !== undefined;
  if (separator[0].endsWith(',') || (separator[0].trim() === ',' && !quoted)) return;
  const valueStart = nameEnd + separator[0].length;
  const form = quoted ? QUOTED_VALUE : BARE_VALUE;
  form.lastIndex = valueStart;
  const value = form.exec(text)?.[0];
  if (value === undefined || !isSecretLike(value)) return;
  report(scan, valueStart, valueStart + value.length, 'secret', STRENGTH.context, 'key-value');
}

function isSecretLike(value: string): boolean {
  return value.length >= 4 && !isPlaceholder(value);
}
