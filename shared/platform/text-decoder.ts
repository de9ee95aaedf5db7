import { StringDecoder } from 'node:string_decoder';

/** Decodes bytes piece by piece; what a piece cuts in two waits for the next. */
export interface PieceDecoder {
  write(chunk: Buffer): string;
  end(): string;
}

/** By the first bytes of a text: UTF-16 with a byte order mark (as PowerShell's `>` writes it), else UTF-8; what is neither becomes U+FFFD. */
export function decoderFor(first: Buffer): PieceDecoder {
  const encoding = utf16Of(first);
  if (encoding === null) return new StringDecoder('utf8');
  const utf16 = new TextDecoder(encoding);
  return { write: (chunk) => utf16.decode(chunk, { stream: true }), end: () => utf16.decode() };
}

/** UTF-16 by the byte order mark that a text begins with (Unicode 16.0, 23.8); null for any other. */
export function utf16Of(first: Buffer): 'utf-16le' | 'utf-16be' | null {
  const mark = first.length < 2 ? 0 : first.readUInt16BE(0);
  if (mark === 0xfffe) return 'utf-16le';
  return mark === 0xfeff ? 'utf-16be' : null;
}
