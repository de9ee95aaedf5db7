const GROUPS = 8;
const LONGEST_GROUP = 4;
/** An IPv4 address at the end takes the place of two groups. */
const GROUPS_OF_IPV4 = 2;
const NUMBERS_OF_IPV4 = 4;
const HIGHEST_NUMBER = 255;
const COLON = 0x3a;
const DOT = 0x2e;
const NO_DIGIT = 0xff;

const DIGITS = new Uint8Array(256).map((_, code) => {
  const digit = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(digit) ? NO_DIGIT : digit;
});

/** Written anew for each address. */
const groups = new Uint16Array(GROUPS);

/**
 * The eight groups of `[start, end)` when it is an IPv6 address as RFC 4291 2.2 has it, else null; valid until the next call. There
 * are eight, or fewer and one `::` in place of the others; an IPv4 address may stand for the last two, with zeros before its numbers.
 * Addresses stand in texts by the million, so they are read by hand.
 */
export function readIpv6(text: string, start: number, end: number): Readonly<Uint16Array> | null {
  let count = 0;
  let omittedAt = -1;
  let index = start;
  if (text.charCodeAt(index) === COLON) {
    if (text.charCodeAt(index + 1) !== COLON || end - start < 2) return null;
    omittedAt = 0;
    index += 2;
  }
  while (index < end) {
    const groupStart = index;
    let group = 0;
    while (index < end) {
      const digit = digitAt(text, index);
      if (digit === NO_DIGIT) break;
      group = (group << 4) | digit;
      index++;
    }
    if (index === groupStart) return null;
    if (index < end && text.charCodeAt(index) === DOT) {
      if (count + GROUPS_OF_IPV4 > GROUPS || !readIpv4(text, groupStart, end, count)) return null;
      count += GROUPS_OF_IPV4;
      break;
    }
    if (index - groupStart > LONGEST_GROUP || count === GROUPS) return null;
    groups[count++] = group;
    if (index === end) break;
    if (text.charCodeAt(index) !== COLON || ++index === end) return null;
    if (text.charCodeAt(index) !== COLON) continue;
    if (omittedAt >= 0) return null;
    omittedAt = count;
    index++;
  }
  if (omittedAt < 0) return count === GROUPS ? groups : null;
  if (count === GROUPS) return null;
  groups.copyWithin(GROUPS - count + omittedAt, omittedAt, count);
  groups.fill(0, omittedAt, GROUPS - count + omittedAt);
  return groups;
}

function digitAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < DIGITS.length ? DIGITS[code]! : NO_DIGIT;
}

/** Reads `[start, end)` as an IPv4 address into two groups; false when it is none. */
function readIpv4(text: string, start: number, end: number, place: number): boolean {
  let numbers = 0;
  let address = 0;
  let number = -1;
  for (let index = start; index <= end; index++) {
    if (index === end || text.charCodeAt(index) === DOT) {
      if (number < 0) return false;
      numbers++;
      address = (address << 8) | number;
      number = -1;
      continue;
    }
    const digit = digitAt(text, index);
    if (digit > 9) return false;
    number = (number < 0 ? 0 : number * 10) + digit;
    if (number > HIGHEST_NUMBER) return false;
  }
  groups[place] = address >>> 16;
  groups[place + 1] = address;
  return numbers === NUMBERS_OF_IPV4;
}
