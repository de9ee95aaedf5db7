import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectorKit } from '../../../test/support/connector-kit.ts';
import { verifyWebhook } from './verify-webhook.ts';

// The example of docs.github.com, "Validating webhook deliveries".
const SECRET = "It's a Secret to Everybody";
const BODY = new TextEncoder().encode('Hello, World!');
const SIGNATURE = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

function verify(headers: Record<string, string>, body = BODY, secret = SECRET) {
  return verifyWebhook({ headers, body }, { secret: 'hook' }, connectorKit({ hook: secret }));
}

describe('verifyWebhook', () => {
  it("believes GitHub's own example", async () => {
    expect(await verify({ 'x-hub-signature-256': SIGNATURE })).toBe(true);
  });

  it.each([
    ['no signature', {}],
    ['an upper-case one', { 'x-hub-signature-256': SIGNATURE.toUpperCase() }],
    ['one without its scheme', { 'x-hub-signature-256': SIGNATURE.slice(7) }],
    [
      'the old SHA-1 alone',
      { 'x-hub-signature': `sha1=${createHmac('sha1', SECRET).update(BODY).digest('hex')}` },
    ],
    ['an empty one', { 'x-hub-signature-256': '' }],
    ['two', { 'x-hub-signature-256': `${SIGNATURE}, ${SIGNATURE}` }],
  ])('does not believe %s', async (_what, headers) => {
    expect(await verify(headers)).toBe(false);
  });

  it('does not believe the signature of an empty secret', async () => {
    const signature = `sha256=${createHmac('sha256', '').update(BODY).digest('hex')}`;

    expect(await verify({ 'x-hub-signature-256': signature }, BODY, ' \n')).toBe(false);
  });

  it('believes nothing without a configured secret', async () => {
    const request = { headers: { 'x-hub-signature-256': SIGNATURE }, body: BODY };

    expect(await verifyWebhook(request, undefined, connectorKit({}))).toBe(false);
  });

  it('notices any byte that was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (body, at, by) => {
          const signature = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
          const changed = body.map((byte, index) => (index === at % body.length ? byte ^ by : byte));

          expect(await verify({ 'x-hub-signature-256': signature }, body)).toBe(true);
          expect(await verify({ 'x-hub-signature-256': signature }, changed)).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });
});
