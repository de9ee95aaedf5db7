import { describe, expect, it } from 'vitest';
import { connectorKit } from '../../../test/support/connector-kit.ts';
import { AzureDevopsSettings } from './settings.ts';
import { verifyWebhook } from './verify-webhook.ts';

const body = new Uint8Array();
const kit = connectorKit({ hook: 'right\n', password: 'pass:wörd', empty: ' ' });
const webhookOf = (webhook: object) =>
  AzureDevopsSettings.parse({
    organisationUrl: 'https://dev.azure.com/shop',
    auth: { patSecret: 'p' },
    webhook,
  }).webhook;
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('verifyWebhook', () => {
  it.each([
    ['the header of the documentation', { secret: 'hook' }, { 'x-perf-agent-secret': 'right' }, true],
    [
      'a header of another name',
      { header: 'X-Our-Secret', secret: 'hook' },
      { 'x-our-secret': 'right' },
      true,
    ],
    ['a wrong secret', { secret: 'hook' }, { 'x-perf-agent-secret': 'Right' }, false],
    ['the beginning of the secret', { secret: 'hook' }, { 'x-perf-agent-secret': 'righ' }, false],
    ['no header', { secret: 'hook' }, {}, false],
    ['an empty secret', { secret: 'empty' }, { 'x-perf-agent-secret': '' }, false],
    [
      'basic authentication',
      { basic: { user: 'ado', passwordSecret: 'password' } },
      { authorization: basic('ado:pass:wörd') },
      true,
    ],
    [
      'another user',
      { basic: { user: 'ado', passwordSecret: 'password' } },
      { authorization: basic('eve:pass:wörd') },
      false,
    ],
    [
      'a bearer',
      { basic: { user: 'ado', passwordSecret: 'password' } },
      { authorization: 'Bearer pass:wörd' },
      false,
    ],
    [
      'an empty password',
      { basic: { user: 'ado', passwordSecret: 'empty' } },
      { authorization: basic('ado:') },
      false,
    ],
  ])('judges %s', async (_what, webhook, headers, believed) => {
    expect(await verifyWebhook({ headers: { ...headers }, body }, webhookOf(webhook), kit)).toBe(believed);
  });

  it('believes nothing without a configured secret', async () => {
    expect(await verifyWebhook({ headers: { 'x-perf-agent-secret': 'right' }, body }, undefined, kit)).toBe(
      false,
    );
  });
});
