import { crc32 } from 'node:zlib';
import { encodeOperation } from './encode-operation.ts';
import { type Operation } from './operation.ts';

/** First bytes of every journal and snapshot file; the digits are the version of the format. */
export const FILE_MAGIC = Buffer.from('PASBJ001', 'ascii');

const HEAD_BYTES = 8;
/** No writer makes longer records; a longer length field is damage. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;

/** One record: length and CRC-32 of the payload (little-endian), then the operations, which hold all or none. */
export function encodeRecord(operations: readonly Operation[]): Buffer[] {
  const parts = operations.flatMap(encodeOperation);
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  head.writeUInt32LE(
    parts.reduce((sum, part) => sum + part.length, 0),
    0,
  );
  head.writeUInt32LE(
    parts.reduce((checksum, part) => crc32(part, checksum), 0),
    4,
  );
  return [head, ...parts];
}

/** Payload of the record at `at`, or null when the bytes there are no whole, undamaged record. */
export function readRecord(
  file: Buffer,
  at: number,
): { readonly payload: Buffer; readonly end: number } | null {
  if (at + HEAD_BYTES > file.length) return null;
  const length = file.readUInt32LE(at);
  const end = at + HEAD_BYTES + length;
  if (length === 0 || length > MAX_RECORD_BYTES || end > file.length) return null;
  const payload = file.subarray(at + HEAD_BYTES, end);
  return crc32(payload) === file.readUInt32LE(at + 4) ? { payload, end } : null;
}
