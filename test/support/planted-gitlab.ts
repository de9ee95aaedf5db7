import { startGitlabServer } from './gitlab-server/start-gitlab-server.ts';
import type { PlantedHost } from './planted-host.ts';
import { marked, words } from './planted-inputs.ts';
import { startPlantingProxy, withFields } from './planting-proxy.ts';

const PROJECT = 'shop/orders-gitlab';
const DIFF = '@@ -1,1 +1,2 @@\n const orders = await list();\n+await audit(orders);\n';

/** GitLab with values in comments and in its answers; its webhooks have a test of their own. */
export async function startPlantedGitlab(): Promise<PlantedHost> {
  const server = await startGitlabServer({ token: 'glpat-of-the-test' });
  const people = new Map<string, number>();
  const proxy = await startPlantingProxy(server.url, (_asked, answer) => {
    const text = marked('GitLab answer', 'passed');
    return withFields(answer, { bio: text, message: text, public_email: text, description: text });
  });
  return {
    service: 'orders-gitlab',
    connection: {
      id: 'git',
      connector: 'gitlab',
      settings: {
        baseUrl: proxy.through(server.url),
        tokenSecret: 'git-token',
        webhook: { signingSecret: 'git-signing' },
      },
    },
    secrets: { 'git-token': 'glpat-of-the-test', 'git-signing': server.signingSecret },
    open(headSha, baseSha) {
      const diffs = [{ old_path: 'src/orders.ts', new_path: 'src/orders.ts', diff: DIFF }];
      server.addMergeRequest({ project: PROJECT, iid: 1, headSha, baseSha, diffs });
      return server.signedWebhook({ project: PROJECT, iid: 1, action: 'open' });
    },
    others: () => [],
    refusing(baseSha) {
      const body = JSON.stringify({ message: words('GitLab refusal'), error: words('GitLab refusal') });
      server.misbehave({
        path: /merge_requests\/30\b/,
        times: 3,
        answer: { kind: 'status', status: 403, body },
      });
      server.addMergeRequest({ project: PROJECT, iid: 30, headSha: '5'.repeat(40), baseSha });
      return server.signedWebhook({ project: PROJECT, iid: 30, action: 'open' });
    },
    say(username, note, may) {
      const id = people.get(username) ?? 600 + people.size;
      people.set(username, id);
      server.addMember(PROJECT, id, may ? 30 : 20);
      return server.signedNote({ project: PROJECT, iid: 1, user: { id, username }, note });
    },
    comments: () =>
      server
        .notes(PROJECT, 1)
        .filter(({ author }) => ![...people.values()].includes(author.id))
        .map(({ body }) => body),
    passed: () => proxy.passed,
    answers: () => proxy.answers,
    async stop() {
      await proxy.stop();
      await server.stop();
    },
  };
}
