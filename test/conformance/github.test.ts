import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { connector } from '../../shared/connectors/github/index.ts';
import type { InboundRequest } from '../../shared/ports/change-host.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { BOT } from '../support/github-server/github-state.ts';
import type { SignedRequest } from '../support/github-server/comment-hooks.ts';
import { type GithubServer, startGithubServer } from '../support/github-server/start-github-server.ts';
import { settledEvent } from '../support/settled-event.ts';
import { itReadsChangeEvents } from './change-events.ts';
import { itIsAChangeHost } from './change-host.ts';
import { itHearsCommands } from './comment-commands.ts';

const servers: GithubServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const project = 'shop/checkout';
const headSha = 'a'.repeat(40);
const baseSha = 'b'.repeat(40);

async function startPrepared(as: 'app' | 'token') {
  const token = `github_pat_${randomBytes(10).toString('hex')}`;
  const server = await startGithubServer({ token });
  servers.push(server);
  const pull = server.addPull({ project, number: 3, title: 'Faster basket', headSha, baseSha });
  const settings = connector.settings.parse({
    apiUrl: server.url,
    auth:
      as === 'app'
        ? { app: { clientId: server.app.clientId, privateKeySecret: 'github-key' } }
        : { tokenSecret: 'github-token' },
    webhook: { secret: 'github-hook' },
  });
  const kit = connectorKit({
    'github-token': token,
    'github-key': server.app.privateKey,
    'github-hook': server.webhookSecret,
  });
  const { changes, events } = connector.connect(settings, kit);
  if (changes === undefined || events === undefined) throw new TypeError('github offers too little');
  return { token, server, pull, changes, events };
}

for (const as of ['token', 'app'] as const) {
  itIsAChangeHost(`github with ${as === 'app' ? 'an App' : 'a token'}`, async () => {
    const { token, server, pull, changes } = await startPrepared(as);
    // An App signs in first; here the calls themselves are disturbed.
    await changes.fetchChange(project, '3', AbortSignal.timeout(10_000));
    return {
      host: changes,
      project,
      number: '3',
      headSha,
      baseSha,
      token,
      comments: () => server.comments(project, 3).map(({ body }) => body),
      lineNotes: () =>
        server
          .reviewComments(project, 3)
          .map(({ path, line, body, resolved }) => ({ path, line, text: body, resolved })),
      isOpen: () => pull.state === 'open',
      states() {
        const runs = server.checkRuns(project, headSha).map((run) => [run.name, stateOfRun(run)] as const);
        const statuses = server
          .statuses(project, headSha)
          .map((one) => [one.context, one.state === 'failure' ? 'failed' : one.state] as const);
        return [...new Map([...statuses, ...runs]).values()];
      },
      addForeignComments(count, text) {
        for (let index = 0; index < count; index += 1) server.addComment(project, 3, text);
      },
      setFiles(count, patchBytes) {
        pull.files = Array.from({ length: count }, (_, index) => ({
          filename: `src/file-${index}.ts`,
          status: 'modified',
          additions: 1,
          deletions: 1,
          patch: `@@ -1 +1 @@\n-a\n+${'b'.repeat(Math.max(1, patchBytes - 18))}\n`,
        }));
      },
      setCommits: (authors) => {
        pull.commits = authors.map(({ account, email }) => ({ login: account, email }));
      },
      addFile: (path, ref, content) => server.addFile(project, ref, path, content),
      refusals: [
        {
          refuses: 'both',
          words: /repository shop\/checkout is archived/,
          set: () => server.archive(project),
        },
        {
          refuses: 'comment',
          words: /conversation of pull request 3 is locked/,
          set: () => (pull.locked = true),
        },
      ],
      setLastAuthor: (ref, path, account) => server.setLastAuthor(project, ref, path, account),
      sameTree(one, other) {
        for (const sha of [one, other]) server.setTree(project, sha, 'f'.repeat(40));
      },
      setMovement: (from, to, paths) => server.setMovement(project, from, to, paths),
      writes: () => server.requests().filter((line) => !line.startsWith('GET ')).length,
      hangNext: () => server.misbehave({ answer: { kind: 'hang' } }),
      loseNextCreation: () =>
        server.misbehave({ method: 'POST', path: /comments$/, answer: { kind: 'lose-answer' } }),
      failNext: (answer, times = 1) =>
        server.misbehave({
          times,
          answer: { kind: 'status', ...answer, body: JSON.stringify({ message: token }) },
        }),
    };
  });
}

function stateOfRun({ status, conclusion }: { status: string; conclusion: string | null }): string {
  if (status !== 'completed') return 'pending';
  return conclusion === 'success' ? 'success' : 'failed';
}

function asRequest({ headers, body }: SignedRequest): InboundRequest {
  return { headers, body: new TextEncoder().encode(body) };
}

itReadsChangeEvents('github', { hasTime: false, tellsLabels: true, tellsQueues: true }, async () => {
  const { server, events } = await startPrepared('token');
  const send = (action: string) => asRequest(server.webhook(project, 3, action));
  const sign = (body: string) => asRequest(server.sign(body, 'pull_request', 'delivery-1'));
  const of = (
    number: number,
    action: string,
    pull: { readonly draft?: boolean; readonly fork?: boolean },
    onto?: string,
  ) => {
    server.addPull({ project, number, headSha, baseSha, ...pull });
    return asRequest(server.webhook(project, number, action, onto === undefined ? {} : { onto }));
  };
  const renovate = { id: 88, login: 'renovate[bot]', type: 'Bot' };
  const group = {
    action: 'checks_requested',
    merge_group: {
      head_sha: 'd'.repeat(40),
      head_ref: `refs/heads/gh-readonly-queue/main/pr-3-${'d'.repeat(40)}`,
      base_sha: baseSha,
      base_ref: 'refs/heads/main',
    },
    repository: { id: 1, full_name: project },
  };
  return {
    events,
    project,
    number: '3',
    headSha,
    requests: {
      opened: send('opened'),
      pushed: send('synchronize'),
      edited: send('edited'),
      retargeted: of(7, 'edited', {}, 'release'),
      closed: send('closed'),
      merged: send('merged'),
      unrelated: asRequest(server.sign('{"action":"completed","check_run":{}}', 'check_run')),
      unheard: asRequest(server.sign('{"action":"stormed"}', 'emoji_storm')),
    },
    told: {
      draft: of(4, 'opened', { draft: true }),
      madeReady: of(5, 'ready_for_review', {}),
      fork: of(6, 'opened', { fork: true }),
      byBot: asRequest(server.webhook(project, 3, 'synchronize', { sender: renovate })),
      labelled: {
        byPerson: asRequest(server.webhook(project, 3, 'labeled', { label: 'measure' })),
        byProgram: asRequest(server.webhook(project, 3, 'labeled', { label: 'measure', sender: renovate })),
      },
      queued: {
        request: asRequest(server.sign(JSON.stringify(group), 'merge_group')),
        headSha: 'd'.repeat(40),
      },
    },
    replayed: send('opened'),
    sign,
  };
});

for (const [as, where] of [
  ['app', 'conversation'],
  ['token', 'conversation'],
  ['app', 'line'],
  ['token', 'line'],
  ['app', 'review'],
] as const) {
  itHearsCommands(`github with ${as === 'app' ? 'an App' : 'a token'} (${where})`, async () => {
    const { server, changes, events } = await startPrepared(as);
    server.setPermission(project, 'ada', 'write');
    server.setPermission(project, 'eve', 'read');
    return {
      host: changes,
      events,
      project,
      number: '3',
      writer: { id: '501', name: 'ada' },
      reader: { id: '502', name: 'eve' },
      stranger: { id: '503', name: 'mallory' },
      own: { id: String(BOT.id), name: BOT.login },
      ...(where === 'line' ? { noComment: 'line/999999/999999' } : {}),
      ...(where === 'review' ? { noComment: 'review/999999' } : {}),
      answers() {
        if (where !== 'line')
          return server
            .comments(project, 3)
            .filter(({ user }) => user.login === BOT.login)
            .map(({ body }) => body);
        const comments = server.reviewComments(project, 3);
        const asked = comments.findLast(({ user }) => user.login === 'ada');
        return comments.filter((one) => one.in_reply_to_id === asked?.id).map(({ body }) => body);
      },
      comment: ({ id, name }, body, state = 'new') => {
        const user = { id: Number(id), login: name };
        if (where === 'review') {
          return asRequest(
            server.reviewHook(project, 3, user, body, state === 'new' ? 'submitted' : 'edited'),
          );
        }
        const hook = where === 'line' ? server.reviewCommentHook : server.commentHook;
        return asRequest(hook(project, 3, user, body, state === 'new' ? 'created' : 'edited'));
      },
    };
  });
}

it('github does not hear a comment that a program wrote', async () => {
  const { server, events } = await startPrepared('token');
  const by = (author: object) =>
    events.parse(
      asRequest(
        server.sign(
          JSON.stringify({
            action: 'created',
            repository: { id: 7, full_name: project },
            issue: { number: 3, pull_request: {} },
            comment: { id: 9, body: '/perf-agent revoke cpu', ...author },
          }),
          'issue_comment',
        ),
      ),
    ).result.kind;

  expect(by({ user: { id: 8, login: 'other[bot]', type: 'Bot' } })).toBe('ignored');
  expect(by({ user: { id: 8, login: 'ada' }, performed_via_github_app: { id: 5 } })).toBe('ignored');
});

it.each([
  ['the event names', [{ number: 3 }], 'rerequested'],
  ['GitHub is asked for, since it comes from a fork', [], 'requested_action'],
])('github finds the pull request whose check is asked for again: %s', async (_from, pulls, action) => {
  const { server, events } = await startPrepared('app');
  const check = { name: 'perf-agent', head_sha: headSha, pull_requests: pulls };

  const event = await settledEvent(events, checkHook(server, action, check));

  expect(event).toMatchObject({
    kind: 'change',
    intent: 'judge',
    again: { beside: null },
    change: { project, number: '3', headSha },
  });
});

it.each([
  ['is closed', { state: 'closed' }],
  ['has a newer head', { headSha: 'e'.repeat(40) }],
] as const)('github judges no check again whose pull request %s', async (_why, now) => {
  const { server, pull, events } = await startPrepared('app');
  const hook = checkHook(server, 'rerequested', {
    name: 'perf-agent',
    head_sha: headSha,
    pull_requests: [{ number: 3 }],
  });
  Object.assign(pull, now);

  expect(await settledEvent(events, hook)).toMatchObject({ kind: 'ignored', event: 'check_run:rerequested' });
});

function checkHook(server: GithubServer, action: string, check: object): InboundRequest {
  const repository = { id: 1, full_name: project };
  const asked = { identifier: 'measure-again' };
  const body = { action, repository, check_run: check, requested_action: asked };
  return asRequest(server.sign(JSON.stringify(body), 'check_run'));
}
