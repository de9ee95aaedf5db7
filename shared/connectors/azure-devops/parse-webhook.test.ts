import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { COMMENT_EVENT } from './comment-result.ts';
import { parseWebhook } from './parse-webhook.ts';
import { AzureDevopsPullRequestEvent } from './pull-request-event.ts';

const GUID = '4bc14d40-c903-45e2-872e-0462c7748079';
const resource = { pullRequestId: 7, repository: { id: GUID, name: 'shop' } };

function named(event: object): Readonly<Record<string, unknown>> | null {
  const { result } = parse(event);
  return result.kind === 'named' ? { event: result.event, ...result.about } : null;
}

function parse(event: object) {
  return parseWebhook({ headers: {}, body: new TextEncoder().encode(JSON.stringify(event)) });
}

describe('parseWebhook', () => {
  it.each(['git.pullrequest.created', 'git.pullrequest.updated', 'git.pullrequest.merged'])(
    'names the pull request of %s',
    (eventType) => {
      expect(named({ eventType, resource, createdDate: '2026-11-21T08:00:00.1234567Z' })).toEqual({
        event: eventType,
        repository: GUID,
        number: '7',
        at: '2026-11-21T08:00:00.123Z',
        saysPublished: false,
      });
    },
  );

  it('takes the ids from the address when the details are minimal, and nothing else from it', () => {
    const url = `https://evil.example/DefaultCollection/_apis/git/repositories/${GUID}/pullRequests/12`;

    expect(named({ eventType: 'git.pullrequest.created', resource: { url } })).toEqual({
      event: 'git.pullrequest.created',
      repository: GUID,
      number: '12',
      at: null,
      saysPublished: false,
    });
  });

  it.each([{}, { url: 'https://dev.azure.com/shop' }, { pullRequestId: 7 }, { repository: { id: GUID } }])(
    'says what to change when the details %j name no pull request',
    (bare) => {
      expect(() => parse({ eventType: 'git.pullrequest.updated', resource: bare })).toThrow(
        'resource details',
      );
    },
  );

  it.each([
    ...['git.push', 'git.repo.created', 'git.repo.deleted', 'git.branch.created', 'git.branch.deleted'],
    ...['build.complete', 'tfvc.checkin', 'workitem.created', 'workitem.commented', 'message.posted'],
    ...['ms.vss-release.deployment-completed-event', 'ms.vss-pipelines.run-state-changed-event'],
    'an.event-of-tomorrow',
  ])('asks nobody about %s', (eventType) => {
    expect(named({ eventType, resource })).toBeNull();
    expect(parse({ eventType }).result).toMatchObject({ kind: 'ignored', event: eventType });
  });

  it.each([
    ['is new', {}, 'comment'],
    ['is of a page that tells no author', { author: null }, 'comment'],
    [
      'was edited',
      { publishedDate: '2026-11-21T08:00:00Z', lastContentUpdatedDate: '2026-11-21T08:01:00Z' },
      'ignored',
    ],
    ['was deleted', { isDeleted: true, content: null }, 'ignored'],
    ['holds no command', { content: 'Looks good 👍' }, 'ignored'],
    ['stands in a thread that is not named', { _links: null }, 'ignored'],
  ])('takes a comment that %s', (_how, given, kind) => {
    const threads = {
      href: `https://dev.azure.com/shop/_apis/git/repositories/${GUID}/pullRequests/7/threads/5`,
    };
    const comment = { id: 1, content: '/perf-agent revoke cpu', _links: { threads }, ...given };
    const event = { eventType: COMMENT_EVENT, resource: { comment, pullRequest: resource } };

    const { result } = parse(event);

    expect(result.kind).toBe(kind);
    if (result.kind === 'comment') expect(result.comment.id).toBe('5/1');
  });

  it('finds the pull request of a comment of resource version 1.0 in the address of its thread', () => {
    const href = `https://dev.azure.com/shop/_apis/git/repositories/${GUID}/pullRequests/7/threads/5`;
    const comment = { id: 1, content: '/perf-agent revoke cpu', _links: { threads: { href } } };

    expect(parse({ eventType: COMMENT_EVENT, resource: { comment } }).result).toMatchObject({
      kind: 'comment',
      project: GUID,
      number: '7',
    });
  });

  it.each([
    [COMMENT_EVENT, null],
    [COMMENT_EVENT, { url: 'https://dev.azure.com/shop' }],
    ['git.pullrequest.created', null],
  ])('says of %s with the resource %j that the subscription has to send details', (eventType, given) => {
    expect(() => parse({ eventType, resource: given })).toThrow(
      'is missing; let the subscription send its resource details.',
    );
  });

  it('knows a redelivery by subscription and notification', () => {
    const event = { eventType: 'git.push', subscriptionId: GUID, notificationId: 3 };

    expect(parse({ ...event, id: 'one' }).deliveryId).toBe(parse({ ...event, id: 'two' }).deliveryId);
    expect(parse({ eventType: 'git.push', id: 'one' }).deliveryId).toBe('one');
  });
});

describe('the published schema of pull request events', () => {
  it('is valid JSON Schema, and agrees with the type on any change of an event', () => {
    const validate = new Ajv2020({ strict: true }).compile(
      z.toJSONSchema(AzureDevopsPullRequestEvent, { io: 'input' }),
    );
    const value = fc.oneof(fc.constantFrom(null, '', 0, -1, 1.5, true, [], {}, GUID), fc.json());

    fc.assert(
      fc.property(fc.constantFrom('pullRequestId', 'repository', 'url'), value, (field, wrong) => {
        const event = { eventType: 'git.pullrequest.created', resource: { ...resource, [field]: wrong } };

        expect(validate(event)).toBe(AzureDevopsPullRequestEvent.safeParse(event).success);
      }),
    );
  });
});
