import * as z from 'zod';
import { PipelineError } from '../../errors/pipeline-error.ts';
import type { ChangeHost } from '../../ports/change-host.ts';
import { notTold } from '../common/not-told.ts';
import type { GitlabApi } from './gitlab-api.ts';
import { mergedResultsOf } from './merged-results.ts';

type Status = Parameters<ChangeHost['ensureStatus']>[0];

/** The fields that are used of a commit status. */
export const CommitStatus = z.object({
  name: z.string(),
  status: z.string(),
  description: z.string().nullish(),
  target_url: z.string().nullish(),
});

/** Documented limit of a description, in characters. */
const LONGEST_DESCRIPTION = 255;

/**
 * Commit status under a fixed name. GitLab refuses the change from a running or pending state to itself with 400, so the
 * state is read first, and read again after a refusal: when it is what was wanted, somebody else set it. For the same reason a check that waits
 * for something else than before goes from pending to running, which blocks as well and takes the new words. Where the merge request is tested in a
 * merged-results pipeline, the status stands there, too, since a merge request shows that pipeline's checks.
 */
export async function ensureStatus(
  api: GitlabApi,
  name: string,
  status: Status,
  signal: AbortSignal,
): Promise<void> {
  await ensureOn(api, name, status, null, signal);
  const { number = null, project, sha } = status;
  if (number === null) return;
  const merged = await mergedResultsOf(api, { project, number, sha }, signal).catch(notTold);
  if (merged === null) return;
  // The head has it: a pipeline that is gone, or takes no further job, keeps no verdict from being told.
  await ensureOn(api, name, { ...status, sha: merged.sha }, merged.pipeline, signal).catch(notTold);
}

async function ensureOn(
  api: GitlabApi,
  name: string,
  status: Status,
  pipeline: number | null,
  signal: AbortSignal,
): Promise<void> {
  const description = status.description.slice(0, LONGEST_DESCRIPTION);

  async function latest(): Promise<z.infer<typeof CommitStatus> | null> {
    const path = ['projects', status.project, 'repository', 'commits', status.sha, 'statuses'];
    for await (const found of api.list(path, { name }, CommitStatus, 1, signal)) {
      if (found.name === name) return found;
    }
    return null;
  }

  const before = await latest();
  const state = sentState(status.state, before?.status);
  const isSame = before?.status === state || before?.status === status.state;
  if (isSame && saysTheSame(before, description, status.url)) return;
  const body = {
    state,
    name,
    description,
    ...(status.url === null ? {} : { target_url: status.url }),
    ...(pipeline === null ? {} : { pipeline_id: pipeline }),
  };
  try {
    await api.send('POST', ['projects', status.project, 'statuses', status.sha], body, z.unknown(), signal);
  } catch (error) {
    if (!PipelineError.is(error) || error.code !== 'REMOTE_REFUSED') throw error;
    if ((await latest())?.status !== state) throw error;
  }
}

/** A check that waits for something else than before goes on to the only open state that is left. */
function sentState(wanted: Status['state'], before: string | undefined): Status['state'] | 'running' {
  const isOpen = before === 'pending' || before === 'running';
  return wanted === 'pending' && isOpen ? 'running' : wanted;
}

function saysTheSame(
  before: z.infer<typeof CommitStatus> | null,
  description: string,
  url: string | null,
): boolean {
  return (before?.description ?? '') === description && (before?.target_url ?? null) === url;
}
