import { afterEach, describe, expect, it } from 'vitest';
import { connector } from '../../shared/connectors/slack/index.ts';
import { brief, hostileBrief } from '../support/change-brief.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { failureOf } from '../support/http-client-under-test.ts';
import { masked } from '../support/report-input.ts';
import { type SlackServer, startSlackServer } from '../support/start-slack-server.ts';
import { itIsANotifier, itKeepsThreads } from './notifier.ts';

const servers: SlackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const token = 'xoxb-token-of-the-test';
const channel = 'C0123456789';

async function prepare(settings: Readonly<Record<string, unknown>> = {}) {
  const server = await startSlackServer({ token, channel });
  servers.push(server);
  const parsed = connector.settings.parse({
    baseUrl: server.api,
    tokenSecret: 'slack-token',
    channel,
    ...settings,
  });
  const { notifier } = connector.connect(parsed, connectorKit({ 'slack-token': token }, { timeoutMs: 500 }));
  if (notifier === undefined) throw new TypeError('slack offers no notifier');
  return {
    server,
    notifier,
    token,
    messages: () =>
      server
        .messages()
        .map(({ thread, text, blocks }) => ({ thread, content: text + JSON.stringify(blocks) })),
    answerNext: (answer: { readonly status: number }) =>
      server.misbehave({ answer: { kind: 'status', ...answer } }),
    hangNext: () => server.misbehave({ answer: { kind: 'hang' } }),
    loseNextPost: () => server.misbehave({ method: 'POST', answer: { kind: 'lose-answer' } }),
    remove: (thread: string) => server.remove(thread),
    addForeign: (count: number) => server.addForeign(count),
  };
}

itIsANotifier('slack', prepare);
itKeepsThreads('slack', prepare);

describe('slack in particular', () => {
  const at = { thread: null, since: new Date(Date.now() - 3_600_000) };
  const notice = { key: 'k', id: 'run-1', news: true, brief: brief() };

  it.each([
    ['invalid_auth', 'REMOTE_UNAUTHORISED', 'dead-letter'],
    ['token_revoked', 'REMOTE_UNAUTHORISED', 'dead-letter'],
    ['not_in_channel', 'REMOTE_FORBIDDEN', 'dead-letter'],
    ['channel_not_found', 'REMOTE_NOT_FOUND', 'dead-letter'],
    ['is_archived', 'REMOTE_NOT_FOUND', 'dead-letter'],
    ['msg_too_long', 'REMOTE_REFUSED', 'dead-letter'],
    ['ratelimited', 'REMOTE_THROTTLED', 'retry-later'],
    ['internal_error', 'REMOTE_UNAVAILABLE', 'retry'],
  ])('reads the error %s in an answer of 200 as %s', async (error, code, disposition) => {
    const t = await prepare();
    t.answerNext({ status: 200, body: JSON.stringify({ ok: false, error }) } as { status: number });

    const failure = await failureOf(t.notifier.ensureNotice(notice, at, AbortSignal.timeout(9_000)));

    expect(failure).toMatchObject({ code, disposition });
    expect(failure.message).toContain(disposition === 'retry-later' ? 'come back later' : error);
  });

  it('names the scope that is missing', async () => {
    const t = await prepare();
    const body = JSON.stringify({ ok: false, error: 'missing_scope', needed: 'channels:history' });
    t.answerNext({ status: 200, body } as { status: number });

    const failure = await failureOf(t.notifier.ensureNotice(notice, at, AbortSignal.timeout(9_000)));

    expect(failure.message).toContain('It needs the scope channels:history.');
  });

  it('follows every page, however short', async () => {
    const t = await prepare();
    t.server.pageSize = 3;
    await t.notifier.ensureNotice(notice, at, AbortSignal.timeout(9_000));
    t.server.addForeign(10);

    const again = await t.notifier.ensureNotice(notice, at, AbortSignal.timeout(9_000));

    expect(again.status).toBe('unchanged');
  });

  it('mentions nobody and links nothing, whatever a text says', async () => {
    const t = await prepare();

    await t.notifier.ensureNotice({ ...notice, brief: hostileBrief() }, at, AbortSignal.timeout(9_000));

    const [message] = t.server.messages();
    expect(message?.text).not.toMatch(/<[!@#]/);
    expect(JSON.stringify(message?.blocks)).not.toContain('mrkdwn');
    expect(t.server.requests.at(-1)?.body.toString()).toContain('"unfurl_links":false');
  });

  it('refuses a channel by its name, with what an id looks like', () => {
    const parsed = connector.settings.safeParse({ tokenSecret: 's', channel: '#performance' });

    expect(parsed.error?.issues[0]?.message).toContain('C0123456789');
  });

  it('keeps the headline of the channel within its limit', async () => {
    const t = await prepare();
    const long = brief({ change: { ...brief().change, name: masked('x'.repeat(400)) } });

    const sent = await t.notifier.ensureNotice({ ...notice, brief: long }, at, AbortSignal.timeout(9_000));

    expect(sent.status).toBe('posted');
  });
});
