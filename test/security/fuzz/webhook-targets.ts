import { connector as azureDevops } from '../../../shared/connectors/azure-devops/index.ts';
import { connector as github } from '../../../shared/connectors/github/index.ts';
import { connector as gitlab } from '../../../shared/connectors/gitlab/index.ts';
import { connector as slack } from '../../../shared/connectors/slack/index.ts';
import type { ChangeEvents, InboundRequest } from '../../../shared/ports/change-host.ts';
import type { ConnectorKit } from '../../../shared/ports/connector.ts';
import { connectorKit } from '../../support/connector-kit.ts';
import { headedDocument, readHeaded } from './headed.ts';
import { replayOf } from './replay.ts';
import type { Target } from './target.ts';

const SECRETS = { token: 't', hook: 'secret-of-the-hook', signing: `whsec_${'A'.repeat(44)}` };
const NOBODY = new TextEncoder().encode('404 {}\n');
const SHA = 'b'.repeat(40);
const PULL = {
  action: 'opened',
  number: 7,
  repository: { full_name: 'shop/orders', id: 1 },
  sender: { login: 'ada', type: 'User' },
  label: { name: 'measure' },
  pull_request: {
    number: 7,
    title: 'Faster',
    html_url: 'https://github.example/1',
    draft: false,
    merged: false,
    user: { login: 'ada', type: 'User' },
    head: { sha: SHA, ref: 'a', repo: { full_name: 'shop/orders', id: 1 } },
    base: { sha: 'a'.repeat(40), ref: 'main', repo: { full_name: 'shop/orders', id: 1 } },
    labels: [],
  },
};
const COMMENT = {
  action: 'created',
  repository: PULL.repository,
  issue: { number: 7, pull_request: {} },
  comment: {
    id: 1,
    body: '/perf-agent rerun',
    created_at: '2026-05-04T10:00:00Z',
    user: { id: 5, login: 'a', type: 'User' },
  },
};
const GROUP = {
  action: 'checks_requested',
  repository: PULL.repository,
  merge_group: {
    head_sha: SHA,
    head_ref: 'refs/heads/q/main/pr-3',
    base_sha: SHA,
    base_ref: 'refs/heads/main',
  },
};
const MERGE_REQUEST = {
  object_kind: 'merge_request',
  user: { id: 1, username: 'ada', name: 'Ada' },
  project: { id: 1, path_with_namespace: 'shop/orders', web_url: 'https://git.example/shop/orders' },
  changes: {
    labels: { previous: [], current: [{ title: 'measure' }] },
    draft: { previous: true, current: false },
  },
  object_attributes: {
    iid: 7,
    action: 'update',
    oldrev: SHA,
    title: 'Faster',
    url: 'https://git.example/1',
    source_branch: 'a',
    target_branch: 'main',
    source_project_id: 1,
    target_project_id: 1,
    author_id: 1,
    last_commit: { id: SHA },
    draft: false,
  },
};
const NOTE = {
  object_kind: 'note',
  user: { id: 1, username: 'ada' },
  project: MERGE_REQUEST.project,
  object_attributes: {
    id: 1,
    note: '/perf-agent rerun',
    noteable_type: 'MergeRequest',
    system: false,
    action: 'create',
    author_id: 1,
  },
  merge_request: { iid: 7 },
};
const REPOSITORY = {
  id: '3f9b2c1e-0000-4000-8000-1234567890ab',
  name: 'orders',
  project: { id: 'p', name: 'shop' },
};
const HOOK = {
  id: 'e1',
  subscriptionId: 's',
  notificationId: 3,
  eventType: 'git.pullrequest.updated',
  createdDate: '2026-05-04T10:00:00Z',
  message: { text: 'Ada published the pull request' },
  resource: {
    pullRequestId: 7,
    url: `https://dev.azure.com/x/_apis/git/repositories/${REPOSITORY.id}/pullRequests/7`,
    repository: REPOSITORY,
  },
  resourceVersion: '1.0',
};
const HOOK_COMMENT = {
  ...HOOK,
  eventType: 'ms.vss-code.git-pullrequest-comment-event',
  resource: {
    comment: {
      id: 2,
      content: '/perf-agent rerun',
      publishedDate: '2026-05-04T10:00:00Z',
      _links: {
        threads: { href: 'https://dev.azure.com/x/_apis/git/repositories/r/pullRequests/7/threads/4' },
      },
    },
    pullRequest: { pullRequestId: 7, repository: REPOSITORY },
  },
};
const CLICK = {
  type: 'block_actions',
  user: { id: 'U0ANNA' },
  channel: { id: 'C0123456789' },
  actions: [
    { action_id: 'perf-agent-approve', value: 'run-0123456789abcdef01234567', action_ts: '1700000000.1' },
  ],
  state: { values: { 'perf-agent-reason': { 'perf-agent-reason': { value: 'fine' } } } },
};

/** Every webhook and click, its proof and its meaning. */
export const WEBHOOK_TARGETS: readonly Target[] = [
  hook(
    'webhook of GitLab',
    (kit) =>
      gitlab.connect(
        gitlab.settings.parse({
          tokenSecret: 'token',
          webhook: { signingSecret: 'signing', tokenSecret: 'hook' },
        }),
        kit,
      ).events,
    [
      { 'x-gitlab-event': 'Merge Request Hook', 'x-gitlab-token': 'guess' },
      { 'webhook-id': '1', 'webhook-timestamp': '1700000000', 'webhook-signature': 'v1,AAAA v1,BBBB' },
    ],
    [MERGE_REQUEST, NOTE, { event_name: 'push' }],
  ),
  hook(
    'webhook of GitHub',
    (kit) =>
      github.connect(
        github.settings.parse({ auth: { tokenSecret: 'token' }, webhook: { secret: 'hook' } }),
        kit,
      ).events,
    [
      {
        'x-github-event': 'pull_request',
        'x-github-delivery': 'd',
        'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
      },
      { 'x-github-event': 'issue_comment' },
      { 'x-github-event': 'merge_group' },
      {},
    ],
    [PULL, COMMENT, GROUP, { zen: 'Keep it logically awesome.', hook_id: 1 }],
  ),
  hook(
    'service hook of Azure DevOps',
    (kit) =>
      azureDevops.connect(
        azureDevops.settings.parse({
          organisationUrl: 'https://dev.azure.example/shop',
          auth: { patSecret: 'token' },
          webhook: { basic: { user: 'azure', passwordSecret: 'hook' } },
        }),
        kit,
      ).events,
    [{ authorization: 'Basic YXp1cmU6Z3Vlc3M=' }],
    [HOOK, HOOK_COMMENT],
  ),
  {
    name: 'click of Slack',
    async read(document) {
      const settings = slack.settings.parse({
        tokenSecret: 'token',
        signingSecret: 'hook',
        channel: 'C0123456789',
      });
      const clicks = slack.connect(settings, connectorKit(SECRETS)).approvals?.clicks;
      const request = readHeaded(document);
      await believesNothing(async () => clicks?.verify(request));
      return clicks?.parse(request);
    },
    seeds: [
      headedDocument(
        {
          headers: { 'x-slack-request-timestamp': '1700000000', 'x-slack-signature': `v0=${'0'.repeat(64)}` },
        },
        new URLSearchParams({ payload: JSON.stringify(CLICK) }).toString(),
      ),
      headedDocument({}, `payload=${JSON.stringify(CLICK)}`),
    ],
  },
];

function hook(
  name: string,
  connect: (kit: ConnectorKit) => ChangeEvents | undefined,
  heads: readonly Readonly<Record<string, string>>[],
  bodies: readonly object[],
): Target {
  const events = connect(connectorKit(SECRETS, { fetch: replayOf(NOBODY).fetch }));
  if (events === undefined) throw new TypeError(`${name}: the connector takes no webhooks.`);
  return {
    name,
    async read(document) {
      const request: InboundRequest = readHeaded(document);
      await believesNothing(() => events.verify(request));
      return events.parse(request);
    },
    seeds: heads.flatMap((headers) =>
      bodies.map((body) => headedDocument({ headers }, JSON.stringify(body))),
    ),
  };
}

/** No document here has a proof: whoever believes one has found a forgery. */
async function believesNothing(verify: () => Promise<boolean | undefined>): Promise<void> {
  if ((await verify()) === true) throw new TypeError('A forgery was believed.');
}
