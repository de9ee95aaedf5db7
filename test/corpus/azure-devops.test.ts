import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ChangeEntry, changedFileFrom } from '../../shared/connectors/azure-devops/change-entry.ts';
import { Thread } from '../../shared/connectors/azure-devops/ensure-comment.ts';
import { GitStatus } from '../../shared/connectors/azure-devops/ensure-status.ts';
import { NamedPullRequest, parseWebhook } from '../../shared/connectors/azure-devops/parse-webhook.ts';
import { PullRequest } from '../../shared/connectors/azure-devops/pull-request.ts';

const folder = new URL('../../../shared/data/samples/azure-devops/', import.meta.url);
const present = existsSync(folder);
const files = present ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const of = (pattern: RegExp) => files.filter((name) => pattern.test(name));
const webhooks = of(/^webhook-/);

/** Some documents are a reply, others an example of request and replies. */
function reply(name: string): unknown {
  const value: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const example = z
    .object({ responses: z.record(z.string(), z.object({ body: z.unknown() })) })
    .safeParse(value);
  return example.success ? Object.values(example.data.responses)[0]?.body : value;
}

function itemsOf(value: unknown): readonly unknown[] {
  const list = z.object({ value: z.array(z.unknown()) }).safeParse(value);
  return list.success ? list.data.value : [value];
}

function parse(name: string): { readonly kind: string; readonly named: NamedPullRequest | null } {
  const { result } = parseWebhook({ headers: {}, body: readFileSync(new URL(name, folder)) });
  const named = result.kind === 'named' ? NamedPullRequest.parse(result.about) : null;
  return { kind: result.kind, named };
}

describe.skipIf(!present)('real Azure DevOps documents (../shared/data/samples/azure-devops)', () => {
  it('are there, and every one is read by a test of this file or of no use here', () => {
    // Commits, single items as JSON and the administration of subscriptions are never asked for.
    const unused = of(/^rest-(diffs-items__.*commit|diffs-items__go-scm__content|hooks)/);
    const read = [
      webhooks,
      of(/^rest-(pullrequest|iterations|threads|statuses)/),
      of(/compare/),
      unused,
    ].flat();

    expect(webhooks.length).toBeGreaterThan(5);
    expect(files.filter((name) => !read.includes(name))).toEqual([]);
  });

  it.each(webhooks)('%s is understood', (name) => {
    const { eventType } = z.object({ eventType: z.string() }).parse(reply(name));

    const { kind, named } = parse(name);

    const aboutPullRequest = eventType.startsWith('git.pullrequest.');
    expect(kind).toBe(aboutPullRequest ? 'named' : 'ignored');
    if (aboutPullRequest) {
      expect(named).toMatchObject({ number: '1', at: expect.any(String) as string });
    }
  });

  it('hold pull requests to ask about, and events to leave alone, in these numbers', () => {
    const counted = { webhooks: webhooks.length, named: 0, ignored: 0 };
    for (const name of webhooks) counted[parse(name).kind === 'named' ? 'named' : 'ignored'] += 1;

    process.stdout.write(`azure-devops corpus: ${JSON.stringify(counted)}\n`);
    expect(counted.named).toBeGreaterThan(0);
    expect(counted.named + counted.ignored).toBe(webhooks.length);
  });

  it.each(of(/^rest-pullrequest/))('%s is read', (name) => {
    const items = itemsOf(reply(name)).filter((item) => Object.keys(Object(item) as object).length > 0);

    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(PullRequest.parse(item).pullRequestId).toBeGreaterThan(0);
  });

  it.each(of(/^rest-(iterations-changes|diffs-items.*compare)/))('%s names changed files', (name) => {
    const value = z
      .object({ changeEntries: z.array(ChangeEntry).optional(), changes: z.array(ChangeEntry).optional() })
      .parse(reply(name));

    const read = (value.changeEntries ?? value.changes ?? []).map(changedFileFrom);

    expect(read.length).toBeGreaterThan(0);
    for (const file of read) expect(file?.path).toMatch(/^[^/]/);
  });

  it.each(of(/^rest-threads/))('%s is read', (name) => {
    expect(z.array(Thread).parse(itemsOf(reply(name))).length).toBeGreaterThan(0);
  });

  it.each(of(/^rest-statuses/))('%s is read', (name) => {
    for (const item of itemsOf(reply(name) ?? {})) expect(() => GitStatus.parse(item)).not.toThrow();
  });
});
