import type { ChangeEvents } from '../../ports/change-host.ts';
import type { Connector } from '../../ports/connector.ts';
import { namedAs } from '../common/named-as.ts';
import { createAppTokens } from './app-token.ts';
import { createChanges } from './changes.ts';
import { createGithubApi, type GithubApi } from './github-api.ts';
import { appIdentity, type OwnIdentity, userIdentity } from './own-identity.ts';
import { parseWebhook } from './parse-webhook.ts';
import { NamedCheck, readCheck } from './read-check.ts';
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
    const connected = (api: GithubApi, own: OwnIdentity, as: 'check-run' | 'commit-status') => {
      const changes = createChanges(api, own, { name: statusName, as });
      const events: ChangeEvents = {
        verify: (request) => verifyWebhook(request, settings.webhook, kit),
        parse: (request) => parseWebhook(request, statusName),
        read: ({ event, about }, signal) =>
          readCheck(api, changes, event, namedAs(NamedCheck, about), signal),
      };
      return { events, changes };
    };
    if ('app' in auth) {
      const tokens = createAppTokens(root, auth.app, kit);
      const api = createGithubApi(root, kit, (owner, signal) => tokens.tokenFor(owner, signal));
      const as = report === 'commit-status' ? report : 'check-run';
      return connected(api, appIdentity(tokens), as);
    }
    const token = async () => (await kit.secret(auth.tokenSecret)).trim();
    const api = createGithubApi(root, kit, token);
    const as = report === 'check-run' ? report : 'commit-status';
    return connected(api, userIdentity(root, kit, token), as);
  },
};
