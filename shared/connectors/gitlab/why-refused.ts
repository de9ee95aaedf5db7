import * as z from 'zod';
import type { GitlabApi } from './gitlab-api.ts';

const Project = z.object({ archived: z.boolean().nullish() });
const MergeRequest = z.object({ state: z.string().nullish(), discussion_locked: z.boolean().nullish() });

/** What of the project or the merge request keeps it from being written to. @returns null when that is the token's rights, or unknown */
export async function whyRefused(
  api: GitlabApi,
  project: string,
  number: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  const found = await api.find(['projects', project], {}, Project, signal);
  if (found?.archived === true) return `The project ${project} is archived, so nothing can be written to it.`;
  if (number === null) return null;
  const mr = await api.find(['projects', project, 'merge_requests', number], {}, MergeRequest, signal);
  if (mr === null) return `Merge request ${number} of ${project} is gone, or hidden from the token.`;
  if (mr.discussion_locked === true) {
    return `The discussion of merge request ${number} is locked; unlock it, or make the token's user a member of the project.`;
  }
  if (mr.state === 'closed')
    return `Merge request ${number} is closed, and GitLab takes nothing for it any more.`;
  return null;
}
