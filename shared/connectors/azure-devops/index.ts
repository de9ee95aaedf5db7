import type { Connector } from '../../ports/connector.ts';
import { createAuthorization } from './authorization.ts';
import { createAzureDevopsApi } from './azure-devops-api.ts';
import { createChanges } from './changes.ts';
import { parseWebhook } from './parse-webhook.ts';
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
        parse: (request) => parseWebhook(request, (named, signal) => readEvent(api, root, named, signal)),
      },
      changes: createChanges(api, root, settings),
    };
  },
};
