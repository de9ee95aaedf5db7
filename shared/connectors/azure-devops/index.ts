import type { Connector } from '../../ports/connector.ts';
import { namedAs } from '../common/named-as.ts';
import { createAuthorization } from './authorization.ts';
import { createAzureDevopsApi } from './azure-devops-api.ts';
import { createChanges } from './changes.ts';
import { NamedPullRequest, parseWebhook } from './parse-webhook.ts';
import { readEvent } from './read-event.ts';
import { AzureDevopsSettings } from './settings.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** Azure DevOps, Services or Server: service hooks and pull requests. See docs/connectors/azure-devops.md. */
export const connector: Connector<AzureDevopsSettings> = {
  id: 'azure-devops',
  title: 'Azure DevOps',
  settings: AzureDevopsSettings,
  connect(settings, kit) {
    const root = settings.organisationUrl.replace(/\/+$/, '');
    const api = createAzureDevopsApi(root, kit, createAuthorization(settings.auth, kit));
    return {
      events: {
        verify: (request) => verifyWebhook(request, settings.webhook, kit),
        parse: parseWebhook,
        read: ({ event, about }, signal) =>
          readEvent(api, root, event, namedAs(NamedPullRequest, about), signal),
      },
      changes: createChanges(api, root, settings),
    };
  },
};
