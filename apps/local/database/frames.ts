/** One message of PostgreSQL's protocol 3.0: its type letter and the whole message with type and length. */
export interface Frame {
  readonly type: string;
  readonly bytes: Buffer;
}

const MAX_FRAME_BYTES = 256 * 1024 * 1024;

/** Cuts a byte stream into messages. @throws RangeError for a length that no message has */
export function createFrameReader(): { push(chunk: Buffer): Frame[] } {
  let pending: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const frames: Frame[] = [];
      while (pending.length >= 5) {
        const length = pending.readInt32BE(1);
        if (length < 4 || length > MAX_FRAME_BYTES)
          throw new RangeError(`A message of ${length} bytes is not possible.`);
        if (pending.length < 1 + length) break;
        frames.push({ type: String.fromCharCode(pending[0] ?? 0), bytes: pending.subarray(0, 1 + length) });
        pending = pending.subarray(1 + length);
      }
      return frames;
    },
  };
}

/** A message from its type letter and body. */
export function frame(type: string, ...body: readonly Buffer[]): Buffer {
  const content = Buffer.concat(body);
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

/** Text as the protocol has it: UTF-8 and a zero byte. */
export function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

export function readyForQuery(status: TransactionStatus): Buffer {
  return frame('Z', Buffer.from(status));
}

/** I: idle, T: in a transaction, E: in a failed one. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** An ErrorResponse. `code` is the SQLSTATE. */
export function errorResponse(severity: 'ERROR' | 'FATAL', code: string, message: string): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${message}`].map(cString);
  return frame('E', ...fields, Buffer.from([0]));
}
