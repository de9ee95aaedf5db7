import { createHmac } from 'node:crypto';
import type { InboundRequest } from '../../ports/change-host.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import { equalInConstantTime } from '../common/equal-in-constant-time.ts';
import type { GithubSettings } from './settings.ts';

/**
 * Whether the request comes from the configured webhook: `X-Hub-Signature-256`, HMAC-SHA256 over the raw bytes, in constant time. The old
 * SHA-1 header is not read. Without a configured secret nothing is believed.
 */
export async function verifyWebhook(
  { headers, body }: InboundRequest,
  webhook: GithubSettings['webhook'],
  kit: ConnectorKit,
): Promise<boolean> {
  const given = headers['x-hub-signature-256'];
  if (webhook === undefined || given === undefined) return false;
  const secret = (await kit.secret(webhook.secret)).trim();
  if (secret === '' || !/^sha256=[0-9a-f]{64}$/.test(given)) return false;
  return equalInConstantTime(given, `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
}
