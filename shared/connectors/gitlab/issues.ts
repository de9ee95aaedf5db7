import * as z from 'zod';
import type { IssueTracker } from '../../ports/issue-tracker.ts';
import type { GitlabApi } from './gitlab-api.ts';
import { inertText } from './inert-text.ts';

const Issue = z.object({
  iid: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  web_url: z.string(),
  labels: z.array(z.string()),
});
type Issue = z.infer<typeof Issue>;

/** Every issue of ours has this label, so that the search stays small. */
const OWN_LABEL = 'perf-agent';
const MOST_PAGES = 100;
const LONGEST_TITLE = 255;
const LONGEST_DESCRIPTION = 1_000_000;

/** Issues of one GitLab project, found again by label and hidden marker; a closed one is updated and stays closed. */
export function createIssues(api: GitlabApi, project: string): IssueTracker {
  const path = ['projects', project, 'issues'];

  async function findOldest(marker: string, signal: AbortSignal): Promise<Issue | null> {
    const query = { labels: OWN_LABEL, scope: 'all', order_by: 'created_at', sort: 'asc' };
    let oldest: Issue | null = null;
    for await (const issue of api.list(path, query, Issue, MOST_PAGES, signal)) {
      const ours = issue.description?.trimStart().startsWith(marker) === true;
      if (ours && (oldest === null || issue.iid < oldest.iid)) oldest = issue;
    }
    return oldest;
  }

  return {
    async ensureIssue(wanted, signal) {
      const marker = `<!-- perf-agent issue=${encodeURIComponent(wanted.key)} -->`;
      const title = wanted.title.slice(0, LONGEST_TITLE);
      const description = `${marker}\n${inertText(wanted.body)}`.slice(0, LONGEST_DESCRIPTION);
      const labels = [OWN_LABEL, ...wanted.labels];

      const existing = await findOldest(marker, signal);
      if (existing !== null) return update(existing, title, description, labels, signal);
      const body = { title, description, labels: labels.join(',') };
      const created = await api.send('POST', path, body, Issue, signal);
      const oldest = await findOldest(marker, signal);
      if (oldest === null || oldest.iid >= created.iid) {
        return { key: String(created.iid), url: created.web_url, action: 'created' };
      }
      // Another process was first. Deleting needs an owner's rights, so ours is closed and points to the other.
      await api.send(
        'PUT',
        [...path, created.iid],
        { state_event: 'close', description: `Duplicate of #${oldest.iid}.` },
        z.unknown(),
        signal,
      );
      return update(oldest, title, description, labels, signal);
    },
  };

  async function update(
    issue: Issue,
    title: string,
    description: string,
    labels: readonly string[],
    signal: AbortSignal,
  ): Promise<Awaited<ReturnType<IssueTracker['ensureIssue']>>> {
    const result = { key: String(issue.iid), url: issue.web_url };
    const missing = labels.filter((label) => !issue.labels.includes(label));
    const sameText = issue.title === title && issue.description?.trim() === description.trim();
    if (sameText && missing.length === 0) return { ...result, action: 'unchanged' };
    const body = { title, description, ...(missing.length === 0 ? {} : { add_labels: missing.join(',') }) };
    await api.send('PUT', [...path, issue.iid], body, z.unknown(), signal);
    return { ...result, action: 'updated' };
  }
}
