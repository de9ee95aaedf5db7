import { connector as azureDevops } from '../../../shared/connectors/azure-devops/index.ts';
import { connector as github } from '../../../shared/connectors/github/index.ts';
import { connector as gitlab } from '../../../shared/connectors/gitlab/index.ts';
import type { ChangeHost } from '../../../shared/ports/change-host.ts';
import type { IssueTracker } from '../../../shared/ports/issue-tracker.ts';
import { startAzureDevopsServer } from '../../support/azure-devops-server/start-azure-devops-server.ts';
import { startGithubServer } from '../../support/github-server/start-github-server.ts';
import { startGitlabServer } from '../../support/gitlab-server/start-gitlab-server.ts';
import { masked } from '../../support/report-input.ts';
import type { Call, Remote } from './reply-targets.ts';

const PROJECT = 'shop/checkout';
const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const TOKEN = 'token-of-the-fuzzer';
const DIFF = '@@ -1 +1,2 @@\n const a = 1;\n+const b = 2;\n';

export async function gitlabRemote(): Promise<Remote> {
  const server = await startGitlabServer({ token: TOKEN });
  const diffs = [{ old_path: 'a.ts', new_path: 'a.ts', diff: DIFF }];
  server.addMergeRequest({ project: PROJECT, iid: 3, title: 'Faster', headSha: HEAD, baseSha: BASE, diffs });
  const settings = { baseUrl: server.url, tokenSecret: 'token', issues: { project: PROJECT } };
  return {
    name: 'GitLab',
    secrets: { token: TOKEN },
    settings,
    connect(kit) {
      const { changes, issues } = gitlab.connect(gitlab.settings.parse(settings), kit);
      return { ...callsOfHost(changes), ...callsOfTracker(issues) };
    },
    stop: () => server.stop(),
  };
}

export async function githubRemote(as: 'app' | 'token'): Promise<Remote> {
  const server = await startGithubServer({ token: TOKEN });
  const pull = server.addPull({ project: PROJECT, number: 3, title: 'Faster', headSha: HEAD, baseSha: BASE });
  pull.files = [{ filename: 'a.ts', status: 'modified', additions: 1, deletions: 0, patch: DIFF }];
  server.setPermission(PROJECT, 'ada', 'write');
  const auth =
    as === 'app'
      ? { app: { clientId: server.app.clientId, privateKeySecret: 'key' } }
      : { tokenSecret: 'token' };
  const settings = { apiUrl: server.url, auth };
  return {
    name: `GitHub (${as})`,
    secrets: { token: TOKEN, key: server.app.privateKey },
    settings,
    connect: (kit) => callsOfHost(github.connect(github.settings.parse(settings), kit).changes),
    stop: () => server.stop(),
  };
}

export async function azureDevopsRemote(): Promise<Remote> {
  const server = await startAzureDevopsServer({ pat: TOKEN });
  server.addPullRequest({
    project: PROJECT,
    number: 3,
    title: 'Faster',
    headSha: HEAD,
    baseSha: BASE,
    pushedAt: new Date(Date.now() - 1_000),
  });
  const entra = { tenantId: 'shop', clientId: 'one', clientSecret: 'secret', authorityUrl: server.url };
  const settings = { organisationUrl: server.organisationUrl, auth: { entra } };
  return {
    name: 'Azure DevOps',
    secrets: { secret: server.clientSecret },
    settings,
    connect: (kit) => callsOfHost(azureDevops.connect(azureDevops.settings.parse(settings), kit).changes),
    stop: () => server.stop(),
  };
}

/** Effects stand twice: what is made first is found again and brought up to date the second time. */
function callsOfHost(host: ChangeHost | undefined): Readonly<Record<string, Call>> {
  if (host === undefined) throw new TypeError('The connector offers no changes.');
  const at = { project: PROJECT, number: '3' };
  const comment = (order: number): Call => {
    const said = { ...at, key: 'verdict', body: masked(`look ${order}`), headSha: HEAD, order };
    return (signal) => host.ensureComment(said, signal);
  };
  const notes = (words: string): Call => {
    const note = { key: 'n', path: 'a.ts', line: 2, body: masked(words) };
    return (signal) => host.ensureLineNotes({ ...at, headSha: HEAD, notes: [note] }, signal);
  };
  return {
    fetchChange: (signal) => host.fetchChange(PROJECT, '3', signal),
    fetchDiff: (signal) => host.fetchDiff(at, { maxFiles: 200, maxBytes: 200_000 }, signal),
    fetchCommitAuthors: (signal) => host.fetchCommitAuthors(PROJECT, '3', signal),
    fetchLastAuthor: (signal) => host.fetchLastAuthor(PROJECT, 'a.ts', BASE, signal),
    fetchTree: (signal) => host.fetchTree(PROJECT, HEAD, signal),
    fetchMovement: (signal) => host.fetchMovement(PROJECT, { from: BASE, to: HEAD }, signal),
    fetchComment: (signal) => host.fetchComment(PROJECT, '3', '1/1', signal),
    fetchRight: (signal) => host.fetchRight(PROJECT, { id: '501', name: 'ada' }, signal),
    fetchFile: (signal) => host.fetchFile(PROJECT, '.perfbudget.yml', 'main', signal),
    ensureComment: comment(1),
    'ensureComment again': comment(2),
    ensureStatus: (signal) =>
      host.ensureStatus(
        { ...at, sha: HEAD, state: 'failed', description: masked('Slower'), url: 'https://perf.example/' },
        signal,
      ),
    ensureLineNotes: notes('one'),
    'ensureLineNotes again': notes('two'),
  };
}

/** An issue that is made, found again, and closed where the tracker closes issues. */
export function callsOfTracker(tracker: IssueTracker | undefined): Readonly<Record<string, Call>> {
  if (tracker === undefined) throw new TypeError('The connector offers no issues.');
  const issue = (body: string): Call => {
    const wanted = { key: 'k', title: masked('Slower'), body: masked(body), labels: ['performance'] };
    return (signal) => tracker.ensureIssue(wanted, signal);
  };
  return {
    ensureIssue: issue('one'),
    'ensureIssue again': issue('two'),
    closeIssue: async (signal) => tracker.closeIssue?.({ key: 'k', reason: masked('Fixed') }, signal),
  };
}
