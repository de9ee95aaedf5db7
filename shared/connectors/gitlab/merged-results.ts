import * as z from 'zod';
import type { GitlabApi } from './gitlab-api.ts';

const HeadPipeline = z.object({
  head_pipeline: z
    .object({ id: z.int(), sha: z.string().regex(/^[0-9a-f]{7,64}$/), ref: z.string().nullish() })
    .nullish(),
});
const Commit = z.object({ parent_ids: z.array(z.string()).nullish() });

/** Where a status has to stand to be seen in a merge request. */
interface MergedResults {
  readonly sha: string;
  readonly pipeline: number;
}

/** Ref of the commits in which GitLab has merged a change with its target to test it. */
const MERGED = /^refs\/merge-requests\/\d+\/merge$/;

/**
 * The merged-results pipeline of a merge request's head. Its commit is another than the head's, and a merge request shows the checks of its pipeline
 * alone. @returns null when the request's pipeline runs on its own commit, is of an older head, or may not be seen
 */
export async function mergedResultsOf(
  api: GitlabApi,
  { project, number, sha }: { readonly project: string; readonly number: string; readonly sha: string },
  signal: AbortSignal,
): Promise<MergedResults | null> {
  const mr = await api.find(['projects', project, 'merge_requests', number], {}, HeadPipeline, signal);
  const pipeline = mr?.head_pipeline ?? null;
  if (pipeline === null || !MERGED.test(pipeline.ref ?? '')) return null;
  const path = ['projects', project, 'repository', 'commits', pipeline.sha];
  const commit = await api.find(path, {}, Commit, signal);
  return commit?.parent_ids?.includes(sha) === true ? { sha: pipeline.sha, pipeline: pipeline.id } : null;
}
