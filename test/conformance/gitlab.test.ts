import { randomBytes } from 'node:crypto';
import { afterEach } from 'vitest';
import { connector } from '../../shared/connectors/gitlab/index.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { type GitlabServer, startGitlabServer } from '../support/gitlab-server/start-gitlab-server.ts';
import { itIsAChangeHost } from './change-host.ts';

const servers: GitlabServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const project = 'shop/team one/checkout';
const headSha = 'a'.repeat(40);
const baseSha = 'b'.repeat(40);

async function startPrepared() {
  const token = `glpat-${randomBytes(10).toString('hex')}`;
  const server = await startGitlabServer({ token });
  servers.push(server);
  server.addMergeRequest({ project, iid: 3, title: 'Faster basket', headSha, baseSha });
  const settings = connector.settings.parse({
    baseUrl: server.url,
    tokenSecret: 'gitlab-token',
    webhook: { signingSecret: 'gitlab-signing', tokenSecret: 'gitlab-hook' },
    issues: { project },
  });
  const kit = connectorKit({
    'gitlab-token': token,
    'gitlab-signing': server.signingSecret,
    'gitlab-hook': server.webhookToken,
  });
  return { token, server, capabilities: connector.connect(settings, kit) };
}

itIsAChangeHost('gitlab', async () => {
  const { token, server, capabilities } = await startPrepared();
  if (capabilities.changes === undefined) throw new TypeError('gitlab offers no changes');
  return {
    host: capabilities.changes,
    project,
    number: '3',
    headSha,
    baseSha,
    token,
    comments: () => server.notes(project, 3).map((note) => note.body),
    states: () => [...new Map(server.statuses(project, headSha).map((s) => [s.name, s.status])).values()],
    addForeignComments(count, text) {
      for (let index = 0; index < count; index += 1) server.addNote(project, 3, 'somebody', text);
    },
    setFiles(count, patchBytes) {
      const diffs = Array.from({ length: count }, (_, index) => ({
        old_path: `src/file-${index}.ts`,
        new_path: `src/file-${index}.ts`,
        diff: `@@ -1 +1 @@\n-a\n+${'b'.repeat(Math.max(1, patchBytes - 18))}\n`,
      }));
      server.addMergeRequest({ project, iid: 3, headSha, baseSha, diffs });
    },
    addFile: (path, ref, content) => server.addFile(project, ref, path, content),
    failNext: (answer, times = 1) =>
      server.misbehave({
        times,
        answer: { kind: 'status', ...answer, body: JSON.stringify({ message: token }) },
      }),
  };
});
