import * as z from 'zod';
import type { ReadEvent } from '../../ports/change-host.ts';
import { MergeRequest } from './fetch-change.ts';
import type { GitlabApi } from './gitlab-api.ts';
import type { NamedPipeline } from './pipeline-result.ts';

const Pipeline = z.object({ sha: z.string().regex(/^[0-9a-f]{7,64}$/), ref: z.string().nullish() });
const Commit = z.object({ parent_ids: z.array(z.string()).nullish() });

/** Ref of the commits that a merge train tries. Source: docs.gitlab.com, "Merge trains". */
const TRAIN = /^refs\/merge-requests\/(\d{1,9})\/train$/;

/**
 * What a pipeline that an event named is. That of a merge train is judged by its own commit, which is what would stand on the target branch, and
 * compared with the one before it on the train; there is nothing to comment on, since the merge request has its verdict.
 */
export async function readPipeline(
  api: GitlabApi,
  { project, pipeline }: NamedPipeline,
  signal: AbortSignal,
): Promise<ReadEvent> {
  const found = await api.find(['projects', project, 'pipelines', pipeline], {}, Pipeline, signal);
  const iid = TRAIN.exec(found?.ref ?? '')?.[1];
  if (found === null || iid === undefined) {
    const why = 'the pipeline is of no merge train; a merge request is judged by the commit of its branch';
    return { kind: 'ignored', event: 'pipeline', why };
  }
  const path = ['projects', project];
  const [mr, commit] = await Promise.all([
    api.find([...path, 'merge_requests', iid], {}, MergeRequest, signal),
    api.find([...path, 'repository', 'commits', found.sha], {}, Commit, signal),
  ]);
  const target = mr?.target_branch ?? null;
  const change = {
    project,
    number: null,
    title: `merge train of ${target ?? 'an unknown branch'}`,
    url: null,
    author: null,
    headSha: found.sha,
    baseSha: commit?.parent_ids?.[0] ?? null,
    sourceBranch: found.ref ?? null,
    targetBranch: target,
    draft: false,
    fork: false,
  };
  return { kind: 'change', intent: 'judge', event: 'pipeline:merge_train', change };
}
