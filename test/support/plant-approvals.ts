import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { alone, markedLines, packed, values, words } from './planted-inputs.ts';
import { type PlantedTeamTools, SLACK_CHANNEL, SLACK_SIGNING } from './planted-team-tools.ts';
import type { Installation } from './start-installation.ts';

/** Approval codes of people, by the secret's name. */
export const CODES = {
  'code-anna': 'code-of-anna-0123456789abcdef',
  'code-cy': 'code-of-cy-0123456789abcdef',
};
/** Longest reason of a word on an approval. */
const REASON = 990;

/** Whoever speaks on an approval gives reasons with values; what a door answered is handed to `keep`. */
export function createSpeakers(
  installation: Installation,
  tools: PlantedTeamTools,
  keep: (answer: string) => void,
) {
  const { slack, teams } = tools;
  const root = installation.cloud.urls.functions;

  async function say(runId: string, body: object): Promise<number> {
    const headers = {
      'x-functions-key': installation.cloud.keys.default,
      'content-type': 'application/json',
    };
    const url = `${root}/api/v1/approvals/${runId}/words`;
    return answered(await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  async function answered(reply: Response): Promise<number> {
    keep(await reply.text());
    return reply.status;
  }

  /** The click with what Slack tells of people and places beside it. */
  async function click(runId: string, user: string, button: string, reason: string): Promise<number> {
    const message = await installation.waitFor('the question in Slack', () =>
      slack.messages().find(({ blocks }) => JSON.stringify(blocks).includes(`"value":"${runId}"`)),
    );
    const about = { ts: message.ts, user, button, reason, signingSecret: SLACK_SIGNING };
    const { headers, body } = slack.click(about);
    return answered(await fetch(`${root}/api/v1/interactions/slack`, { method: 'POST', headers, body }));
  }

  /** On a page that a link opened: as whom the link was made for, or as who has the code. */
  async function onPage(link: string, fields: Readonly<Record<string, string>>): Promise<number> {
    const html = await (await fetch(link)).text();
    keep(html);
    const [, form = ''] = /name="form" value="([^"]+)"/.exec(html) ?? [];
    const body = new URLSearchParams({ form, ...fields });
    return answered(await fetch(link, { method: 'POST', body }));
  }

  /** The link that Teams brought to one person. */
  function personalLink(runId: string, recipient: string): string | undefined {
    const card = teams
      .cards()
      .findLast((text) => text.includes(runId) && text.includes(`"recipient":"${recipient}"`));
    return /"title":"Approve …","url":"([^"]+)"/.exec(card ?? '')?.[1];
  }

  return {
    /** Three people agree by three ways after some to and fro, and others are refused. */
    async agree(runId: string): Promise<void> {
      const stranger = words('Slack stranger').replaceAll('\n', ' ');
      expect(await click(runId, 'U0EVE', 'Approve', stranger)).toBe(200);
      expect(await click(runId, 'U0DEV', 'Approve', words('Slack author').replaceAll('\n', ' '))).toBe(200);
      const wrong = {
        word: 'approve',
        by: 'anna',
        code: words('wrong code').slice(0, 500),
        reason: words('wrong code').slice(0, 990),
      };
      expect(await say(runId, wrong)).toBe(403);
      const keys = packed(
        alone('key of a word').flatMap(({ value }) => (value.length <= 100 ? [value] : [])),
        ' ',
        100,
      );
      for (const [at, key] of keys.entries()) {
        const word = at % 2 === 0 ? 'approve' : 'revoke';
        const reason = markedLines('API reason', REASON)[at] ?? 'again';
        const code = CODES['code-cy'];
        expect(await say(runId, { word, by: 'cy', code, reason, key })).toBe(200);
      }
      const ofSlack = markedLines('Slack reason', REASON);
      for (const reason of ofSlack) {
        expect(await click(runId, 'U0ANNA', 'Approve', reason)).toBe(200);
        if (reason !== ofSlack.at(-1)) {
          expect(await say(runId, { word: 'revoke', by: 'anna', code: CODES['code-anna'] })).toBe(200);
        }
      }
      const link = await installation.waitFor('the personal link', () =>
        personalLink(runId, 'bert@shop.example'),
      );
      expect(await onPage(link, { reason: markedLines('link reason', REASON)[0] ?? '' })).toBe(200);
    },

    /** One says no on the command line, after another could not decide it on the page. */
    async refuse(runId: string): Promise<void> {
      const card = await installation.waitFor('the card with the page', () =>
        teams.cards().find((text) => text.includes(runId) && text.includes('"Approval page"')),
      );
      const [, page = ''] = /"title":"Approval page","url":"([^"]+)"/.exec(card) ?? [];
      const reason = words('page reason').replaceAll('\n', ' ').slice(0, REASON);
      const wrong = { by: 'anna', code: 'guessed', decision: 'reject', reason };
      expect(await onPage(page, wrong)).toBe(403);
      const [first = '', second = ''] = markedLines('CLI reason', REASON);
      for (const [word, said] of [
        ['approve', second],
        ['reject', first],
      ] as const) {
        const as = [
          '--as',
          'anna',
          '--code-file',
          '-',
          '--reason',
          said,
          '--cloud',
          installation.cloud.folder,
        ];
        const ran = await runCli(['approvals', word, runId, ...as], CODES['code-anna']);
        keep(`${ran.stdout}${ran.stderr}`);
      }
    },

    /** Clicks that are no click of ours, or not well formed. */
    async malformed(): Promise<void> {
      for (const value of packed(
        values('Slack button').map(({ text }) => text),
        ' ',
        1_900,
      )) {
        const user = { id: 'U0ANNA', username: words('Slack user'), name: words('Slack user') };
        const actions = [{ action_id: 'perf-agent-approve', value, action_ts: '1.2', text: { text: value } }];
        const payload = { type: 'block_actions', user, channel: { id: SLACK_CHANNEL }, actions };
        const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
        const at = String(Math.floor(Date.now() / 1_000));
        const mac = createHmac('sha256', SLACK_SIGNING).update(`v0:${at}:${body}`).digest('hex');
        const headers = {
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': at,
          'x-slack-signature': `v0=${mac}`,
        };
        expect(
          await answered(await fetch(`${root}/api/v1/interactions/slack`, { method: 'POST', headers, body })),
        ).toBe(400);
      }
    },
  };
}
