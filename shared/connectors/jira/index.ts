import type { Connector } from '../../ports/connector.ts';
import { createIssues } from './issues.ts';
import { createJiraApi } from './jira-api.ts';
import { JiraSettings } from './settings.ts';

/** Jira Cloud (REST v3) and Data Center (v2): issues. See docs/connectors/jira.md. */
export const connector: Connector<JiraSettings> = {
  id: 'jira',
  title: 'Jira',
  settings: JiraSettings,
  connect: (settings, kit) => ({ issues: createIssues(createJiraApi(settings, kit), settings) }),
};
