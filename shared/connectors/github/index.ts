import type { Connector } from '../../ports/connector.ts';
import { createAppTokens } from './app-token.ts';
import { createChanges } from './changes.ts';
import { createGithubApi } from './github-api.ts';
import { appIdentity, userIdentity } from './own-identity.ts';
import { parseWebhook } from './parse-webhook.ts';
import { GithubSettings } from './settings.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** GitHub, github.com or Enterprise Server: webhooks and pull requests. See docs/connectors/github.md. */
export const connector: Connector<GithubSettings> = {
  id: 'github',
  title: 'GitHub',
  settings: GithubSettings,
  connect(settings, kit) {
    const { auth, statusName, report } = settings;
    const root = settings.apiUrl.replace(/\/+$/, '');
    const events = {
      verify: (request: Parameters<typeof verifyWebhook>[0]) => verifyWebhook(request, settings.webhook, kit),
      parse: parseWebhook,
    };
    if ('app' in auth) {
      const tokens = createAppTokens(root, auth.app, kit);
      const api = createGithubApi(root, kit, (owner, signal) => tokens.tokenFor(owner, signal));
      const as = report === 'commit-status' ? report : 'check-run';
      return { events, changes: createChanges(api, appIdentity(tokens), { name: statusName, as }) };
    }
    const token = async () => (await kit.secret(auth.tokenSecret)).trim();
    const api = createGithubApi(root, kit, token);
    const as = report === 'check-run' ? report : 'commit-status';
    return { events, changes: createChanges(api, userIdentity(root, kit, token), { name: statusName, as }) };
  },
};
