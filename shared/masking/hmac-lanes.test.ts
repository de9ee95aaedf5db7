import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHmacLanes, END_OF_MESSAGE, type HmacLanes, LONGEST_LANE_MESSAGE } from './hmac-lanes.ts';

const key = fc.uint8Array({ maxLength: 100 });
const message = fc.uint8Array({ maxLength: LONGEST_LANE_MESSAGE });
const messages = fc.array(message, { minLength: 1, maxLength: 4 });

/** The first six bytes of each message's code. */
function codesByLanes(lanes: HmacLanes | null, given: readonly Uint8Array[]) {
  if (lanes === null) throw new Error('This processor has no vectors: there is nothing to test.');
  given.forEach((each, lane) => lanes.put(lane, wordsOf(each), each.length));
  lanes.run();
  return given.map((_, lane) => [lanes.high(lane), lanes.low(lane)]);
}

/** The message with its end, four bytes a word. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const padded = Buffer.alloc(LONGEST_LANE_MESSAGE + 9);
  padded.set([...bytes, END_OF_MESSAGE]);
  return Int32Array.from({ length: padded.length / 4 }, (_, word) => padded.readInt32BE(4 * word));
}

function codesByNode(secret: Uint8Array, given: readonly Uint8Array[]) {
  return given.map((each) => {
    const code = createHmac('sha256', secret).update(each).digest();
    return [code.readUIntBE(0, 3), code.readUIntBE(3, 3)];
  });
}

describe('createHmacLanes', () => {
  it('gives what Node’s HMAC gives, in every lane, for keys and messages of any length', () => {
    fc.assert(
      fc.property(key, fc.array(messages), (secret, groups) => {
        const lanes = createHmacLanes(secret);

        const codes = groups.map((group) => codesByLanes(lanes, group));

        expect(codes).toEqual(groups.map((group) => codesByNode(secret, group)));
      }),
    );
  });

  it('keeps two keys apart that are used by turns', () => {
    fc.assert(
      fc.property(key, key, messages, (one, other, group) => {
        const [first, second] = [createHmacLanes(one), createHmacLanes(other)];

        const codes = [first, second, first].map((lanes) => codesByLanes(lanes, group));

        expect(codes).toEqual([one, other, one].map((secret) => codesByNode(secret, group)));
      }),
    );
  });
});
