import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashBlock } from './sha256-block.ts';

const MOST_BYTES = 55;

describe('hashBlock', () => {
  it('hashes a message of one block as node:crypto does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: MOST_BYTES }), (message) => {
        const padded = Buffer.alloc(64);
        padded.set(message);
        padded[message.length] = 0x80;
        padded.writeUInt32BE(8 * message.length, 60);
        const block = Int32Array.from({ length: 16 }, (_, word) => padded.readInt32BE(4 * word));
        const state = new Int32Array(8);
        hashBlock(block, state);
        const bytes = Buffer.alloc(32);
        state.forEach((word, index) => bytes.writeInt32BE(word, 4 * index));

        expect(bytes.toString('hex')).toBe(hash('sha256', message, 'hex'));
      }),
      { numRuns: 1000 },
    );
  });
});
