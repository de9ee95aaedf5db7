import type { Connector } from '../../ports/connector.ts';
import { createNotifier } from './notifier.ts';
import { SlackSettings } from './settings.ts';
import { createSlackApi } from './slack-api.ts';

/** Slack: one channel, with threads. See docs/connectors/slack.md. */
export const connector: Connector<SlackSettings> = {
  id: 'slack',
  title: 'Slack',
  settings: SlackSettings,
  connect: (settings, kit) => ({ notifier: createNotifier(createSlackApi(settings, kit), settings) }),
};
