import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { connectorKit } from '../../../test/support/connector-kit.ts';
import type { InboundRequest } from '../../ports/change-host.ts';
import { verifyWebhook } from './verify-webhook.ts';

// The example of the Standard Webhooks specification (github.com/standard-webhooks, "Testing").
const SIGNING = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const EXAMPLE = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const TOKEN = 'hook-token';

function kitAt(seconds: number) {
  return connectorKit(
    { signing: SIGNING, token: TOKEN, short: 'whsec_YWJj' },
    { now: () => new Date(seconds * 1_000) },
  );
}

function request(headers: Record<string, string>, body = EXAMPLE.body): InboundRequest {
  return { headers, body: new TextEncoder().encode(body) };
}

const signed = {
  'webhook-id': EXAMPLE.id,
  'webhook-timestamp': String(EXAMPLE.at),
  'webhook-signature': EXAMPLE.signature,
};
const bySignature = { signingSecret: 'signing' };
const byToken = { tokenSecret: 'token' };
const both = { ...bySignature, ...byToken };

describe('verifyWebhook', () => {
  it('accepts the example of the specification', async () => {
    expect(await verifyWebhook(request(signed), bySignature, kitAt(EXAMPLE.at))).toBe(true);
  });

  it.each([
    ['five minutes late', 300, true],
    ['later than that', 301, false],
    ['five minutes early', -300, true],
    ['earlier than that', -301, false],
  ])('decides by the clock: %s', async (_title, offset, expected) => {
    expect(await verifyWebhook(request(signed), bySignature, kitAt(EXAMPLE.at + offset))).toBe(expected);
  });

  it.each([
    ['another body', request(signed, '{"test": 2432232315}')],
    ['another id', request({ ...signed, 'webhook-id': 'msg_x' })],
    ['another time', request({ ...signed, 'webhook-timestamp': String(EXAMPLE.at + 1) })],
    ['a time that is none', request({ ...signed, 'webhook-timestamp': `${EXAMPLE.at}.5` })],
    ['another version', request({ ...signed, 'webhook-signature': EXAMPLE.signature.replace('v1', 'v2') })],
    ['an empty signature', request({ ...signed, 'webhook-signature': 'v1,' })],
    ['no signature', request({})],
    ['the token only', request({ 'x-gitlab-token': TOKEN })],
  ])('refuses %s', async (_title, inbound) => {
    expect(await verifyWebhook(inbound, bySignature, kitAt(EXAMPLE.at))).toBe(false);
  });

  it('accepts the right one among several signatures, as during a change of secrets', async () => {
    const several = { ...signed, 'webhook-signature': `v1,b2xk ${EXAMPLE.signature}` };

    expect(await verifyWebhook(request(several), bySignature, kitAt(EXAMPLE.at))).toBe(true);
  });

  it('reads no endless list of signatures', async () => {
    const endless = { ...signed, 'webhook-signature': `${'v1,b2xk '.repeat(1_000)}${EXAMPLE.signature}` };

    expect(await verifyWebhook(request(endless), bySignature, kitAt(EXAMPLE.at))).toBe(false);
  });

  it('prefers the signature when both are configured, and takes the token of an unsigned request', async () => {
    const kit = kitAt(EXAMPLE.at);
    const wrong = { ...signed, 'webhook-signature': 'v1,AAAA', 'x-gitlab-token': TOKEN };

    expect(await verifyWebhook(request(wrong), both, kit)).toBe(false);
    expect(await verifyWebhook(request(signed), both, kit)).toBe(true);
    expect(await verifyWebhook(request({ 'x-gitlab-token': TOKEN }), both, kit)).toBe(true);
    expect(await verifyWebhook(request({ 'x-gitlab-token': `${TOKEN}x` }), both, kit)).toBe(false);
  });

  it('compares the token whole', async () => {
    const kit = kitAt(EXAMPLE.at);

    expect(await verifyWebhook(request({ 'x-gitlab-token': TOKEN }), byToken, kit)).toBe(true);
    expect(await verifyWebhook(request({ 'x-gitlab-token': '' }), byToken, kit)).toBe(false);
    expect(await verifyWebhook(request({ 'x-gitlab-token': TOKEN.slice(0, -1) }), byToken, kit)).toBe(false);
    expect(await verifyWebhook(request(signed), byToken, kit)).toBe(false);
  });

  it('believes nothing without configured secrets', async () => {
    expect(
      await verifyWebhook(request({ ...signed, 'x-gitlab-token': TOKEN }), undefined, kitAt(EXAMPLE.at)),
    ).toBe(false);
  });

  it('says when the signing secret itself is none', async () => {
    const work = verifyWebhook(request(signed), { signingSecret: 'short' }, kitAt(EXAMPLE.at));

    await expect(work).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('signs as node:crypto does over id, time and raw body', async () => {
    const body = '{"ü":"\u2028"}';
    const key = Buffer.from(SIGNING.slice(6), 'base64');
    const signature = createHmac('sha256', key).update(`a.${EXAMPLE.at}.${body}`).digest('base64');
    const headers = {
      'webhook-id': 'a',
      'webhook-timestamp': String(EXAMPLE.at),
      'webhook-signature': `v1,${signature}`,
    };

    expect(await verifyWebhook(request(headers, body), bySignature, kitAt(EXAMPLE.at))).toBe(true);
  });
});
