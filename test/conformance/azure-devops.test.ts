import { randomBytes } from 'node:crypto';
import { afterEach } from 'vitest';
import { connector } from '../../shared/connectors/azure-devops/index.ts';
import type { InboundRequest } from '../../shared/ports/change-host.ts';
import { BOT } from '../support/azure-devops-server/azure-devops-state.ts';
import {
  type AzureDevopsServer,
  type HookRequest,
  type NewPullRequest,
  startAzureDevopsServer,
} from '../support/azure-devops-server/start-azure-devops-server.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { itReadsChangeEvents } from './change-events.ts';
import { itIsAChangeHost } from './change-host.ts';
import { itHearsCommands } from './comment-commands.ts';

const servers: AzureDevopsServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const project = 'Team one/check out';
const headSha = 'a'.repeat(40);
const baseSha = 'b'.repeat(40);
const BASIC = { user: 'azure', password: 'pass:word' };

async function startPrepared(auth: 'pat' | 'entra', webhook: 'header' | 'basic' = 'header') {
  const token = randomBytes(26).toString('hex');
  const server = await startAzureDevopsServer({ pat: token });
  servers.push(server);
  const pull = server.addPullRequest({
    project,
    number: 3,
    title: 'Faster basket',
    headSha,
    baseSha,
    pushedAt: new Date(Date.now() - 1_000),
  });
  const entra = { tenantId: 'shop', clientId: 'one', clientSecret: 'entra-secret', authorityUrl: server.url };
  const settings = connector.settings.parse({
    organisationUrl: server.organisationUrl,
    auth: auth === 'pat' ? { patSecret: 'ado-pat' } : { entra },
    webhook:
      webhook === 'header'
        ? { secret: 'ado-hook' }
        : { basic: { user: BASIC.user, passwordSecret: 'ado-basic' } },
  });
  const kit = connectorKit({
    'ado-pat': token,
    'entra-secret': server.clientSecret,
    'ado-hook': server.webhookSecret,
    'ado-basic': BASIC.password,
  });
  const { changes, events } = connector.connect(settings, kit);
  if (changes === undefined || events === undefined) throw new TypeError('azure-devops offers too little');
  return { token, server, pull, changes, events };
}

for (const auth of ['pat', 'entra'] as const) {
  itIsAChangeHost(`azure-devops with ${auth === 'pat' ? 'a PAT' : 'Entra ID'}`, async () => {
    const { token, server, pull, changes } = await startPrepared(auth);
    // Entra ID is asked for a token first; here the calls themselves are disturbed.
    await changes.fetchChange(project, '3', AbortSignal.timeout(10_000));
    return {
      host: changes,
      project,
      number: '3',
      headSha,
      baseSha,
      token,
      comments: () => server.threads(project, 3).map(({ comments }) => comments[0]?.content ?? ''),
      lineNotes: () =>
        server.lineThreads(project, 3).map(({ comments, threadContext, status }) => ({
          path: threadContext?.filePath.slice(1) ?? '',
          line: threadContext?.rightFileStart.line ?? 0,
          text: comments[0]?.content ?? '',
          resolved: status === 'fixed',
        })),
      isOpen: () => pull.status === 'active',
      states() {
        const all = [...server.commitStatuses(project, headSha), ...server.statuses(project, 3)];
        const states = all.map(
          ({ context, state }) => [context.name, state === 'succeeded' ? 'success' : state] as const,
        );
        return [...new Map(states).values()];
      },
      addForeignComments(count, text) {
        for (let index = 0; index < count; index += 1) server.addThread(project, 3, text);
      },
      setFiles(count, patchBytes) {
        pull.changes = Array.from({ length: count }, (_, index) => ({
          changeType: 'edit',
          path: `src/file-${index}.ts`,
          before: 'a\n',
          after: `${'b'.repeat(Math.max(1, patchBytes - 22))}${index}\n`,
        }));
      },
      setCommits: (authors) => {
        pull.commits = authors.map(({ email }) => ({ name: email.split('@')[0] ?? '', email }));
        for (const { account, email } of authors) if (account !== null) server.addUser(email, account);
      },
      addFile: (path, ref, content) => server.addFile(project, ref, path, content),
      refusals: [
        { refuses: 'both', words: /repository .* is disabled/, set: () => server.disable(project) },
        { refuses: 'comment', words: /Pull request 3 is abandoned/, set: () => (pull.status = 'abandoned') },
      ],
      setLastAuthor(ref, path, account) {
        server.addUser(`${account}@shop.example`, account);
        server.setLastAuthor(project, ref, path, `${account}@shop.example`);
      },
      sameTree(one, other) {
        for (const sha of [one, other]) server.setTree(project, sha, 'f'.repeat(40));
      },
      setMovement: (from, to, paths) => server.setMovement(project, from, to, paths),
      writes: () => server.requests().filter((line) => !line.startsWith('GET ')).length,
      hangNext: () => server.misbehave({ answer: { kind: 'hang' } }),
      loseNextCreation: () =>
        server.misbehave({ method: 'POST', path: /threads\?/, answer: { kind: 'lose-answer' } }),
      failNext: (answer, times = 1) =>
        server.misbehave({
          times,
          answer: { kind: 'status', ...answer, body: JSON.stringify({ message: token }) },
        }),
    };
  });
}

for (const webhook of ['header', 'basic'] as const) {
  itReadsChangeEvents(
    `azure-devops with ${webhook}`,
    { hasTime: false, tellsLabels: false, tellsQueues: false },
    async () => {
      const { server, events } = await startPrepared('pat', webhook);
      const prove = ({ headers, body }: HookRequest): InboundRequest => {
        const authorization = `Basic ${Buffer.from(`${BASIC.user}:${BASIC.password}`).toString('base64')}`;
        return {
          headers: webhook === 'header' ? headers : { authorization },
          body: new TextEncoder().encode(body),
        };
      };
      const other = (number: number, status: 'completed' | 'abandoned') => {
        server.addPullRequest({ project, number, headSha, baseSha }).status = status;
        return number;
      };
      const hour = 3_600_000;
      const of = (number: number, how: Partial<NewPullRequest>) => {
        server.addPullRequest({ project, number, headSha, baseSha, ...how });
        return prove(server.hook(project, number, 'git.pullrequest.created'));
      };
      server.addPullRequest({ project, number: 9, headSha, baseSha });
      const retargeted = { project, number: 10, headSha, baseSha };
      server.addPullRequest(retargeted);
      const pushedAt = new Date(Date.now() + hour);
      server.addPullRequest({ ...retargeted, targetBranch: 'release', pushedAt });
      return {
        events,
        project,
        number: '3',
        headSha,
        requests: {
          opened: prove(server.hook(project, 3, 'git.pullrequest.created')),
          pushed: prove(server.hook(project, 3, 'git.pullrequest.updated')),
          edited: prove(
            server.hook(project, 3, 'git.pullrequest.updated', { at: new Date(Date.now() + hour) }),
          ),
          retargeted: prove(
            server.hook(project, 10, 'git.pullrequest.updated', { at: new Date(Date.now() + hour) }),
          ),
          merged: prove(server.hook(project, other(4, 'completed'), 'git.pullrequest.merged')),
          closed: prove(server.hook(project, other(5, 'abandoned'), 'git.pullrequest.updated')),
          unrelated: prove(server.sign('{"eventType":"build.complete","resource":{}}')),
          unheard: prove(server.sign('{"eventType":"git.emoji.stormed"}')),
        },
        told: {
          draft: of(6, { isDraft: true }),
          madeReady: prove(
            server.hook(project, 9, 'git.pullrequest.updated', {
              at: new Date(Date.now() + hour),
              message: 'Jane published the pull request',
            }),
          ),
          fork: of(7, { fork: true }),
          byBot: of(8, { author: 'checkout Build Service (shop)' }),
        },
        replayed: prove(server.hook(project, 3, 'git.pullrequest.created')),
        sign: (body) => prove(server.sign(body)),
      };
    },
  );
}

itHearsCommands('azure-devops', async () => {
  const { server, changes, events } = await startPrepared('pat');
  const [writer, reader, stranger] = ['1', '2', '3'].map((digit) => ({
    id: `d6245f20-2af8-44f4-9451-8107cb27670${digit}`,
    name: `Person ${digit}`,
  })) as [Named, Named, Named];
  server.setPermission(project, writer.id, 2 | 4);
  server.setPermission(project, reader.id, 2);
  return {
    host: changes,
    events,
    project,
    number: '3',
    writer,
    reader,
    stranger,
    own: { id: BOT.id, name: BOT.displayName },
    noComment: '999999/1',
    answers() {
      const asked = server
        .threads(project, 3)
        .findLast(({ comments }) => comments[0]?.author.id === writer.id);
      return (asked?.comments ?? []).slice(1).map(({ content }) => content ?? '');
    },
    comment({ id, name }, text, state = 'new') {
      const { headers, body } = server.commentHook(project, 3, { id, displayName: name }, text, state);
      return { headers, body: new TextEncoder().encode(body) };
    },
  };
});

interface Named {
  readonly id: string;
  readonly name: string;
}
