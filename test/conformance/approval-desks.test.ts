import { afterEach, describe, expect, it } from 'vitest';
import { connector as slackConnector } from '../../shared/connectors/slack/index.ts';
import { connector as teamsConnector } from '../../shared/connectors/teams/index.ts';
import type { ApprovalDesk } from '../../shared/ports/approval-desk.ts';
import type { InboundRequest } from '../../shared/ports/change-host.ts';
import { approvalNotice as notice } from '../support/approval-notice.ts';
import { brief, HOSTILE } from '../support/change-brief.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { masked } from '../support/report-input.ts';
import { type SlackServer, startSlackServer } from '../support/start-slack-server.ts';
import { startTeamsServer, type TeamsServer } from '../support/start-teams-server.ts';

const RUN = 'run-0123456789abcdef01234567';
const SIGNING = 'signing-secret-of-the-test';
const NOW = new Date('2026-05-04T10:00:00.000Z');
const SECONDS = NOW.getTime() / 1_000;
const servers: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

function deskOf(desk: ApprovalDesk | undefined): ApprovalDesk {
  if (desk === undefined) throw new TypeError('The connector offers no approvals.');
  return desk;
}

describe('slack asks for approval', () => {
  const channel = 'C0123456789';
  const since = new Date(Date.now() - 3_600_000);
  const signal = (): AbortSignal => AbortSignal.timeout(20_000);

  async function prepare(settings: object = { signingSecret: 'slack-signing' }) {
    const server: SlackServer = await startSlackServer({ token: 'xoxb', channel });
    servers.push(server);
    const secrets = { 'slack-token': 'xoxb', 'slack-signing': `${SIGNING}\n` };
    const kit = connectorKit(secrets, { timeoutMs: 500, now: () => NOW });
    const parsed = slackConnector.settings.parse({
      baseUrl: server.api,
      tokenSecret: 'slack-token',
      channel,
      ...settings,
    });
    const { approvals, notifier } = slackConnector.connect(parsed, kit);
    return { server, desk: deskOf(approvals), notifier };
  }

  it('in the thread of the change, with buttons and a field for the reason, mentioning whom it asks', async () => {
    const { server, desk, notifier } = await prepare();
    const news = { key: 'change-1', id: RUN, brief: brief(), news: true };
    const told = await notifier?.ensureNotice(news, { thread: null, since }, signal());

    await desk.ensureApproval(notice({ call: ['U0ANNA'] }), { thread: null, since }, signal());

    const [head, question] = server.messages();
    expect(question?.thread).toBe(head?.ts);
    expect(told?.thread).toBe(head?.ts);
    const blocks = JSON.stringify(question?.blocks);
    for (const part of [
      '"Approve"',
      '"Reject"',
      '"plain_text_input"',
      `"value":"${RUN}"`,
      '"user_id":"U0ANNA"',
    ]) {
      expect(blocks).toContain(part);
    }
  });

  it('once: a question whose answer was lost is found again, and the end takes its buttons', async () => {
    const { server, desk } = await prepare();
    server.misbehave({ method: 'POST', answer: { kind: 'lose-answer' } });
    await expect(desk.ensureApproval(notice(), { thread: null, since }, signal())).rejects.toThrow();

    await desk.ensureApproval(notice(), { thread: null, since }, signal());
    const end = notice({ sequence: 2, waiting: false, title: masked('Approved: shop/orders !7') });
    await desk.ensureApproval(end, { thread: null, since }, signal());

    expect(server.messages()).toHaveLength(1);
    expect(server.messages()[0]?.text).toContain('Approved: ');
    expect(JSON.stringify(server.messages()[0]?.blocks)).not.toContain('"button"');
  });

  it('calls those who have not decided in the thread, once for each time', async () => {
    const { server, desk } = await prepare();
    const reminder = notice({ sequence: 2, call: ['U0ANNA', 'U0BERT'] });
    for (const one of [notice(), reminder, reminder]) {
      await desk.ensureApproval(one, { thread: null, since }, signal());
    }

    expect(server.messages()).toHaveLength(2);
    expect(JSON.stringify(server.messages()[1]?.blocks)).toContain('"user_id":"U0BERT"');
  });

  it('without buttons when clicks could not be verified, and shows hostile text as text', async () => {
    const { server, desk } = await prepare({});
    const hostile = notice({ lines: [masked(HOSTILE)], headline: masked(HOSTILE), title: masked(HOSTILE) });

    await desk.ensureApproval(hostile, { thread: null, since }, signal());

    expect(desk.clicks).toBeUndefined();
    expect(JSON.stringify(server.messages()[0]?.blocks)).not.toContain('"button"');
    expect(server.messages()[0]?.text).not.toMatch(/<[!@#]/);
  });

  describe('and believes a click', () => {
    async function clicked(
      about: { readonly at?: number; readonly signingSecret?: string; readonly reason?: string } = {},
    ) {
      const { server, desk } = await prepare();
      await desk.ensureApproval(notice(), { thread: null, since }, signal());
      const ts = server.messages()[0]?.ts ?? '';
      const { headers, body } = server.click({
        ts,
        user: 'U0ANNA',
        button: 'Reject',
        at: SECONDS,
        signingSecret: SIGNING,
        ...about,
      });
      const { clicks } = desk;
      if (clicks === undefined) throw new TypeError('The desk takes no clicks.');
      return { clicks, request: { headers, body: new TextEncoder().encode(body) } };
    }

    it('that Slack has signed, with who, what and why', async () => {
      const { clicks, request } = await clicked({ reason: 'not now' });

      expect(await clicks.verify(request)).toBe(true);
      expect(clicks.parse(request)).toMatchObject({
        runId: RUN,
        decision: 'reject',
        account: 'U0ANNA',
        reason: 'not now',
      });
    });

    it.each([
      ['older than five minutes', { at: SECONDS - 301 }],
      ['more than five minutes in the future', { at: SECONDS + 301 }],
      ['signed with another secret', { signingSecret: 'other' }],
    ])('but none that is %s', async (_what, about) => {
      const { clicks, request } = await clicked(about);

      expect(await clicks.verify(request)).toBe(false);
    });

    it.each([
      ['its body changed', ({ headers, body }: InboundRequest) => ({ headers, body: body.slice(1) })],
      [
        'its time changed',
        ({ headers, body }: InboundRequest) => ({
          headers: { ...headers, 'x-slack-request-timestamp': String(SECONDS + 1) },
          body,
        }),
      ],
      ['no headers', ({ body }: InboundRequest) => ({ headers: {}, body })],
      [
        'a signature of another version',
        ({ headers, body }: InboundRequest) => ({
          headers: {
            ...headers,
            'x-slack-signature': String(headers['x-slack-signature']).replace('v0', 'v1'),
          },
          body,
        }),
      ],
    ])('but none with %s', async (_what, change) => {
      const { clicks, request } = await clicked();

      expect(await clicks.verify(change(request))).toBe(false);
    });

    it.each([
      ['another kind of interaction', { type: 'view_submission' }, null],
      ['a button of somebody else', { type: 'block_actions', ...click({ action_id: 'other' }) }, null],
      ['another channel', { type: 'block_actions', ...click({}), channel: { id: 'C999' } }, null],
    ])('ignoring %s', async (_what, payload, expected) => {
      const { clicks } = await clicked();

      expect(clicks.parse(formWith(JSON.stringify(payload)))).toBe(expected);
    });

    it.each([
      ['no JSON', 'payload={'],
      ['no payload', 'other=1'],
      ['a payload without a type', 'payload=[]'],
      ['no user', `payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions' }))}`],
      [
        'a value that is no run',
        `payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', ...click({ value: '../x' }) }))}`,
      ],
    ])('refusing %s in words', async (_what, body) => {
      const { clicks } = await clicked();
      const request = { headers: {}, body: new TextEncoder().encode(body) };

      expect(() => clicks.parse(request)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
    });
  });
});

describe('teams asks for approval', () => {
  async function prepare(settings: object = { directWebhookUrlSecret: 'direct' }) {
    const server: TeamsServer = await startTeamsServer();
    servers.push(server);
    const kit = connectorKit({ workflow: server.webhook, direct: server.webhook }, { timeoutMs: 500 });
    const parsed = teamsConnector.settings.parse({ webhookUrlSecret: 'workflow', ...settings });
    return { server, desk: deskOf(teamsConnector.connect(parsed, kit).approvals) };
  }
  const at = { thread: null, since: NOW };
  const signal = (): AbortSignal => AbortSignal.timeout(20_000);
  const approve = 'https://perf.example/approve';
  const reject = 'https://perf.example/reject';

  it('the channel without a link that decides, each person with two of their own', async () => {
    const { server, desk } = await prepare();

    await desk.ensureApproval(notice(), at, signal());
    await desk.tellPerson?.({ account: 'anna@shop.example', notice: notice(), approve, reject }, signal());

    const [channel, person] = server.cards().map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(JSON.stringify(channel)).not.toContain(approve);
    expect(channel).not.toHaveProperty('recipient');
    expect(person?.['recipient']).toBe('anna@shop.example');
    expect(JSON.stringify(person)).toContain(approve);
    expect(JSON.stringify(person)).toContain(reject);
  });

  it('nobody in private without a workflow for it', async () => {
    const { desk } = await prepare({});

    expect(desk.tellPerson).toBeUndefined();
    expect(desk.clicks).toBeUndefined();
  });

  it('with a card under 20 KB however much there is to say', async () => {
    const { server, desk } = await prepare();
    const long = masked('\u4e00'.repeat(400));

    await desk.ensureApproval(notice({ lines: [long, long, long, long, long] }), at, signal());

    expect(Buffer.byteLength(server.cards()[0] ?? '')).toBeLessThan(20_000);
  });
});

function click(action: object): object {
  return {
    user: { id: 'U0ANNA' },
    channel: { id: 'C0123456789' },
    actions: [{ action_id: 'perf-agent-approve', value: RUN, action_ts: '1.2', ...action }],
  };
}

function formWith(payload: string): InboundRequest {
  return { headers: {}, body: new TextEncoder().encode(new URLSearchParams({ payload }).toString()) };
}
