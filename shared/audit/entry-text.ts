import { isUtf8 } from 'node:buffer';

/**
 * Stored bytes as text, one text for one sequence of bytes: a byte order mark stays, and what is no UTF-8 begins with U+FFFD, which no entry
 * does. Decoders that repair would read two files as one.
 */
export function entryText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return isUtf8(bytes) ? text : `\uFFFD${text}`;
}
