import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';

/** Letters and digits alone, in capitals: how a number is grouped, and whether a query encoded it, says nothing about it. */
export function lettersAndDigits(value: string): string {
  const plain = withoutPercents(value).normalize('NFKC');
  // Signs alone are all there is to such a value.
  return plain.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase() || value;
}

/** A phone number as it is dialled from abroad, its plus or `00` left out: `+44 (0)20 …` and `0044 20 …` are one. */
export function numberAsDialled(value: string): string {
  return withoutPercents(value)
    .replace(/\(0\)/, '')
    .replace(/^00(?=[ ./()-]?\d)/, '');
}

const AT = / ?[[({<]at[\])}>] ?| at /;
const DOT = / ?[[({<](?:dot|\.)[\])}>] ?| dot /g;
const BEYOND_ASCII = /[^\0-\x7f]/;

/** An e-mail address in small letters: `jo%40example.org` and `jo [at] example [dot] org` are one, and so are `é.org` and its xn-- form. */
export function mailAsWritten(value: string): string {
  const plain = withoutPercents(value).toLowerCase().replace(AT, '@').replace(DOT, '.');
  const domainStart = plain.lastIndexOf('@') + 1;
  const domain = plain.slice(domainStart);
  return BEYOND_ASCII.test(domain) ? plain.slice(0, domainStart) + (domainToASCII(domain) || domain) : plain;
}

/**
 * The shortest form of an IPv6 address (RFC 5952) without its prefix or zone, and the IPv4 address of one that holds it (`::ffff:10.1.2.3`);
 * what is none as it stands.
 */
export function shortestAddress(value: string): string {
  const address = value.replace(/[/%].*$/s, '');
  if (!ipaddr.IPv6.isValid(address)) return value;
  return ipaddr.process(address).toString();
}

function withoutPercents(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    // A percent sign of its own.
    return value;
  }
}
