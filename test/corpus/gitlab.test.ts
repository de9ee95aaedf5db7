import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CommitStatus } from '../../shared/connectors/gitlab/ensure-status.ts';
import { Note } from '../../shared/connectors/gitlab/ensure-comment.ts';
import { MergeRequest } from '../../shared/connectors/gitlab/fetch-change.ts';
import { GitlabDiff, diffFileFrom } from '../../shared/connectors/gitlab/diff-file.ts';
import { parseWebhook } from '../../shared/connectors/gitlab/parse-webhook.ts';

const folder = new URL('../../../shared/data/samples/gitlab/', import.meta.url);
const present = existsSync(folder);
const files = present ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const of = (pattern: RegExp) => files.filter((name) => pattern.test(name));
const webhooks = files.filter((name) => name.startsWith('webhook-'));

function parse(name: string) {
  return parseWebhook({ headers: {}, body: readFileSync(new URL(name, folder)) }).result;
}

describe.skipIf(!present)('real GitLab documents (../shared/data/samples/gitlab)', () => {
  it('are there, and every one is read by a test of this file or of no use here', () => {
    // Test reports and commits are never asked for.
    const unused = of(/^rest-(test_report|commit_status__.*commits?\.json)/);
    const read = [webhooks, of(/^rest-(merge_request|notes|commit_status__.*status)/), unused].flat();

    expect(webhooks.length).toBeGreaterThan(10);
    expect(files.filter((name) => !read.includes(name))).toEqual([]);
  });

  it('hold merge requests to judge or learn from, and events to leave alone, in these numbers', () => {
    const counted = { webhooks: webhooks.length, changes: 0, ignored: 0 };
    for (const name of webhooks) counted[parse(name).kind === 'change' ? 'changes' : 'ignored'] += 1;

    process.stdout.write(`gitlab corpus: ${JSON.stringify(counted)}\n`);
    expect(counted.changes).toBeGreaterThan(0);
    expect(counted.changes + counted.ignored).toBe(webhooks.length);
  });

  it.each([
    ...of(/get_merge_requests/).map((name) => [name, MergeRequest] as const),
    ...of(/^rest-notes/).map((name) => [name, Note] as const),
    ...of(/^rest-commit_status__.*status/).map((name) => [name, CommitStatus] as const),
  ])('%s is read', (name, schema) => {
    const value: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];

    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(() => schema.parse(item)).not.toThrow();
  });

  it.each(webhooks)('%s is understood', (name) => {
    const result = parse(name);

    const event: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    expect(result.kind).toBe(expectedKind(event));
  });

  it.each(files.filter((name) => /list_merge_request_diff|_diff\.json$/.test(name)))(
    '%s has readable diffs',
    (name) => {
      const value: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
      const items = Array.isArray(value) ? value : changesOf(value);

      const read = items.map((item) => diffFileFrom(GitlabDiff.parse(item)));

      expect(read.length).toBeGreaterThan(0);
      for (const file of read) expect(file.path).not.toBe('');
    },
  );
});

interface Changes {
  readonly labels?: { readonly previous: readonly unknown[]; readonly current: readonly unknown[] };
  readonly title?: { readonly previous: string; readonly current: string };
  readonly target_branch?: object;
}

/** By the documentation of the events, not by our parser: open, reopen, merge, and updates that push, add a label, end a draft or change the target ask for something. */
function expectedKind(event: unknown): 'change' | 'ignored' {
  const {
    object_kind: kind,
    object_attributes: attributes = {},
    changes = {},
  } = Object(event) as {
    object_kind?: string;
    object_attributes?: { action?: string; oldrev?: string };
    changes?: Changes;
  };
  if (kind !== 'merge_request') return 'ignored';
  const { action = '', oldrev } = attributes;
  const pushed = action === 'update' && typeof oldrev === 'string';
  const asked = pushed || addsLabel(changes) || endsDraft(changes) || changes.target_branch !== undefined;
  return asked || ['open', 'reopen', 'merge'].includes(action) ? 'change' : 'ignored';
}

function addsLabel({ labels }: Changes): boolean {
  return labels !== undefined && labels.current.length > labels.previous.length;
}

function endsDraft({ title }: Changes): boolean {
  const isDraft = (text: string): boolean => /^(Draft|WIP):/.test(text);
  return title !== undefined && isDraft(title.previous) && !isDraft(title.current);
}

function changesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null && 'changes' in value && Array.isArray(value.changes)
    ? value.changes
    : [];
}
