import * as z from 'zod';
import type { ChangeBrief } from '../../contracts/change-brief.ts';
import type { IssueTracker } from '../../ports/issue-tracker.ts';
import type { JiraApi } from './jira-api.ts';
import type { Attachment } from './replies.ts';
import type { JiraSettings } from './settings.ts';

type Wanted = Parameters<IssueTracker['ensureIssue']>[0];

/** Names of pictures that we attached before. */
const OWN_PICTURE = /^perf-agent-[0-9a-f]+\.png$/;

/** Links to change and report, and the picture. Links are kept apart by their `globalId`, pictures by their name. */
export async function addExtras(
  api: JiraApi,
  settings: JiraSettings,
  issueId: string,
  { key, brief, picture }: Wanted,
  attached: readonly Attachment[],
  signal: AbortSignal,
): Promise<void> {
  for (const link of brief === undefined ? [] : linksOf(key, brief)) {
    await api.send('POST', ['issue', issueId, 'remotelink'], link, z.unknown(), signal);
  }
  if (picture === undefined || !settings.attachPicture) return;
  if (!attached.some(({ filename }) => filename === picture.name)) await api.attach(issueId, picture, signal);
  for (const { id, filename } of attached) {
    if (typeof id === 'string' && OWN_PICTURE.test(filename) && filename !== picture.name) {
      await api.tryRemove(['attachment', id], signal);
    }
  }
}

function linksOf(key: string, { change, links }: ChangeBrief): readonly object[] {
  const link = (kind: string, title: string, url: string | null): readonly object[] =>
    url === null
      ? []
      : [
          {
            globalId: `perf-agent:${kind}:${key}`.slice(0, 255),
            application: { type: 'perf-agent', name: 'PerfAgent' },
            relationship: kind,
            object: { url, title: title.slice(0, 255) },
          },
        ];
  return [
    ...link('change', `${change.name} ${change.title}`, change.url),
    ...link('report', 'Performance report', links.report),
  ];
}
