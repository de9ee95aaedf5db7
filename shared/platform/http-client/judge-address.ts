import ipaddr from 'ipaddr.js';

/** Services of clouds that hand out credentials to whoever asks from within; some have addresses outside the link-local range. */
const METADATA: ReadonlySet<string> = new Set([
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
]);
const PRIVATE: ReadonlySet<string> = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);
/** Well-known and local prefix of addresses that carry an IPv4 address (RFC 6052), and 6to4. */
const CARRIES_IPV4: ReadonlySet<string> = new Set(['rfc6052', '6to4', 'teredo', 'rfc6145']);

/**
 * Why no request may go to an address, or null. Link-local addresses, services that hand out credentials, multicast and reserved ranges are
 * never asked; private and loopback ones where `mayBePrivate` says that the configuration means it. IPv4 within IPv6 is judged as IPv4.
 * Source: IANA's registries of special-purpose addresses, as ipaddr.js has them.
 */
export function whyUnreachable(address: string, mayBePrivate: boolean): string | null {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return 'is no address';
  const parsed = ipaddr.process(bare);
  const plain = parsed.toString();
  if (METADATA.has(plain)) return 'hands out credentials of the machine';
  const range = parsed.range();
  if (CARRIES_IPV4.has(range) || isCompatible(parsed)) {
    const inner = carriedIpv4(parsed, range);
    return inner === null ? `is of the range ${range}` : whyUnreachable(inner, mayBePrivate);
  }
  if (range === 'unicast') return null;
  if (PRIVATE.has(range)) return mayBePrivate ? null : `is private (${range})`;
  return `is of the range ${range}`;
}

function carriedIpv4(address: ipaddr.IPv4 | ipaddr.IPv6, range: string): string | null {
  const bytes = address.toByteArray();
  if (bytes.length !== 16) return null;
  // Within a prefix of one's own (64:ff9b:1::/48, RFC 8215) the address may stand at several places.
  const isWellKnown = bytes.slice(4, 12).every((byte) => byte === 0);
  if (range === 'rfc6145' || range === 'unicast' || (range === 'rfc6052' && isWellKnown))
    return bytes.slice(12).join('.');
  return range === '6to4' ? bytes.slice(2, 6).join('.') : null;
}

/** `::a.b.c.d`, which nobody uses any more (RFC 4291, 2.5.5.1) and which still says an IPv4 address. */
function isCompatible(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const bytes = address.toByteArray();
  return (
    address.range() === 'unicast' && bytes.length === 16 && bytes.slice(0, 12).every((byte) => byte === 0)
  );
}
