import * as z from 'zod';
import { TransientError } from '../../errors/pipeline-error.ts';
import type { RawChange } from '../../ports/change-host.ts';
import type { GitlabApi } from './gitlab-api.ts';

/** The fields that are used of a merge request. */
export const MergeRequest = z.object({
  iid: z.int(),
  title: z.string(),
  web_url: z.string().nullish(),
  sha: z.string().nullish(),
  diff_refs: z.object({ base_sha: z.string().nullish() }).nullish(),
  source_branch: z.string(),
  target_branch: z.string(),
  source_project_id: z.int().nullish(),
  target_project_id: z.int(),
  author: z.object({ username: z.string() }).nullish(),
  draft: z.boolean().nullish(),
  work_in_progress: z.boolean().nullish(),
});

/**
 * The merge request as it is now.
 * @returns null when it is gone or hidden from the token
 * @throws TransientError(`REMOTE_UNAVAILABLE`) while GitLab still prepares a new merge request and knows no head commit
 */
export async function fetchChange(
  api: GitlabApi,
  project: string,
  number: string,
  signal: AbortSignal,
): Promise<RawChange | null> {
  const path = ['projects', project, 'merge_requests', number];
  const mr = await api.find(path, {}, MergeRequest, signal);
  if (mr === null) return null;
  if (typeof mr.sha !== 'string') {
    throw new TransientError(
      'REMOTE_UNAVAILABLE',
      `GitLab knows no head commit of merge request ${number} yet; it may still be preparing it.`,
    );
  }
  return {
    project,
    number: String(mr.iid),
    title: mr.title,
    url: mr.web_url ?? null,
    author: mr.author?.username ?? null,
    headSha: mr.sha,
    baseSha: mr.diff_refs?.base_sha ?? null,
    sourceBranch: mr.source_branch,
    targetBranch: mr.target_branch,
    draft: mr.draft ?? mr.work_in_progress ?? false,
    // Null: the fork was deleted meanwhile.
    fork: mr.source_project_id !== undefined && mr.source_project_id !== mr.target_project_id,
  };
}
