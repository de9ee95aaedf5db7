import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHmacBlock } from './hmac-block.ts';
import { END_OF_MESSAGE, LONGEST_LANE_MESSAGE } from './hmac-lanes.ts';

/** The message with its end, four bytes a word. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const padded = Buffer.alloc(LONGEST_LANE_MESSAGE + 9);
  padded.set([...bytes, END_OF_MESSAGE]);
  return Int32Array.from({ length: padded.length / 4 }, (_, word) => padded.readInt32BE(4 * word));
}

describe('createHmacBlock', () => {
  it('gives what Node’s HMAC gives, for keys of any length and messages of one block', () => {
    const message = fc.uint8Array({ maxLength: LONGEST_LANE_MESSAGE });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.array(message), (key, messages) => {
        const hmac = createHmacBlock(key);

        const codes = messages.map((each) => {
          hmac.run(wordsOf(each), each.length);
          return [hmac.high(), hmac.low()];
        });

        expect(codes).toEqual(
          messages.map((each) => {
            const code = createHmac('sha256', key).update(each).digest();
            return [code.readUIntBE(0, 3), code.readUIntBE(3, 3)];
          }),
        );
      }),
    );
  });
});
