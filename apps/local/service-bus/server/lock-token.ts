/**
 * A lock token travels in two byte orders: as the delivery tag in the order of .NET's Guid (first three groups
 * little-endian), in management requests in the order of its text.
 */
export function tagFromToken(token: string): Buffer {
  return swapGroups(Buffer.from(token, 'hex'));
}

export function tokenFromTag(tag: Buffer): string {
  return swapGroups(Buffer.from(tag)).toString('hex');
}

/** Changes and returns `bytes`. */
function swapGroups(bytes: Buffer): Buffer {
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}
