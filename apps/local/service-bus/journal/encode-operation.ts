import { type MessageRecord, type Operation } from './operation.ts';

/** First byte of every encoded operation. */
export const OPERATION_CODE = {
  declare: 1,
  put: 2,
  remove: 3,
  delivered: 4,
  released: 5,
  remember: 6,
} as const;
export const STATE_CODES = ['active', 'scheduled', 'deferred'] as const;
export const PUT_HEAD_BYTES = 52;

/** Little-endian fields behind code (1 byte) and queue (2 bytes); texts and bodies come last with their length. */
export function encodeOperation(operation: Operation): Buffer[] {
  switch (operation.kind) {
    case 'declare': {
      const path = Buffer.from(operation.path, 'utf8');
      const head = start(operation, 13);
      head.writeDoubleLE(operation.nextSequence, 3);
      head.writeUInt16LE(path.length, 11);
      return [head, path];
    }
    case 'put':
      return encodePut(operation.queue, operation.message);
    case 'remove':
    case 'delivered': {
      const head = start(operation, 11);
      head.writeDoubleLE(operation.sequence, 3);
      return [head];
    }
    case 'released': {
      const head = start(operation, 15);
      head.writeDoubleLE(operation.sequence, 3);
      head.writeUInt32LE(operation.deliveryCount, 11);
      return [head];
    }
    case 'remember': {
      const id = Buffer.from(operation.messageId, 'utf8');
      const head = start(operation, 13);
      head.writeDoubleLE(operation.at, 3);
      head.writeUInt16LE(id.length, 11);
      return [head, id];
    }
  }
}

function encodePut(queue: number, message: MessageRecord): Buffer[] {
  const head = start({ kind: 'put', queue }, PUT_HEAD_BYTES);
  head.writeDoubleLE(message.sequence, 3);
  head.writeDoubleLE(message.firstSequence, 11);
  head.writeDoubleLE(message.enqueuedAt, 19);
  head.writeDoubleLE(message.scheduledAt, 27);
  head.writeDoubleLE(message.expiresAt, 35);
  head.writeUInt32LE(message.deliveryCount, 43);
  head.writeUInt8(STATE_CODES.indexOf(message.state), 47);
  head.writeUInt32LE(message.bytes.length, 48);
  return [head, message.bytes];
}

function start(
  operation: { readonly kind: Operation['kind']; readonly queue: number },
  length: number,
): Buffer {
  const head = Buffer.allocUnsafe(length);
  head.writeUInt8(OPERATION_CODE[operation.kind], 0);
  head.writeUInt16LE(operation.queue, 1);
  return head;
}
