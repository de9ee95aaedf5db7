import { startGitlabServer } from './gitlab-server/start-gitlab-server.ts';
import { startAzureDevopsServer } from './azure-devops-server/start-azure-devops-server.ts';
import { startGithubServer } from './github-server/start-github-server.ts';

const BEFORE = 'const orders = await list();\n';
const ADDED = ['for (const order of orders) {', '  order.items = await query(order.id);', '}'];
/** Somebody who may write to every project. */
const ADA = { id: 501, username: 'ada', login: 'ada' };
const ADA_ID = 'd6245f20-2af8-44f4-9451-8107cb276701';

interface Signed {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A code host as people see it: what they push and write, and what then stands on their change. */
export interface WholeWayHost {
  readonly id: 'git' | 'github' | 'azure-devops';
  readonly service: string;
  readonly connection: { readonly id: string; readonly connector: string; readonly settings: unknown };
  readonly secrets: Readonly<Record<string, string>>;
  /** Somebody pushes; the webhook that tells of it. @param line what else the commit adds, so that its code is its own */
  push(number: number, head: string, about: { readonly base: string; readonly line?: string }): Signed;
  /** Somebody who may write comments. */
  say(number: number, text: string): Signed;
  /** Comments of the connection, oldest first. */
  comments(number: number): readonly string[];
  /** The state of the check of a commit as people see it. */
  check(number: number, head: string): 'none' | 'pending' | 'success' | 'failed';
  /** Notes on lines, and whether they are resolved. */
  lines(number: number): readonly { readonly path: string; readonly resolved: boolean }[];
  /** A queue of changes is about to merge this commit. */
  queue?(number: number, sha: string, base: string): Signed;
  stop(): Promise<void>;
}

export async function startWholeWayHosts(): Promise<readonly WholeWayHost[]> {
  return Promise.all([gitlabHost(), githubHost(), azureDevopsHost()]);
}

async function gitlabHost(): Promise<WholeWayHost> {
  const project = 'shop/orders-gitlab';
  const server = await startGitlabServer({ token: 'glpat-whole-way' });
  server.addMember(project, ADA.id, 30);
  const known = new Set<number>();
  return {
    id: 'git',
    service: 'orders-gitlab',
    connection: {
      id: 'git',
      connector: 'gitlab',
      settings: {
        baseUrl: server.url,
        tokenSecret: 'git-token',
        webhook: { signingSecret: 'git-signing' },
        mergeTrains: 'judge',
      },
    },
    secrets: { 'git-token': 'glpat-whole-way', 'git-signing': server.signingSecret },
    push(iid, headSha, { base: baseSha, line }) {
      const diffs = [{ old_path: 'src/orders.ts', new_path: 'src/orders.ts', diff: patchOf(line) }];
      const isNew = !known.has(iid);
      known.add(iid);
      server.addMergeRequest({ project, iid, title: 'Show the items', headSha, baseSha, diffs });
      return server.signedWebhook(
        isNew ? { project, iid, action: 'open' } : { project, iid, action: 'update', oldrev: 'f'.repeat(40) },
      );
    },
    say: (iid, note) => server.signedNote({ project, iid, user: ADA, note }),
    comments: (iid) =>
      server
        .notes(project, iid)
        .filter(({ author }) => author.id !== ADA.id)
        .map(({ body }) => body),
    check(_iid, sha) {
      const found = server.statuses(project, sha).at(-1)?.status ?? 'none';
      // GitLab keeps the words of a check that is pending again, so one that waits is "running" there.
      return found === 'running' ? 'pending' : (found as 'none');
    },
    lines: (iid) =>
      server
        .lineNotes(project, iid)
        .map(({ line }) => ({ path: line?.path ?? '', resolved: line?.resolved === true })),
    queue(iid, sha, before) {
      const ref = `refs/merge-requests/${iid}/train`;
      return server.signedPipeline(
        project,
        server.addPipeline(project, { iid, sha, ref, parents: [before] }),
        'pending',
      );
    },
    stop: () => server.stop(),
  };
}

async function githubHost(): Promise<WholeWayHost> {
  const project = 'shop/orders-github';
  const server = await startGithubServer({ token: 'no-token-is-used' });
  server.setPermission(project, ADA.login, 'write');
  const known = new Set<number>();
  return {
    id: 'github',
    service: 'orders-github',
    connection: {
      id: 'github',
      connector: 'github',
      settings: {
        apiUrl: server.url,
        auth: { app: { clientId: server.app.clientId, privateKeySecret: 'github-key' } },
        webhook: { secret: 'github-hook' },
      },
    },
    secrets: { 'github-key': server.app.privateKey, 'github-hook': server.webhookSecret },
    push(number, headSha, { base: baseSha, line }) {
      const patch = patchOf(line).trimEnd();
      const additions = patch.split('\n+').length - 1;
      const file = { filename: 'src/orders.ts', status: 'modified', additions, deletions: 0, patch };
      server.addPull({ project, number, title: 'Show the items', headSha, baseSha, files: [file] });
      const action = known.has(number) ? 'synchronize' : 'opened';
      known.add(number);
      return server.webhook(project, number, action);
    },
    say: (number, text) => server.commentHook(project, number, ADA, text),
    comments: (number) =>
      server
        .comments(project, number)
        .filter(({ user }) => user.login !== ADA.login)
        .map(({ body }) => body),
    check(_number, sha) {
      const run = server.checkRuns(project, sha).at(-1);
      if (run === undefined) return 'none';
      if (run.status !== 'completed') return 'pending';
      return run.conclusion === 'success' ? 'success' : 'failed';
    },
    lines: (number) =>
      server.reviewComments(project, number).map(({ path, resolved }) => ({ path, resolved })),
    queue(_number, sha, base) {
      const branch = 'refs/heads/gh-readonly-queue/main/pr-1';
      const group = { head_sha: sha, head_ref: branch, base_sha: base, base_ref: 'refs/heads/main' };
      const repository = { id: 1, full_name: project };
      return server.sign(
        JSON.stringify({ action: 'checks_requested', repository, merge_group: group }),
        'merge_group',
      );
    },
    stop: () => server.stop(),
  };
}

async function azureDevopsHost(): Promise<WholeWayHost> {
  const project = 'Team one/orders-azure';
  const server = await startAzureDevopsServer({ pat: 'pat-whole-way' });
  server.setPermission(project, ADA_ID, 2 | 4);
  let notificationId = 0;
  const known = new Set<number>();
  return {
    id: 'azure-devops',
    service: 'orders-azure',
    connection: {
      id: 'azure-devops',
      connector: 'azure-devops',
      settings: {
        organisationUrl: server.organisationUrl,
        auth: { patSecret: 'ado-pat' },
        webhook: { secret: 'ado-hook' },
      },
    },
    secrets: { 'ado-pat': 'pat-whole-way', 'ado-hook': server.webhookSecret },
    push(number, headSha, { base: baseSha, line }) {
      const after = `${BEFORE}${addedOf(line).join('\n')}\n`;
      const change = { changeType: 'edit', path: 'src/orders.ts', before: BEFORE, after };
      server.addPullRequest({
        project,
        number,
        title: 'Show the items',
        headSha,
        baseSha,
        changes: [change],
      });
      notificationId += 1;
      const event = known.has(number) ? 'git.pullrequest.updated' : 'git.pullrequest.created';
      known.add(number);
      return server.hook(project, number, event, { notificationId });
    },
    say: (number, text) =>
      server.commentHook(project, number, { id: ADA_ID, displayName: ADA.username }, text, 'new'),
    comments: (number) =>
      server
        .threads(project, number)
        .flatMap(({ comments }) => comments)
        .filter(({ author }) => author.id !== ADA_ID)
        .map(({ content }) => content ?? ''),
    check(number) {
      const found = server.statuses(project, number).at(-1)?.state ?? 'none';
      return found === 'succeeded' ? 'success' : (found as 'none');
    },
    lines: (number) =>
      server.lineThreads(project, number).map(({ threadContext, status }) => ({
        path: threadContext?.filePath.slice(1) ?? '',
        resolved: status === 'fixed',
      })),
    stop: () => server.stop(),
  };
}

function addedOf(line: string | undefined): readonly string[] {
  return line === undefined ? ADDED : [line];
}

function patchOf(line: string | undefined): string {
  const added = addedOf(line);
  return `@@ -1,1 +1,${added.length + 1} @@\n ${BEFORE}${added.map((one) => `+${one}\n`).join('')}`;
}
