import { afterEach, describe, expect, it } from 'vitest';
import { connector } from '../../shared/connectors/teams/index.ts';
import { brief, hostileBrief } from '../support/change-brief.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { failureOf } from '../support/http-client-under-test.ts';
import { startTeamsServer, type TeamsServer } from '../support/start-teams-server.ts';
import { itIsANotifier } from './notifier.ts';

const servers: TeamsServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function prepare(address?: string) {
  const server = await startTeamsServer();
  servers.push(server);
  const settings = connector.settings.parse({ webhookUrlSecret: 'teams-workflow' });
  const kit = connectorKit({ 'teams-workflow': address ?? ` ${server.webhook}\n` }, { timeoutMs: 500 });
  const { notifier } = connector.connect(settings, kit);
  if (notifier === undefined) throw new TypeError('teams offers no notifier');
  return {
    server,
    notifier,
    token: server.signature,
    messages: () => server.cards().map((content) => ({ thread: null, content })),
    answerNext: (answer: { readonly status: number }) =>
      server.misbehave({ answer: { kind: 'status', ...answer } }),
    hangNext: () => server.misbehave({ answer: { kind: 'hang' } }),
    loseNextPost: () => server.misbehave({ method: 'POST', answer: { kind: 'lose-answer' } }),
  };
}

itIsANotifier('teams', () => prepare());

describe('teams in particular', () => {
  const at = { thread: null, since: new Date() };
  const notice = { key: 'k', id: 'run-1', news: true, brief: brief() };

  it('keeps a card under 20 KB, however much there is to say', async () => {
    const t = await prepare();

    await t.notifier.ensureNotice({ ...notice, brief: hostileBrief() }, at, AbortSignal.timeout(9_000));

    expect(t.server.requests[0]?.body.length).toBeLessThanOrEqual(20_000);
    expect(t.server.cards()[0]).toContain('more figures stand in the report');
  });

  it('shows text of others as it is: no Markdown, no card function, no mention', async () => {
    const t = await prepare();

    await t.notifier.ensureNotice({ ...notice, brief: hostileBrief() }, at, AbortSignal.timeout(9_000));

    const content = t.server.cards()[0] ?? '';
    expect(content).not.toContain('"TextBlock"');
    expect(content).not.toMatch(/\{\{DATE|<at>|\$\{/);
  });

  it('posts once for each call and says so, since it finds nothing again', async () => {
    const t = await prepare();

    await t.notifier.ensureNotice(notice, at, AbortSignal.timeout(9_000));
    await t.notifier.ensureNotice(notice, at, AbortSignal.timeout(9_000));

    expect(t.notifier.findsAgain).toBe(false);
    expect(t.server.cards()).toHaveLength(2);
  });

  it('does not repeat a request by itself', async () => {
    const t = await prepare();
    t.answerNext({ status: 503 });

    await failureOf(t.notifier.ensureNotice(notice, at, AbortSignal.timeout(9_000)));

    expect(t.server.requests).toHaveLength(1);
  });

  it('refuses a secret that is no address without showing it', async () => {
    const t = await prepare('workflow-of-the-team');

    const failure = await failureOf(t.notifier.ensureNotice(notice, at, AbortSignal.timeout(9_000)));

    expect(failure.code).toBe('CONFIG_INVALID');
    expect(failure.message).toContain('The secret "teams-workflow" is not the address');
    expect(failure.message).not.toContain('workflow-of-the-team');
  });
});
