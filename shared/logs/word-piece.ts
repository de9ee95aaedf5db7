import { classOf, DIGIT, HEX_LETTER, LETTER, UNDERSCORE } from './character-class.ts';
import { typeBit } from './parameter-type.ts';

/** A piece is plain text, text whose digits may vary (`en0`, `http2`), or a variable (then the type bits, >= 1). */
export const PLAIN = 0;
export const SOFT = -1;

const NUMBER = typeBit('number');
const DURATION = typeBit('duration');
const SIZE = typeBit('size');
const HEX = typeBit('hex');
const ID = typeBit('id');

/** Letters that may follow a number as its unit. */
const DURATION_UNITS = new Set([
  'ns',
  'us',
  'ms',
  's',
  'sec',
  'secs',
  'm',
  'min',
  'mins',
  'h',
  'hr',
  'hrs',
  'd',
  'days',
  'µs',
  'μs',
]);
const SIZE_UNITS = new Set([
  'b',
  'kb',
  'mb',
  'gb',
  'tb',
  'k',
  'g',
  't',
  'kib',
  'mib',
  'gib',
  'tib',
  'bytes',
  'byte',
]);
const OTHER_UNITS = new Set([
  'c',
  'f',
  'v',
  'w',
  'x',
  'px',
  'hz',
  'khz',
  'mhz',
  'ghz',
  'bps',
  'kbps',
  'mbps',
  'gbps',
  'rpm',
  'db',
  'dbm',
]);

/** From this many digits on, letters mixed with digits are an identifier; `http2`, `base64` and `x86_64` are words. */
const ID_DIGITS = 3;
const ID_CHANGES = 3;
const ID_CHANGES_LENGTH = 5;
const HEX_LENGTH = 6;
const SHORT_HEX_LENGTH = 4;

/**
 * Kind of the piece text[start, end): letters, digits and underscores only, at least one digit among them or eight
 * hexadecimal letters. Linear in its length.
 */
export function pieceKind(text: string, start: number, end: number): number {
  let digits = 0;
  let changes = 0;
  let hexOnly = true;
  let underscores = 0;
  let lastClass = -1;
  for (let at = start; at < end; at++) {
    const kind = classOf(text.charCodeAt(at));
    if (kind === DIGIT) digits++;
    if (kind === UNDERSCORE) underscores++;
    if (kind === LETTER || kind === UNDERSCORE) hexOnly = false;
    const isDigit = kind === DIGIT ? 1 : 0;
    if (lastClass !== -1 && isDigit !== lastClass) changes++;
    lastClass = isDigit;
  }
  const length = end - start;
  if (digits === length) return NUMBER;
  if (digits + underscores === length) return ID;
  if (isPrefixedHex(text, start, end)) return HEX;
  if (hexOnly && isHexNumber(length, digits)) return HEX;
  const unit = changes > 1 ? severalUnits(text, start, end) : unitKind(text, start, end, changes);
  if (unit !== PLAIN) return unit;
  if (digits === 0) return PLAIN;
  if (digits <= 4 && length <= 7) {
    const name = nameKind(text.slice(start, end));
    if (name !== PLAIN) return name === SOFT ? PLAIN : name;
  }
  if (digits >= ID_DIGITS) return ID;
  return changes >= ID_CHANGES && length >= ID_CHANGES_LENGTH && underscores === 0 ? ID : SOFT;
}

function isHexNumber(length: number, digits: number): boolean {
  if (digits === 0) return length >= 8;
  if (length >= HEX_LENGTH) return true;
  return length >= SHORT_HEX_LENGTH && digits >= 2;
}

function isPrefixedHex(text: string, start: number, end: number): boolean {
  if (end - start < 3 || text.charCodeAt(start) !== 48 || (text.charCodeAt(start + 1) | 32) !== 120)
    return false;
  for (let at = start + 2; at < end; at++) {
    const kind = classOf(text.charCodeAt(at));
    if (kind !== DIGIT && kind !== HEX_LETTER) return false;
  }
  return true;
}

function unitKind(text: string, start: number, end: number, changes: number): number {
  if (changes !== 1 || classOf(text.charCodeAt(start)) !== DIGIT) return PLAIN;
  let at = start;
  while (classOf(text.charCodeAt(at)) === DIGIT) at++;
  if (end - at > 5) return PLAIN;
  const unit = text.slice(at, end).toLowerCase();
  if (DURATION_UNITS.has(unit)) return DURATION;
  if (SIZE_UNITS.has(unit)) return SIZE;
  return OTHER_UNITS.has(unit) ? NUMBER : PLAIN;
}

/** Units that a duration of several has, the longest first: `1h2m3s`, `59s606ms`. */
const PARTS_OF_DURATION = ['d', 'h', 'm', 's', 'ms', 'us', 'µs', 'μs', 'ns'];

function severalUnits(text: string, start: number, end: number): number {
  let last = -1;
  for (let at = start; at < end;) {
    const number = at;
    while (at < end && classOf(text.charCodeAt(at)) === DIGIT) at++;
    const unit = at;
    while (at < end && classOf(text.charCodeAt(at)) !== DIGIT) at++;
    const rank = unit === number ? -1 : PARTS_OF_DURATION.indexOf(text.slice(unit, at));
    if (rank <= last) return PLAIN;
    last = rank;
  }
  return DURATION;
}

/**
 * Short names that end in digits: a version (`v6`) is a number; the digits of protocols, encodings and processors
 * (`IPv6`, `sha256`, `utf16`, `x86_64`) belong to the name (SOFT here); PLAIN says that the piece is none of these.
 */
function nameKind(piece: string): number {
  if (/^v\d+$/i.test(piece)) return NUMBER;
  return /^(?:ipv[46]|sha\d{3}|crc\d\d|[hre]s\d{3}|aes\d{3}|utf\d\d|x86_64|x86|i[3-6]86)$/i.test(piece)
    ? SOFT
    : PLAIN;
}
