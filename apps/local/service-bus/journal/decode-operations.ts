import { OPERATION_CODE, PUT_HEAD_BYTES, STATE_CODES } from './encode-operation.ts';
import { type Operation } from './operation.ts';

/** Operations of one record whose checksum was right. @throws RangeError when the record is nevertheless no list of them. */
export function decodeOperations(record: Buffer): Operation[] {
  const operations: Operation[] = [];
  let at = 0;
  while (at < record.length) {
    const { operation, length } = decodeOne(record.subarray(at));
    operations.push(operation);
    at += length;
  }
  return operations;
}

interface Decoded {
  readonly operation: Operation;
  readonly length: number;
}

function decodeOne(bytes: Buffer): Decoded {
  const code = bytes.readUInt8(0);
  const queue = bytes.readUInt16LE(1);
  switch (code) {
    case OPERATION_CODE.declare: {
      const { text, length } = textAt(bytes, 11);
      return {
        operation: { kind: 'declare', queue, path: text, nextSequence: bytes.readDoubleLE(3) },
        length,
      };
    }
    case OPERATION_CODE.put:
      return decodePut(bytes, queue);
    case OPERATION_CODE.remove:
      return { operation: { kind: 'remove', queue, sequence: bytes.readDoubleLE(3) }, length: 11 };
    case OPERATION_CODE.delivered:
      return { operation: { kind: 'delivered', queue, sequence: bytes.readDoubleLE(3) }, length: 11 };
    case OPERATION_CODE.released: {
      const deliveryCount = bytes.readUInt32LE(11);
      return {
        operation: { kind: 'released', queue, sequence: bytes.readDoubleLE(3), deliveryCount },
        length: 15,
      };
    }
    case OPERATION_CODE.remember: {
      const { text, length } = textAt(bytes, 11);
      return { operation: { kind: 'remember', queue, messageId: text, at: bytes.readDoubleLE(3) }, length };
    }
    default:
      throw new RangeError(`unknown operation ${code}`);
  }
}

function decodePut(bytes: Buffer, queue: number): Decoded {
  const state = STATE_CODES[bytes.readUInt8(47)];
  if (state === undefined) throw new RangeError('unknown message state');
  const length = PUT_HEAD_BYTES + bytes.readUInt32LE(48);
  if (length > bytes.length) throw new RangeError('message longer than its record');
  const message = {
    sequence: bytes.readDoubleLE(3),
    firstSequence: bytes.readDoubleLE(11),
    enqueuedAt: bytes.readDoubleLE(19),
    scheduledAt: bytes.readDoubleLE(27),
    expiresAt: bytes.readDoubleLE(35),
    deliveryCount: bytes.readUInt32LE(43),
    state,
    bytes: Buffer.from(bytes.subarray(PUT_HEAD_BYTES, length)),
  };
  return { operation: { kind: 'put', queue, message }, length };
}

function textAt(bytes: Buffer, at: number): { readonly text: string; readonly length: number } {
  const length = at + 2 + bytes.readUInt16LE(at);
  if (length > bytes.length) throw new RangeError('text longer than its record');
  return { text: bytes.toString('utf8', at + 2, length), length };
}
