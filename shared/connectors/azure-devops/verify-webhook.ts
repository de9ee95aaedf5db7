import type { InboundRequest } from '../../ports/change-host.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import { equalInConstantTime } from '../common/equal-in-constant-time.ts';
import type { AzureDevopsSettings } from './settings.ts';

/**
 * Whether the request comes from the configured subscription: by its secret header or its basic authentication, both in constant time.
 * Neither protects the body, so what an event says is read again from Azure DevOps. Without a configured secret nothing is believed.
 */
export async function verifyWebhook(
  { headers }: InboundRequest,
  webhook: AzureDevopsSettings['webhook'],
  kit: ConnectorKit,
): Promise<boolean> {
  if (webhook === undefined) return false;
  if ('secret' in webhook) {
    const given = headers[webhook.header];
    const expected = (await kit.secret(webhook.secret)).trim();
    return given !== undefined && expected !== '' && equalInConstantTime(given, expected);
  }
  const { user, passwordSecret } = webhook.basic;
  const given = /^basic +([A-Za-z0-9+/=]+)$/i.exec(headers['authorization'] ?? '')?.[1];
  const password = (await kit.secret(passwordSecret)).trim();
  if (given === undefined || password === '') return false;
  return equalInConstantTime(given, Buffer.from(`${user}:${password}`).toString('base64'));
}
