import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import type { Notifier, SentNotice } from '../../ports/notifier.ts';
import { messageFromBrief, messageFromDigest } from './card-from-brief.ts';
import type { TeamsSettings } from './settings.ts';

/**
 * One channel, through a workflow "When a Teams webhook request is received". It takes a card and answers 202; nothing can
 * be read back, changed or answered to, so news only are sent and nothing is found again.
 */
export function createNotifier(settings: TeamsSettings, kit: ConnectorKit): Notifier {
  async function post(message: object, signal: AbortSignal): Promise<SentNotice> {
    const url = addressFrom(await kit.secret(settings.webhookUrlSecret), settings.webhookUrlSecret);
    // 202 with an empty body: the workflow has the card. Whether it can show it is told in its run history alone.
    await kit.http.sendJson('POST', url, message, z.unknown(), { signal });
    return { status: 'posted', thread: null };
  }

  return {
    findsAgain: false,
    ensureNotice: async ({ brief, news }, _at, signal) =>
      news ? post(messageFromBrief(brief), signal) : { status: 'unchanged', thread: null },
    ensureDigest: (digest, _at, signal) => post(messageFromDigest(digest), signal),
  };
}

/** Hosts of workflows change (logic.azure.com stopped in 2025), so no list of them is held here. */
function addressFrom(secret: string, name: string): URL {
  const address = secret.trim();
  if (URL.canParse(address) && /^https?:\/\//i.test(address)) return new URL(address);
  throw new PermanentError(
    'CONFIG_INVALID',
    `The secret "${name}" is not the address of a Teams workflow; copy the whole of it, beginning with https://.`,
  );
}
