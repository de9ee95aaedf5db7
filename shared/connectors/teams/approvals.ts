import type { ConnectorKit } from '../../ports/connector.ts';
import type { ApprovalDesk } from '../../ports/approval-desk.ts';
import { channelMessage, personalMessage } from './card-from-approval.ts';
import { postToWorkflow } from './post-to-workflow.ts';
import type { TeamsSettings } from './settings.ts';

/**
 * Asks through workflows, which take a card and call nobody back. The channel reads that somebody is asked; links that decide go to
 * one person each, in the chat of that person.
 */
export function createApprovalDesk(settings: TeamsSettings, kit: ConnectorKit): ApprovalDesk {
  const { webhookUrlSecret, directWebhookUrlSecret: direct } = settings;
  return {
    findsAgain: false,
    async ensureApproval(notice, _at, signal) {
      await postToWorkflow(webhookUrlSecret, channelMessage(notice, direct !== undefined), kit, signal);
      return { status: 'posted', thread: null };
    },
    tellPerson:
      direct === undefined
        ? undefined
        : (personal, signal) => postToWorkflow(direct, personalMessage(personal), kit, signal),
  };
}
