import { randomBytes } from 'node:crypto';
import { afterEach } from 'vitest';
import { connector } from '../../shared/connectors/gitlab/index.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { type GitlabServer, startGitlabServer } from '../support/gitlab-server/start-gitlab-server.ts';
import { type WebhookEvent, webhookHeaders } from '../../apps/local/gitlab-look-alike/signed-webhook.ts';
import type { InboundRequest } from '../../shared/ports/change-host.ts';
import { itReadsChangeEvents } from './change-events.ts';
import { itIsAChangeHost } from './change-host.ts';
import { itHearsCommands } from './comment-commands.ts';
import { itIsAnIssueTracker } from './issue-tracker.ts';

const servers: GitlabServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const project = 'shop/team one/checkout';
const headSha = 'a'.repeat(40);
const baseSha = 'b'.repeat(40);

/** A pipeline of a merge train: its commit merges the change into what is before it. */
const TRAIN = {
  iid: 3,
  sha: 'd'.repeat(40),
  ref: 'refs/merge-requests/3/train',
  parents: ['e'.repeat(40), headSha],
};

type Webhook = 'signature' | 'token' | 'both';
const WEBHOOKS = {
  signature: { signingSecret: 'gitlab-signing' },
  token: { tokenSecret: 'gitlab-hook' },
  both: { signingSecret: 'gitlab-signing', tokenSecret: 'gitlab-hook' },
};

async function startPrepared(webhook: Webhook = 'both') {
  const token = `glpat-${randomBytes(10).toString('hex')}`;
  const server = await startGitlabServer({ token });
  servers.push(server);
  const mergeRequest = server.addMergeRequest({ project, iid: 3, title: 'Faster basket', headSha, baseSha });
  const settings = connector.settings.parse({
    baseUrl: server.url,
    tokenSecret: 'gitlab-token',
    webhook: WEBHOOKS[webhook],
    mergeTrains: 'judge',
    issues: { project },
  });
  const kit = connectorKit({
    'gitlab-token': token,
    'gitlab-signing': server.signingSecret,
    'gitlab-hook': server.webhookToken,
  });
  return { token, server, mergeRequest, capabilities: connector.connect(settings, kit) };
}

itIsAChangeHost('gitlab', async () => {
  const { token, server, mergeRequest, capabilities } = await startPrepared();
  if (capabilities.changes === undefined) throw new TypeError('gitlab offers no changes');
  return {
    host: capabilities.changes,
    project,
    number: '3',
    headSha,
    baseSha,
    token,
    comments: () => server.notes(project, 3).map((note) => note.body),
    lineNotes: () =>
      server.lineNotes(project, 3).map(({ body, line }) => ({
        path: line?.path ?? '',
        line: line?.newLine ?? 0,
        text: body,
        resolved: line?.resolved === true,
      })),
    isOpen: () => mergeRequest.state === 'opened',
    states: () => [...new Map(server.statuses(project, headSha).map((s) => [s.name, s.status])).values()],
    addForeignComments(count, text) {
      for (let index = 0; index < count; index += 1) server.addNote(project, 3, 'somebody', text);
    },
    setFiles(count, patchBytes) {
      mergeRequest.diffs = Array.from({ length: count }, (_, index) => ({
        old_path: `src/file-${index}.ts`,
        new_path: `src/file-${index}.ts`,
        diff: `@@ -1 +1 @@\n-a\n+${'b'.repeat(Math.max(1, patchBytes - 18))}\n`,
      }));
    },
    setCommits: (authors) => {
      mergeRequest.commits = authors.map(({ account, email }) => ({ username: account, email }));
    },
    addFile: (path, ref, content) => server.addFile(project, ref, path, content),
    refusals: [
      { refuses: 'both', words: /project .* is archived/, set: () => server.archive(project) },
      {
        refuses: 'comment',
        words: /discussion of merge request 3 is locked/,
        set: () => (mergeRequest.discussionLocked = true),
      },
      {
        refuses: 'status',
        words: /source branch may have been deleted/,
        set: () => (mergeRequest.branchGone = true),
      },
    ],
    setLastAuthor: (ref, path, account) => server.setLastAuthor(project, ref, path, account),
    sameTree(one, other) {
      for (const sha of [one, other]) server.setCode(project, sha, 'same');
    },
    setMovement: (from, to, paths) => server.setMovement(project, from, to, paths),
    writes: () => server.requests().filter(({ method }) => method !== 'GET').length,
    hangNext: () => server.misbehave({ answer: { kind: 'hang' } }),
    loseNextCreation: () => server.misbehave({ method: 'POST', answer: { kind: 'lose-answer' } }),
    failNext: (answer, times = 1) =>
      server.misbehave({
        times,
        answer: { kind: 'status', ...answer, body: JSON.stringify({ message: token }) },
      }),
  };
});

function asRequest(sent: {
  readonly headers: Record<string, string>;
  readonly body: string;
}): InboundRequest {
  return { headers: sent.headers, body: new TextEncoder().encode(sent.body) };
}

for (const webhook of ['signature', 'token'] as const) {
  itReadsChangeEvents(
    `gitlab with a ${webhook}`,
    { hasTime: webhook === 'signature', tellsLabels: true, tellsQueues: true },
    async () => {
      const { server, capabilities } = await startPrepared(webhook);
      if (capabilities.events === undefined) throw new TypeError('gitlab offers no events');
      const send = (action: 'open' | 'update' | 'merge' | 'close', oldrev?: string) =>
        onlyProof(
          webhook,
          asRequest(
            server.signedWebhook({ project, iid: 3, action, ...(oldrev === undefined ? {} : { oldrev }) }),
          ),
        );
      const of = (
        iid: number,
        event: Partial<WebhookEvent>,
        how: { draft?: boolean; fork?: boolean; targetBranch?: string } = {},
      ) => {
        server.addMergeRequest({ project, iid, headSha, baseSha, ...how });
        return onlyProof(
          webhook,
          asRequest(server.signedWebhook({ project, iid, action: 'open', ...event })),
        );
      };
      const bot = { id: 88, username: 'project_17_bot_1a2b3c', name: 'Renovate' };
      const labels = { previous: ['slow'], current: ['slow', 'measure'] };
      const sign = (body: string, age = 0) => {
        const secrets = { token: server.webhookToken, signingSecret: server.signingSecret };
        const now = new Date(Date.now() - age);
        return onlyProof(
          webhook,
          asRequest({ headers: webhookHeaders(body, 'Note Hook', secrets, 'delivery-1', now), body }),
        );
      };
      const train = server.addPipeline(project, TRAIN);
      return {
        events: capabilities.events,
        project,
        number: '3',
        headSha,
        requests: {
          opened: send('open'),
          pushed: send('update', 'c'.repeat(40)),
          merged: send('merge'),
          closed: send('close'),
          edited: send('update'),
          retargeted: of(9, { action: 'update', retargetedFrom: 'main' }, { targetBranch: 'release' }),
          unrelated: sign('{"object_kind":"pipeline","object_attributes":{"source":"merge_request_event"}}'),
          unheard: sign('{"object_kind":"emoji_storm","event_name":"x"}'),
        },
        told: {
          draft: of(4, {}, { draft: true }),
          madeReady: of(5, { action: 'update', madeReady: true }),
          fork: of(6, {}, { fork: true }),
          byBot: of(7, { action: 'update', oldrev: 'c'.repeat(40), user: bot }),
          labelled: {
            byPerson: of(8, { action: 'update', labels }),
            byProgram: of(8, { action: 'update', labels, user: bot }),
          },
          queued: {
            request: onlyProof(webhook, asRequest(server.signedPipeline(project, train, 'pending'))),
            headSha: TRAIN.sha,
          },
        },
        replayed: sign('{"object_kind":"note"}', 6 * 60_000),
        sign,
      };
    },
  );
}

/** GitLab sends what is configured; here one proof at a time, so that each is tested alone. */
function onlyProof(webhook: Webhook, request: InboundRequest): InboundRequest {
  const unwanted = webhook === 'signature' ? /^x-gitlab-token$/ : /^webhook-/;
  const headers = Object.entries(request.headers).filter(([name]) => !unwanted.test(name));
  return { ...request, headers: Object.fromEntries(headers) };
}

itIsAnIssueTracker('gitlab', async () => {
  const { token, server, capabilities } = await startPrepared();
  if (capabilities.issues === undefined) throw new TypeError('gitlab offers no issues');
  return {
    issues: capabilities.issues,
    token,
    open: () =>
      server
        .issues(project)
        .filter(({ state }) => state === 'opened')
        .map(({ title, description, labels }) => ({ title, text: description, labels })),
    loseNextCreation: () => server.misbehave({ method: 'POST', answer: { kind: 'lose-answer' } }),
    failNext: (answer, times = 1) =>
      server.misbehave({
        times,
        answer: { kind: 'status', ...answer, body: JSON.stringify({ message: token }) },
      }),
  };
});

for (const onLine of [false, true]) {
  itHearsCommands(onLine ? 'gitlab on lines of the diff' : 'gitlab', async () => {
    const { server, capabilities } = await startPrepared();
    const { changes, events } = capabilities;
    if (changes === undefined || events === undefined) throw new TypeError('gitlab offers too little');
    server.addMember(project, 501, 30);
    server.addMember(project, 502, 20);
    return {
      host: changes,
      events,
      project,
      number: '3',
      writer: { id: '501', name: 'ada' },
      reader: { id: '502', name: 'eve' },
      stranger: { id: '503', name: 'mallory' },
      own: { id: '7', name: 'project_bot' },
      answers() {
        const asked = [...server.notes(project, 3), ...server.lineNotes(project, 3)].findLast(
          ({ author }) => author.id === 501,
        );
        // A reply to a note in no thread would make a thread of it, which somebody then has to resolve.
        return server
          .notes(project, 3)
          .filter(({ author, replyIn }) => author.id === 7 && replyIn === asked?.line?.discussion)
          .map(({ body }) => body);
      },
      comment({ id, name }, note, state = 'new') {
        const user = { id: Number(id), username: name };
        const action = state === 'new' ? 'create' : 'update';
        return asRequest(server.signedNote({ project, iid: 3, user, note, onLine, action }));
      },
    };
  });
}
