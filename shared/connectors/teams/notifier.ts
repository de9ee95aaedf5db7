import type { ConnectorKit } from '../../ports/connector.ts';
import type { Notifier, SentNotice } from '../../ports/notifier.ts';
import { messageFromBrief, messageFromDigest } from './card-from-brief.ts';
import { postToWorkflow } from './post-to-workflow.ts';
import type { TeamsSettings } from './settings.ts';

/**
 * One channel, through a workflow "When a Teams webhook request is received". It takes a card and answers 202; nothing can
 * be read back, changed or answered to, so news only are sent and nothing is found again.
 */
export function createNotifier(settings: TeamsSettings, kit: ConnectorKit): Notifier {
  async function post(message: object, signal: AbortSignal): Promise<SentNotice> {
    await postToWorkflow(settings.webhookUrlSecret, message, kit, signal);
    return { status: 'posted', thread: null };
  }

  return {
    findsAgain: false,
    ensureNotice: async ({ brief, news }, _at, signal) =>
      news ? post(messageFromBrief(brief), signal) : { status: 'unchanged', thread: null },
    ensureDigest: (digest, _at, signal) => post(messageFromDigest(digest), signal),
  };
}
