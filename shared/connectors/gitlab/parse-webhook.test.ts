import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { GitlabMergeRequestEvent } from './merge-request-event.ts';
import { parseWebhook } from './parse-webhook.ts';

const base = {
  object_kind: 'merge_request',
  user: { id: 42, username: 'jane' },
  project: { path_with_namespace: 'group/sub/shop' },
  object_attributes: {
    iid: 7,
    title: 'Faster basket',
    action: 'open',
    author_id: 42,
    source_branch: 'fast',
    target_branch: 'main',
    source_project_id: 1,
    target_project_id: 1,
    last_commit: { id: 'a'.repeat(40) },
    url: 'https://gitlab.example.com/group/sub/shop/-/merge_requests/7',
    draft: false,
  },
};

function parse(attributes: object = {}, rest: object = {}, headers: Record<string, string> = {}) {
  const event = { ...base, ...rest, object_attributes: { ...base.object_attributes, ...attributes } };
  return parseWebhook({ headers, body: bytesOf(event) });
}

function bytesOf(event: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(event));
}

describe('the published schema of merge request events', () => {
  const schema = z.toJSONSchema(GitlabMergeRequestEvent, { io: 'input' });
  const validate = new Ajv2020({ strict: true }).compile(schema);

  it('is valid JSON Schema, and agrees with the type on any change of an event', () => {
    const value = fc.oneof(fc.constantFrom(null, '', 0, -1, 1.5, true, [], {}, 'a'.repeat(40)), fc.json());
    const path = fc.constantFrom(...Object.keys(base.object_attributes));

    fc.assert(
      fc.property(path, value, (field, wrong) => {
        const event = { ...base, object_attributes: { ...base.object_attributes, [field]: wrong } };

        expect(validate(event)).toBe(GitlabMergeRequestEvent.safeParse(event).success);
      }),
    );
  });
});

describe('parseWebhook', () => {
  it('tells the change in words of no vendor', () => {
    expect(parse().result).toEqual({
      kind: 'change',
      intent: 'judge',
      event: 'merge_request:open',
      change: {
        project: 'group/sub/shop',
        number: '7',
        title: 'Faster basket',
        url: 'https://gitlab.example.com/group/sub/shop/-/merge_requests/7',
        author: 'jane',
        headSha: 'a'.repeat(40),
        baseSha: null,
        sourceBranch: 'fast',
        targetBranch: 'main',
        draft: false,
        fork: false,
      },
    });
  });

  it.each([
    [{ action: 'reopen' }, 'change'],
    [{ action: 'update', oldrev: 'b'.repeat(40) }, 'change'],
    [{ action: 'merge' }, 'change'],
    [{ action: 'update' }, 'ignored'],
    [{ action: 'close' }, 'ignored'],
    [{ action: 'approved' }, 'ignored'],
    [{ action: 'unapproved' }, 'ignored'],
    [{ action: 'approval' }, 'ignored'],
    [{ action: 'unapproval' }, 'ignored'],
    [{ action: null }, 'ignored'],
    [{ action: 'something_new' }, 'ignored'],
    [{ action: undefined }, 'ignored'],
    [{ last_commit: null }, 'ignored'],
  ])('takes %j as %s', (attributes, kind) => {
    expect(parse(attributes).result.kind).toBe(kind);
  });

  it.each([
    [{ draft: true }, true],
    [{ draft: undefined, work_in_progress: true }, true],
    [{ draft: undefined, title: 'Draft: x' }, true],
    [{ draft: undefined, title: '[WIP] x' }, true],
    [{ draft: undefined, title: 'Drafting x' }, false],
  ])('sees a draft in %j: %s', (attributes, draft) => {
    expect(parse(attributes).result).toMatchObject({ change: { draft } });
  });

  it('sees a fork by the projects, and names the author only when the author acted', () => {
    expect(parse({ source_project_id: 2 }).result).toMatchObject({ change: { fork: true } });
    expect(parse({ author_id: 43 }).result).toMatchObject({ change: { author: null } });
    expect(parse({}, { user: { username: 'jane' } }).result).toMatchObject({ change: { author: null } });
  });

  it.each([
    ['nobody who acted', {}, { user: null }, { author: null }],
    ['a fork that was deleted', { source_project_id: null }, {}, { fork: true }],
    ['no title', { title: null }, {}, { title: '', draft: false }],
    ['a title in any script', { title: '速い 🛒 \u202e' }, {}, { title: '速い 🛒 \u202e' }],
    ['a description of a megabyte', { description: 'x'.repeat(1_000_000) }, {}, { number: '7' }],
    ['labels without a name', {}, { changes: { labels: { current: [{ title: null }] } } }, { number: '7' }],
  ])('reads a merge request with %s', (_what, attributes, rest, change) => {
    expect(parse(attributes, rest).result).toMatchObject({ kind: 'change', change });
  });

  it('takes the project from the target where an old version tells it only there', () => {
    const target = { path_with_namespace: 'old/shop' };

    expect(parse({ target }, { project: undefined, user: null }).result).toMatchObject({
      change: { project: 'old/shop' },
    });
  });

  it.each(['javascript:alert(1)', 'not an address', `https://x/${'y'.repeat(1_500)}`, null])(
    'shows no address but http(s): %j',
    (url) => {
      expect(parse({ url }).result).toMatchObject({ change: { url: null } });
    },
  );

  it.each([
    ['/object_attributes/iid', { iid: 'seven' }, {}],
    ['/object_attributes/iid', { iid: 0 }, {}],
    ['/object_attributes/source_branch', { source_branch: undefined }, {}],
    ['/object_attributes/last_commit/id', { last_commit: { id: 'HEAD' } }, {}],
    ['/object_attributes/target_project_id', { target_project_id: null }, {}],
    ['/project', {}, { project: undefined }],
    ['/project/path_with_namespace', {}, { project: { path_with_namespace: '' } }],
  ])('names the field %s that does not fit', (field, attributes, rest) => {
    expect(() => parse(attributes, rest)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', disposition: 'dead-letter', details: { field } }),
    );
  });

  it.each([
    [{ 'webhook-id': 'w', 'idempotency-key': 'i', 'x-gitlab-event-uuid': 'u' }, 'w'],
    [{ 'idempotency-key': 'i', 'x-gitlab-event-uuid': 'u' }, 'i'],
    [{ 'x-gitlab-event-uuid': 'u' }, 'u'],
    [{}, null],
  ])('takes the delivery id from %j', (headers, id) => {
    expect(parse({}, {}, { ...headers }).deliveryId).toBe(id);
  });

  it('bounds a delivery id that is too long, and keeps it the same for a redelivery', () => {
    const [one, again] = [1, 2].map(() => parse({}, {}, { 'webhook-id': 'x'.repeat(5_000) }).deliveryId);

    expect(one).toHaveLength(64);
    expect(again).toBe(one);
  });

  it.each([
    [{ object_kind: 'push' }, 'push'],
    [{ object_kind: 'pipeline' }, 'pipeline'],
    [{ event_name: 'project_create' }, 'project_create'],
    [{ object_kind: 'evil\nname' }, 'unknown'],
  ])('ignores %j', (body, event) => {
    const parsed = parseWebhook({ headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) });

    expect(parsed.result).toMatchObject({ kind: 'ignored', event });
  });

  it.each([
    ['an epic of a group', { project: null, noteable_type: 'Epic' }, 'the note is on no merge request'],
    ['a commit without a text', { note: null, noteable_type: 'Commit' }, 'the note is on no merge request'],
  ])('ignores a note on %s', (_what, { project, ...attributes }: Record<string, unknown>, why) => {
    const event = { object_kind: 'note', project, object_attributes: { id: 1, note: 'x', ...attributes } };

    expect(parseWebhook({ headers: {}, body: bytesOf(event) }).result).toEqual({
      kind: 'ignored',
      event: 'note',
      why,
    });
  });

  it('names what a command under a merge request cannot go without', () => {
    const event = {
      object_kind: 'note',
      object_attributes: { note: '/perf-agent rerun' },
      merge_request: { iid: 7 },
    };

    expect(() => parseWebhook({ headers: {}, body: bytesOf(event) })).toThrow(
      'Field "/project" of the note event is missing.',
    );
  });

  it('says that a body is no text', () => {
    const body = Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d);

    expect(() => parseWebhook({ headers: {}, body })).toThrow('not UTF-8');
  });

  it('answers any JSON with a result or with INPUT_INVALID', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          expect(parseWebhook({ headers: {}, body: new TextEncoder().encode(text) }).result.kind).toBe(
            'ignored',
          );
        } catch (error) {
          expect(error).toMatchObject({ code: 'INPUT_INVALID' });
        }
      }),
    );
  });
});
