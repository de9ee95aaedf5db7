import type { Connector } from '../../ports/connector.ts';
import { namedAs } from '../common/named-as.ts';
import { createChanges } from './changes.ts';
import { createGitlabApi } from './gitlab-api.ts';
import { createIssues } from './issues.ts';
import { parseWebhook } from './parse-webhook.ts';
import { NamedPipeline } from './pipeline-result.ts';
import { readPipeline } from './read-pipeline.ts';
import { GitlabSettings } from './settings.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** GitLab, gitlab.com or self-managed: webhooks, merge requests, issues. See docs/connectors/gitlab.md. */
export const connector: Connector<GitlabSettings> = {
  id: 'gitlab',
  title: 'GitLab',
  settings: GitlabSettings,
  connect(settings, kit) {
    const api = createGitlabApi(settings, kit);
    return {
      events: {
        verify: (request) => verifyWebhook(request, settings.webhook, kit),
        parse: (request) => parseWebhook(request, settings.mergeTrains),
        read: ({ about }, signal) => readPipeline(api, namedAs(NamedPipeline, about), signal),
      },
      changes: createChanges(api, settings),
      ...(settings.issues === undefined ? {} : { issues: createIssues(api, settings.issues.project) }),
    };
  },
};
