import { describe, expect, it } from 'vitest';
import { doorRequest, textOf } from '../../test/support/door-request.ts';
import { parseStrictMarkup } from '../../test/support/parse-strict-markup.ts';
import {
  approvalDoorPorts,
  approvalEvents,
  approvalNotes,
  type WaitingPipeline,
  waitingApproval,
} from '../../test/support/waiting-approval.ts';
import type { ApprovalClaims } from '../ports/approval-links.ts';
import { decideOnApprovalPage, showApprovalPage } from './approval-page.ts';
import type { DoorReply } from './door.ts';

const EXPIRES = new Date('2026-05-05T10:00:00.000Z');

describe('the approval page', () => {
  it('shows what waits and changes nothing, however often it is fetched', async () => {
    const pipeline = await waitingApproval();
    const before = approvalEvents(pipeline);

    const replies = await Promise.all([1, 2, 3].map(() => get(pipeline, personal(pipeline))));

    const [reply] = replies;
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(approvalEvents(pipeline)).toEqual(before);
    for (const words of [
      'You decide as',
      'anna',
      'Faster basket',
      'Performance regression',
      'risk is high',
    ]) {
      expect(textOf(reply ?? { status: 0 })).toContain(words);
    }
    expect(reply?.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^ ]+' 'sha256-[^ ]+'; form-action 'self'; frame-ancestors 'none'/,
      ) as string,
    });
    expect(textOf(reply ?? { status: 0 })).not.toMatch(/<script/i);
  });

  it('decides as the person of the link when its form is posted, once', async () => {
    const pipeline = await waitingApproval({ count: 2 });
    const url = personal(pipeline);
    const form = await formOf(pipeline, url);

    const first = await post(pipeline, url, { form, reason: 'looks fine' });
    const again = await post(pipeline, url, { form, reason: 'looks fine' });
    await pipeline.drain();

    expect([first.status, again.status]).toEqual([200, 409]);
    expect(textOf(first)).toContain('1 of 2 have agreed');
    expect(textOf(again)).toContain('Nothing was changed');
    expect(approvalNotes(pipeline).filter(({ action }) => action !== 'approval.asked')).toEqual([
      { action: 'approval.refused', by: 'anna', channel: 'link', reason: 'looks fine' },
      { action: 'approval.approved', by: 'anna', channel: 'link', reason: 'looks fine' },
    ]);
  });

  it('turns the check by a rejecting link, and shows afterwards how it ended', async () => {
    const pipeline = await waitingApproval();
    const url = personal(pipeline, 'bert', 'reject');

    await post(pipeline, url, { form: await formOf(pipeline, url), reason: 'not now' });
    await pipeline.drain();

    expect(pipeline.host.statuses.at(-1)).toMatchObject({ state: 'failed' });
    const page = textOf(await get(pipeline, url));
    expect(page).toContain('rejected by bert: not now');
    expect(page).not.toContain('<form');
  });

  it('takes the first of two tabs, and says in the second that it was decided', async () => {
    const pipeline = await waitingApproval();
    const [approving, rejecting] = [personal(pipeline), personal(pipeline, 'anna', 'reject')];
    const [form, other] = [await formOf(pipeline, approving), await formOf(pipeline, rejecting)];

    const replies = await Promise.all([
      post(pipeline, approving, { form }),
      post(pipeline, rejecting, { form: other }),
    ]);
    await pipeline.drain();

    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(pipeline.host.statuses.filter(({ state }) => state !== 'pending')).toHaveLength(1);
  });

  it('decides nothing by a form that was open when a newer commit came', async () => {
    const pipeline = await waitingApproval();
    const url = personal(pipeline);
    const form = await formOf(pipeline, url);
    const headSha = 'd'.repeat(40);
    if (pipeline.host.change !== null) pipeline.host.change = { ...pipeline.host.change, headSha };
    await pipeline.request({ headSha });
    await pipeline.drain({ stopAt: 'collect' });

    const late = await post(pipeline, url, { form });

    expect(late.status).toBe(409);
    expect(textOf(late)).toContain('a newer commit (dddddddd) took its place');
  });

  it.each([
    ['of another person', (url: URL) => url.searchParams.set('person', 'bert')],
    ['of another decision', (url: URL) => url.searchParams.set('decision', 'reject')],
    ['that ends later', (url: URL) => url.searchParams.set('expires', '9999999999')],
    ['for the page alone', (url: URL) => url.searchParams.set('scope', 'page')],
    ['with a second person beside the first', (url: URL) => url.searchParams.append('person', 'bert')],
    ['without its signature', (url: URL) => url.searchParams.delete('signature')],
  ])('refuses a link that was made into one %s', async (_what, change) => {
    const pipeline = await waitingApproval();
    const before = approvalEvents(pipeline);
    const url = personal(pipeline);
    const form = await formOf(pipeline, url);
    change(url);

    const replies = [await get(pipeline, url), await post(pipeline, url, { form })];

    expect(replies.map(({ status }) => status)).toEqual([403, 403]);
    expect(approvalEvents(pipeline)).toEqual(before);
  });

  it('refuses a link of another run, and one whose time is over', async () => {
    const pipeline = await waitingApproval();
    const { url } = pipeline.ports.approvalLinks;
    const expired = new URL(url(claims(pipeline), new Date('2026-05-04T09:00:00.000Z')));
    const other = new URL(url({ ...claims(pipeline), runId: 'run-000000000000000000000000' }, EXPIRES));

    expect((await get(pipeline, expired)).status).toBe(403);
    expect((await get(pipeline, other)).status).toBe(403);
  });

  it.each([
    ['no form of ours', (form: string) => [{ form: form.replace(/.$/, '!') }, {}]],
    ['no form at all', () => [{}, {}]],
    ['another site', (form: string) => [{ form }, { 'sec-fetch-site': 'cross-site' }]],
    ['another origin', (form: string) => [{ form }, { origin: 'https://evil.example' }]],
    ['a hidden origin', (form: string) => [{ form }, { origin: 'null' }]],
  ] satisfies readonly (readonly [
    string,
    (form: string) => readonly [Record<string, string>, Record<string, string>],
  ])[])('changes nothing for a post with %s', async (_what, make) => {
    const pipeline = await waitingApproval();
    const before = approvalEvents(pipeline);
    const url = personal(pipeline);
    const [fields, headers] = make(await formOf(pipeline, url));

    const reply = await post(pipeline, url, fields, headers);

    expect(reply.status).toBe(403);
    expect(approvalEvents(pipeline)).toEqual(before);
  });

  it('lets nobody decide by the link of a channel without a code of their own', async () => {
    const pipeline = await waitingApproval();
    const before = approvalEvents(pipeline);
    const url = channelLink(pipeline);
    const form = await formOf(pipeline, url);
    const say = (by: string, code: string) => post(pipeline, url, { form, by, code, decision: 'approve' });

    const replies = await Promise.all([
      say('anna', 'code-of-bert-0123456789'),
      say('anna', ''),
      say('constructor', 'x'),
      say('ada', ''),
    ]);

    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(new Set(replies.map(textOf)).size).toBe(1);
    expect(approvalEvents(pipeline)).toEqual(before);
    const author = await say('ada', 'code-of-ada-01234567890');
    expect(textOf(author)).toContain('Whoever wrote a change cannot decide about it.');
    expect(approvalEvents(pipeline)).toEqual(before);
    await expect(say('cy', '1234')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('has a label for every field, and no button that the return key would press by itself where there are two', async () => {
    const pipeline = await waitingApproval();

    const [page, own] = await Promise.all([
      get(pipeline, channelLink(pipeline)),
      get(pipeline, personal(pipeline)),
    ]);

    const fields = [...textOf(page).matchAll(/<(?:input|textarea) id="(\w+)"/g)].map(([, id]) => id);
    expect(fields).toEqual(['by', 'code', 'reason']);
    for (const id of fields) expect(textOf(page)).toContain(`<label for="${id}">`);
    expect(textOf(page)).toContain('<html lang="en">');
    expect(/<button[^>]*>/.exec(textOf(page))?.[0]).toContain('disabled');
    expect(textOf(own).match(/<button[^>]*>/g)).toEqual(['<button name="decision" value="approve">']);
  });

  it('takes a code for who has it', async () => {
    const pipeline = await waitingApproval();
    const url = channelLink(pipeline);
    const form = await formOf(pipeline, url);

    const reply = await post(pipeline, url, {
      form,
      by: 'bert',
      code: 'code-of-bert-0123456789',
      decision: 'approve',
    });
    await pipeline.drain();

    expect(reply.status).toBe(200);
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ state: 'success' });
    expect(approvalNotes(pipeline).at(-1)).toMatchObject({ by: 'bert', channel: 'page' });
  });

  it('is well-formed and shows hostile text as text', async () => {
    const hostile = '</h1><script>alert(1)</script>"\' \u202e';
    const pipeline = await waitingApproval();
    const url = personal(pipeline);
    const posted = await post(pipeline, url, { form: await formOf(pipeline, url), reason: hostile });

    const page = textOf(posted);

    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;script&gt;');
    expect(() => parseStrictMarkup(page.replace(/^<!doctype html>/, ''))).not.toThrow();
  });
});

function claims(
  { runId }: WaitingPipeline,
  person = 'anna',
  decision: 'approve' | 'reject' = 'approve',
): ApprovalClaims {
  return { runId, scope: { kind: 'decide', person, decision }, nonce: 'first' };
}

function personal(
  pipeline: WaitingPipeline,
  person = 'anna',
  decision: 'approve' | 'reject' = 'approve',
): URL {
  return new URL(pipeline.ports.approvalLinks.url(claims(pipeline, person, decision), EXPIRES));
}

function channelLink({ runId, ports }: WaitingPipeline): URL {
  return new URL(ports.approvalLinks.url({ runId, scope: { kind: 'page' }, nonce: 'page' }, EXPIRES));
}

function get(pipeline: WaitingPipeline, url: URL): Promise<DoorReply> {
  const params = { runId: pipeline.runId };
  return showApprovalPage(approvalDoorPorts(pipeline))(doorRequest({ path: url.href, params }));
}

async function formOf(pipeline: WaitingPipeline, url: URL): Promise<string> {
  const [, token = ''] = /name="form" value="([^"]+)"/.exec(textOf(await get(pipeline, url))) ?? [];
  expect(token).not.toBe('');
  return token;
}

function post(
  pipeline: WaitingPipeline,
  url: URL,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin' },
): Promise<DoorReply> {
  const body = new URLSearchParams(fields).toString();
  const params = { runId: pipeline.runId };
  return decideOnApprovalPage(approvalDoorPorts(pipeline))(
    doorRequest({ path: url.href, params, body, headers }),
  );
}
