import type { Connector } from '../../ports/connector.ts';
import { createApprovalDesk } from './approvals.ts';
import { createMarkedMessages } from './marked-messages.ts';
import { createNotifier } from './notifier.ts';
import { SlackSettings } from './settings.ts';
import { createSlackApi } from './slack-api.ts';

/** Slack: one channel, with threads and buttons. See docs/connectors/slack.md. */
export const connector: Connector<SlackSettings> = {
  id: 'slack',
  title: 'Slack',
  settings: SlackSettings,
  connect(settings, kit) {
    const api = createSlackApi(settings, kit);
    const messages = createMarkedMessages(api, settings);
    return {
      notifier: createNotifier(messages),
      approvals: createApprovalDesk(messages, api, settings, kit),
    };
  },
};
