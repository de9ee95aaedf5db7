import type { Connector } from '../../ports/connector.ts';
import { createApprovalDesk } from './approvals.ts';
import { createNotifier } from './notifier.ts';
import { TeamsSettings } from './settings.ts';

/** Microsoft Teams: one channel, by a workflow's webhook. See docs/connectors/teams.md. */
export const connector: Connector<TeamsSettings> = {
  id: 'teams',
  title: 'Microsoft Teams',
  settings: TeamsSettings,
  connect: (settings, kit) => ({
    notifier: createNotifier(settings, kit),
    approvals: createApprovalDesk(settings, kit),
  }),
};
