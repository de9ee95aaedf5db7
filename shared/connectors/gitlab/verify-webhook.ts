import { createHmac } from 'node:crypto';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { InboundRequest } from '../../ports/change-host.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import { equalInConstantTime } from '../common/equal-in-constant-time.ts';
import type { GitlabSettings } from './settings.ts';

/** Standard Webhooks: a signature is good for five minutes, in both directions for clocks that differ. */
const TOLERANCE_SECONDS = 300;
/** During a change of secrets a few signatures may stand side by side; more are an attempt to make us work. */
const MOST_SIGNATURES = 10;

/**
 * Whether the request comes from the configured webhook: by its HMAC signature (standardwebhooks.com, `webhook-id`,
 * `webhook-timestamp`, `webhook-signature`) or by its token in clear (`X-Gitlab-Token`), both in constant time.
 * Without configured secrets nothing is believed.
 */
export async function verifyWebhook(
  request: InboundRequest,
  webhook: GitlabSettings['webhook'],
  kit: ConnectorKit,
): Promise<boolean> {
  if (webhook === undefined) return false;
  const signed = request.headers['webhook-signature'] !== undefined;
  if ('signingSecret' in webhook && (signed || webhook.tokenSecret === undefined)) {
    return hasValidSignature(request, await kit.secret(webhook.signingSecret), kit.clock.now());
  }
  const token = request.headers['x-gitlab-token'];
  if (token === undefined || webhook.tokenSecret === undefined) return false;
  const expected = (await kit.secret(webhook.tokenSecret)).trim();
  return expected !== '' && equalInConstantTime(token, expected);
}

function hasValidSignature({ headers, body }: InboundRequest, secret: string, now: Date): boolean {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (id === undefined || timestamp === undefined || signatures === undefined) return false;
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', signingKey(secret))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
  return signatures
    .split(' ', MOST_SIGNATURES)
    .some((signature) => signature.startsWith('v1,') && equalInConstantTime(signature.slice(3), expected));
}

function signingKey(secret: string): Buffer {
  const encoded = secret.trim().replace(/^whsec_/, '');
  const key = Buffer.from(encoded, 'base64');
  if (key.byteLength < 16 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) {
    throw new PermanentError(
      'CONFIG_INVALID',
      'The signing secret of the GitLab webhook is not "whsec_" and base64 of at least 16 bytes.',
    );
  }
  return key;
}
