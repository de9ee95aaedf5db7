import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHmacSha256 } from './hmac-sha256.ts';

describe('createHmacSha256', () => {
  it('gives what Node’s HMAC gives, for keys and messages of any length and characters', () => {
    const message = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 300, maxLength: 1200 }));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.array(message), (key, messages) => {
        const hmac = createHmacSha256(key);

        const given = messages.map(hmac);

        expect(given).toEqual(messages.map((each) => createHmac('sha256', key).update(each).digest('hex')));
      }),
    );
  });

  it('answers the known test of RFC 4231, case 2', () => {
    const hmac = createHmacSha256(Buffer.from('Jefe'));

    expect(hmac('what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });
});
