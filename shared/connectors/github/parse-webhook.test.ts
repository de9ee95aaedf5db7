import { describe, expect, it } from 'vitest';
import { parseWebhook } from './parse-webhook.ts';

const pull = {
  number: 7,
  title: 'Faster basket',
  html_url: 'https://github.example.com/shop/basket/pull/7',
  user: { login: 'jane' },
  draft: false,
  merged: false,
  head: { sha: 'a'.repeat(40), ref: 'fast', repo: { id: 1 } },
  base: { sha: 'b'.repeat(40), ref: 'main', repo: { id: 1 } },
};

const COMMAND = '/perf-agent revoke cpu';
const BY_PROGRAM = 'the comment was written by a program';

function heard(headers: Record<string, string>, body: object) {
  return parseWebhook({ headers, body: new TextEncoder().encode(JSON.stringify(body)) }, 'perf-agent');
}

function parse(action: string, given: object = {}, headers: Record<string, string> = {}) {
  const body = {
    action,
    number: 7,
    pull_request: { ...pull, ...given },
    repository: { id: 1, full_name: 'shop/basket' },
  };
  return heard({ 'x-github-event': 'pull_request', 'x-github-delivery': 'one', ...headers }, body);
}

describe('parseWebhook', () => {
  it('reads a pull request in our words', () => {
    expect(parse('opened')).toEqual({
      deliveryId: 'one',
      result: {
        kind: 'change',
        intent: 'judge',
        event: 'pull_request:opened',
        change: {
          project: 'shop/basket',
          number: '7',
          title: 'Faster basket',
          url: pull.html_url,
          author: 'jane',
          headSha: pull.head.sha,
          baseSha: null,
          sourceBranch: 'fast',
          targetBranch: 'main',
          draft: false,
          fork: false,
        },
      },
    });
  });

  it.each([
    ['ready_for_review', {}, 'change'],
    ['reopened', {}, 'change'],
    ['closed', { merged: true }, 'change'],
    ['closed', {}, 'ignored'],
    ['converted_to_draft', { draft: true }, 'ignored'],
  ])('takes %s %j as %s', (action, given, kind) => {
    expect(parse(action, given).result.kind).toBe(kind);
  });

  it.each([
    ...['assigned', 'auto_merge_disabled', 'auto_merge_enabled', 'demilestoned', 'dequeued', 'edited'],
    ...['enqueued', 'locked', 'milestoned', 'review_request_removed', 'review_requested', 'unassigned'],
    ...['unlabeled', 'unlocked', 'an_action_of_tomorrow'],
  ])('ignores %s, which changes no code', (action) => {
    expect(parse(action).result).toMatchObject({ kind: 'ignored', event: `pull_request:${action}` });
  });

  it('judges a pull request anew that got another target branch, and not one whose title was edited', () => {
    const edited = (changes: object) =>
      heard(
        { 'x-github-event': 'pull_request' },
        {
          ...{ action: 'edited', number: 7, changes, repository: { id: 1, full_name: 'shop/basket' } },
          pull_request: { ...pull, base: { ...pull.base, ref: 'release' } },
        },
      ).result;

    expect(edited({ base: { ref: { from: 'main' }, sha: { from: 'c'.repeat(40) } } })).toMatchObject({
      ...{ kind: 'change', intent: 'judge', event: 'pull_request:edited' },
      change: { targetBranch: 'release' },
    });
    expect(edited({ title: { from: 'Basket' } })).toMatchObject({
      kind: 'ignored',
      why: 'title or description was edited, not the target branch',
    });
  });

  it.each([
    ['a person', { login: 'ada', type: 'User' }, { kind: 'change', labels: ['measure it'] }],
    [
      'a program',
      { login: 'perf-agent[bot]', type: 'Bot' },
      { kind: 'ignored', why: 'a program set the label' },
    ],
  ])('takes a label that %s set', (_who, sender, expected) => {
    const event = {
      action: 'labeled',
      label: { name: 'measure it' },
      sender,
      repository: { id: 1, full_name: 'shop/basket' },
      pull_request: pull,
    };
    const body = new TextEncoder().encode(JSON.stringify(event));

    expect(
      parseWebhook({ headers: { 'x-github-event': 'pull_request' }, body }, 'perf-agent').result,
    ).toMatchObject(expected);
  });

  it.each([
    ['its own repository', { id: 1 }, false],
    ['another repository', { id: 2 }, true],
    ['a fork that was deleted', null, true],
  ])('says whether the head is of %s', (_what, repo, fork) => {
    expect(parse('opened', { head: { ...pull.head, repo } }).result).toMatchObject({ change: { fork } });
  });

  it('says that a draft is one, also when the field is missing', () => {
    expect(parse('opened', { draft: true }).result).toMatchObject({ change: { draft: true } });
    expect(parse('opened', { draft: undefined }).result).toMatchObject({ change: { draft: false } });
  });

  it.each(['javascript:alert(1)', 'not an address', '', 'x'.repeat(1_500)])(
    'drops the address %j',
    (html_url) => {
      expect(parse('opened', { html_url }).result).toMatchObject({ change: { url: null } });
    },
  );

  it('judges the group of a merge queue by its own commit', () => {
    const body = {
      action: 'checks_requested',
      repository: { id: 1, full_name: 'shop/basket' },
      merge_group: {
        head_sha: 'c'.repeat(40),
        head_ref: 'refs/heads/gh-readonly-queue/main/pr-7-bbbb',
        base_sha: 'b'.repeat(40),
        base_ref: 'refs/heads/main',
      },
    };
    const headers = { 'x-github-event': 'merge_group' };

    const asked = heard(headers, body).result;
    const destroyed = heard(headers, { ...body, action: 'destroyed' });

    expect(asked).toMatchObject({
      kind: 'change',
      intent: 'judge',
      change: { number: null, headSha: 'c'.repeat(40), baseSha: 'b'.repeat(40), targetBranch: 'main' },
    });
    expect(destroyed.result.kind).toBe('ignored');
  });

  it('leaves the branch of a merge queue whole, since it is masked before it is cut', () => {
    const branch = `gh-readonly-queue/main/${'x'.repeat(340)}`;
    const merge_group = {
      head_sha: 'c'.repeat(40),
      head_ref: `refs/heads/${branch}`,
      base_sha: 'b'.repeat(40),
      base_ref: 'refs/heads/main',
    };
    const repository = { id: 1, full_name: 'shop/basket' };
    const body = { action: 'checks_requested', repository, merge_group };

    expect(heard({ 'x-github-event': 'merge_group' }, body).result).toMatchObject({
      change: { sourceBranch: branch },
    });
  });

  it('reads a body that was sent as a form', () => {
    const body = new URLSearchParams({
      payload: '{"zen":"Keep it logically awesome.","hook_id":1}',
    }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-github-event': 'ping' };

    expect(
      parseWebhook({ headers, body: new TextEncoder().encode(body) }, 'perf-agent').result,
    ).toMatchObject({
      kind: 'ignored',
      event: 'ping',
    });
  });

  it.each([
    ['submitted', { body: COMMAND }, { kind: 'comment', comment: { id: 'review/9', text: COMMAND } }],
    ['submitted', { body: null }, { why: 'the comment holds no command' }],
    ['submitted', { body: 'Looks good' }, { why: 'the comment holds no command' }],
    ['submitted', { body: COMMAND, user: { login: 'x[bot]', type: 'Bot' } }, { why: BY_PROGRAM }],
    ['edited', { body: COMMAND }, { why: 'only new comments may hold a command' }],
    ['dismissed', { body: COMMAND }, { why: 'only new comments may hold a command' }],
  ])('hears a command above the comments of a review (%s %j)', (action, review, expected) => {
    const body = {
      ...{ action, repository: { id: 1, full_name: 'shop/basket' }, pull_request: { number: 7 } },
      review: { id: 9, user: { id: 1, login: 'ada', type: 'User' }, ...review },
    };

    const results = [{ 'x-github-event': 'pull_request_review' }, {}].map(
      (headers) => heard(headers as Record<string, string>, body).result,
    );

    for (const result of results) {
      expect(result).toMatchObject({ event: `pull_request_review:${action}`, ...expected });
    }
  });

  it.each([
    ['rerequested', 'perf-agent', null],
    ['rerequested', 'perf-agent/payments', 'payments'],
    ['requested_action', 'perf-agent', null],
  ])('hears that a check of ours is asked for again (%s of %s)', (action, name, beside) => {
    const { result } = heard({ 'x-github-event': 'check_run' }, checkRunOf(action, name));

    expect(result).toEqual({
      kind: 'named',
      event: `check_run:${action}`,
      about: { project: 'shop/basket', sha: 'a'.repeat(40), numbers: '7', of: 'one' },
      names: { beside },
    });
  });

  it.each([
    ['created', 'perf-agent', 'measure-again'],
    ['completed', 'perf-agent', 'measure-again'],
    ['rerequested', 'build', 'measure-again'],
    ['rerequested', 'perf-agents', 'measure-again'],
    ['requested_action', 'perf-agent', 'fix-it'],
  ])('leaves a check alone that is %s (%s, %s)', (action, name, identifier) => {
    const { result } = heard({ 'x-github-event': 'check_run' }, checkRunOf(action, name, identifier));

    expect(result).toMatchObject({ kind: 'ignored', why: expect.stringContaining('check') as string });
  });

  it('hears that all checks of a commit are asked for again', () => {
    const suite = { head_sha: 'a'.repeat(40), pull_requests: [] };
    const repository = { id: 1, full_name: 'shop/basket' };

    const results = ['rerequested', 'requested', 'completed'].map(
      (action) =>
        heard({ 'x-github-event': 'check_suite' }, { action, repository, check_suite: suite }).result,
    );

    expect(results.map(({ kind }) => kind)).toEqual(['named', 'ignored', 'ignored']);
    expect(results[0]).toMatchObject({ about: { numbers: '', of: 'all' } });
  });

  it('names the field that is wrong', () => {
    expect(() => parse('opened', { head: { ...pull.head, sha: 'HEAD' } })).toThrow('/pull_request/head/sha');
    expect(() => parse('opened', { number: undefined })).toThrow(
      '"/pull_request/number" of the pull_request event is missing',
    );
  });

  it.each([
    ['an author whose account was deleted', { user: null }, { author: null }],
    ['an author without a name', { user: { login: null } }, { author: null }],
    ['no title', { title: null }, { title: '' }],
    [
      'a title in any script',
      { title: 'Snellere 🛒 \u202e корзина' },
      { title: 'Snellere 🛒 \u202e корзина' },
    ],
    ['a description as long as GitHub takes', { body: 'x'.repeat(262_144) }, { number: '7' }],
    [
      'no repository at either end',
      { head: { ...pull.head, repo: null }, base: { ...pull.base, repo: null } },
      { fork: true },
    ],
  ])('reads a pull request with %s', (_what, given, change) => {
    expect(parse('opened', given).result).toMatchObject({ kind: 'change', change });
  });

  it('keeps no event name that could be written into a log as something else', () => {
    expect(parse('x\n{"level":"error"}').result.event).toBe('pull_request:unknown');
  });
});

function checkRunOf(action: string, name: string, identifier = 'measure-again'): object {
  return {
    action,
    repository: { id: 1, full_name: 'shop/basket' },
    check_run: { name, head_sha: 'a'.repeat(40), pull_requests: [{ number: 7 }] },
    requested_action: { identifier },
  };
}
