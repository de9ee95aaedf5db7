import type { ReadEvent } from '../../ports/change-host.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';
import type { NamedPullRequest } from './parse-webhook.ts';
import { fetchPullRequest, type Iteration } from './pull-request.ts';

/** An iteration is made moments before the event of its push; both times are Azure DevOps' own. */
const PUSH_TO_EVENT_MS = 5 * 60_000;

/**
 * What is true of a pull request that an event named. Open ones are judged when they were created or got new commits, completed ones learnt
 * from. "Updated" is also sent for votes, titles and reviewers: an update long after the last push brought no commits.
 */
export async function readEvent(
  api: AzureDevopsApi,
  webRoot: string,
  event: string,
  { repository, number, at, saysPublished }: NamedPullRequest,
  signal: AbortSignal,
): Promise<ReadEvent> {
  const ignored = (why: string): ReadEvent => ({ kind: 'ignored', event, why });
  const found = await fetchPullRequest(api, webRoot, repository, number, signal);
  if (found === null) {
    return ignored(
      'Azure DevOps knows no such pull request; test events of a subscription name one that does not exist',
    );
  }
  const { change, status, lastIteration } = found;
  if (status === 'completed') return { kind: 'change', intent: 'learn-merged', event, change };
  if (status !== 'active') return ignored('the pull request was abandoned without being merged');
  if (event === 'git.pullrequest.merged') return ignored('a merge was tried; the pull request is still open');
  const isMadeReady = saysPublished && !change.draft;
  if (event === 'git.pullrequest.updated' && !isMadeReady && isOlderThan(lastIteration, at))
    return ignored('the update brought no new commits');
  return { kind: 'change', intent: 'judge', event, change };
}

function isOlderThan(iteration: Iteration | null, at: string | null): boolean {
  const pushedAt = Date.parse(iteration?.createdDate ?? '');
  return at !== null && pushedAt < Date.parse(at) - PUSH_TO_EVENT_MS;
}
