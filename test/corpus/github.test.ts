import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { GithubFile, diffFileFrom } from '../../shared/connectors/github/diff-file.ts';
import { CommitStatus } from '../../shared/connectors/github/ensure-status.ts';
import { IssueComment } from '../../shared/connectors/github/ensure-comment.ts';
import { nextPage } from '../../shared/connectors/github/next-page.ts';
import { parseWebhook } from '../../shared/connectors/github/parse-webhook.ts';
import { PullRequest } from '../../shared/connectors/github/pull-request.ts';

const folder = new URL('../../../shared/data/samples/github/', import.meta.url);
const present = existsSync(folder);
const files = present ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const webhooks = files.filter((name) => name.startsWith('webhook-'));
const of = (pattern: RegExp) => files.filter((name) => pattern.test(name));

function json(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}

/** The folder's naming: `webhook-<event>__<source>__<name>`. */
function parse(name: string, headers: Record<string, string>) {
  return parseWebhook({ headers, body: readFileSync(new URL(name, folder)) }, 'perf-agent').result;
}
const eventOf = (name: string) => /^webhook-([a-z_]+)__/.exec(name)?.[1] ?? '';

describe.skipIf(!present)('real GitHub documents (../shared/data/samples/github)', () => {
  it('are there, and every one is read by a test of this file or said to be of no use here', () => {
    // GraphQL answers about mergeability: the connector asks nothing over GraphQL. Recordings are read for their headers.
    const read = [webhooks, of(/^rest-(comments|pulls|statuses|recorded)/), of(/^rest-checks/)].flat();

    expect(webhooks.length).toBeGreaterThan(30);
    expect(files.filter((name) => !read.includes(name))).toEqual([]);
  });

  it.each(webhooks)('%s is understood, with the header and without', (name) => {
    const event = json(name);

    expect(parse(name, { 'x-github-event': eventOf(name) }).kind).toBe(expectedKind(eventOf(name), event));
    expect(parse(name, {}).kind).toBe(expectedKind(eventOf(name), event));
  });

  it('hold pull requests to judge, to learn from, and events to leave alone, in these numbers', () => {
    const results = webhooks.map((name) => parse(name, { 'x-github-event': eventOf(name) }));
    const counted = { webhooks: results.length, change: 0, named: 0, ignored: 0, comment: 0 };
    for (const { kind } of results) counted[kind] += 1;

    process.stdout.write(`github corpus: ${JSON.stringify(counted)}\n`);
    expect(counted.change).toBeGreaterThan(0);
    expect(counted.change + counted.named + counted.ignored).toBe(webhooks.length);
  });

  it.each(of(/^rest-pulls/))('%s is read', (name) => {
    const value = json(name);
    const items = Array.isArray(value) ? value : [value];

    const isFiles = items.some((item) => typeof item === 'object' && item !== null && 'filename' in item);
    const read = isFiles
      ? items.map((item) => diffFileFrom(GithubFile.parse(item)).path)
      : items.map((item) => PullRequest.parse(item).head.sha);

    expect(read.length).toBeGreaterThan(0);
    for (const text of read) expect(text).not.toBe('');
  });

  it.each(of(/^rest-comments.*comment/))('%s is read', (name) => {
    const value = json(name);

    for (const item of Array.isArray(value) ? value : [value])
      expect(IssueComment.parse(item).id).toBeGreaterThan(0);
  });

  it.each(of(/^rest-statuses/))('%s is read', (name) => {
    expect(z.array(CommitStatus).parse(json(name)).length).toBeGreaterThan(0);
  });

  it.each(of(/^rest-recorded/))('%s pages as recorded', (name) => {
    const exchanges = z
      .array(z.object({ scope: z.string(), headers: z.record(z.string(), z.unknown()) }))
      .parse(json(name));
    const links = exchanges.map(({ headers }) => headers['link']).filter((link) => typeof link === 'string');

    const next = links.map((link) => nextPage(link, 'https://api.github.com'));

    expect(next.filter((url) => url !== null)).toHaveLength(
      links.filter((link) => link.includes('rel="next"')).length,
    );
  });
});

/** By GitHub's documentation of the events, not by our parser. */
function expectedKind(event: string, body: unknown): 'change' | 'named' | 'ignored' {
  const {
    action,
    changes,
    pull_request: pull,
    sender,
  } = Object(body) as {
    action?: string;
    changes?: { base?: object };
    sender?: { type?: string };
    pull_request?: { merged?: boolean };
  };
  // The checks of these documents are those of other programs, but all checks of a commit include ours.
  if (event === 'check_suite' && action === 'rerequested') return 'named';
  if (event !== 'pull_request') return 'ignored';
  const judged = new Map([
    ...['opened', 'reopened', 'synchronize', 'ready_for_review'].map((always) => [always, true] as const),
    // A person's label may let a fork be measured.
    ['labeled', sender?.type !== 'Bot'],
    ['edited', changes?.base !== undefined],
    ['closed', pull?.merged === true],
  ]);
  return judged.get(action ?? '') === true ? 'change' : 'ignored';
}
