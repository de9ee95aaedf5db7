import { createHash } from 'node:crypto';
import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { JiraApi } from './jira-api.ts';
import { type IssueReply, IssueReply as IssueSchema, SearchPage } from './replies.ts';
import type { JiraSettings } from './settings.ts';

/** Marks an issue as ours; read and written through the issue itself, so never stale as the search may be. */
export const PROPERTY = 'perfagent.key';

const Mark = z.object({
  key: z.string(),
  /** Hash of what was written last, null while it is being written. */
  content: z.string().nullable(),
  priority: z.string().nullable(),
});
export type Mark = z.infer<typeof Mark>;

export interface FoundIssue {
  readonly issue: IssueReply;
  readonly mark: Mark;
}

const PAGE_SIZE = 50;
/** A label of ours stands on one issue, or a few when copies were made by hand. */
const MOST_PAGES = 20;

/** The label that finds the issue of a key; the same for every run. */
export function labelOf(project: string, key: string): string {
  return `perfagent-${createHash('sha256').update(`${project}\n${key}`).digest('hex').slice(0, 16)}`;
}

/**
 * Issues of the key, oldest first. The search index lags behind by seconds: `fresh` names issues that must be seen all the same.
 * Copies that people made carry the label but not the mark, and are left alone.
 */
export async function findIssues(
  api: JiraApi,
  settings: JiraSettings,
  key: string,
  fresh: readonly string[],
  signal: AbortSignal,
): Promise<readonly FoundIssue[]> {
  const jql = `labels = "${labelOf(settings.project, key)}" ORDER BY created ASC`;
  const ids = new Set<string>(fresh);
  const search = settings.deployment === 'cloud' ? searchByToken : searchByPosition;
  for await (const id of search(api, jql, fresh, signal)) ids.add(id);
  const found: FoundIssue[] = [];
  for (const id of [...ids].sort((a, b) => Number(a) - Number(b))) {
    const issue = await readIssue(api, id, signal);
    if (issue !== null && issue.mark.key === key) found.push(issue);
  }
  return found;
}

/** @returns null when the issue is gone or does not carry our mark */
async function readIssue(api: JiraApi, id: string, signal: AbortSignal): Promise<FoundIssue | null> {
  const query = { fields: 'summary,status,labels,attachment', properties: PROPERTY };
  const issue = await api.find(['issue', id], query, IssueSchema, signal);
  const mark = Mark.safeParse(issue?.properties?.[PROPERTY]);
  return issue === null || !mark.success ? null : { issue, mark: mark.data };
}

/** Jira Cloud: pages by token; `reconcileIssues` makes the named ones visible at once. */
async function* searchByToken(
  api: JiraApi,
  jql: string,
  fresh: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  let nextPageToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const body = {
      jql,
      fields: ['id'],
      maxResults: PAGE_SIZE,
      ...(fresh.length === 0 ? {} : { reconcileIssues: fresh.map(Number) }),
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    };
    const reply = await api.send('POST', ['search', 'jql'], body, SearchPage, signal);
    yield* reply.issues.map(({ id }) => id);
    if (reply.isLast === true || typeof reply.nextPageToken !== 'string') return;
    nextPageToken = reply.nextPageToken;
  }
  throw endless();
}

/** Data Center: pages by position; a page may be shorter than asked for. */
async function* searchByPosition(
  api: JiraApi,
  jql: string,
  _fresh: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  let startAt = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const body = { jql, fields: ['id'], maxResults: PAGE_SIZE, startAt };
    const reply = await api.send('POST', ['search'], body, SearchPage, signal);
    yield* reply.issues.map(({ id }) => id);
    startAt += reply.issues.length;
    if (reply.issues.length === 0 || startAt >= (reply.total ?? 0)) return;
  }
  throw endless();
}

function endless(): PermanentError {
  return new PermanentError(
    'REMOTE_REPLY_INVALID',
    `Jira's search for a label of ours did not end within ${MOST_PAGES} pages.`,
  );
}
