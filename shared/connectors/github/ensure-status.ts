import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import type { GithubApi } from './github-api.ts';

type Status = Parameters<ChangeHost['ensureStatus']>[0];

/** One item of `/commits/{sha}/statuses`, the fields that are used. */
export const CommitStatus = z.object({
  context: z.string(),
  state: z.string(),
  description: z.string().nullish(),
  target_url: z.string().nullish(),
});

/** Documented limit of a description, in characters. */
const LONGEST_DESCRIPTION = 140;
/** Statuses come newest first; ours is set early and late, so it stands on the first pages. */
const MOST_PAGES = 10;
const STATES = { pending: 'pending', success: 'success', failed: 'failure' } as const;

/**
 * Commit status under a fixed context. GitHub keeps every status it is given (at most 1,000 for a commit and context) and shows the
 * newest, so what stands already is not set again.
 */
export async function ensureStatus(
  api: GithubApi,
  context: string,
  status: Status,
  signal: AbortSignal,
): Promise<void> {
  const description = status.description.slice(0, LONGEST_DESCRIPTION);
  const state = STATES[status.state];
  const path = ['commits', status.sha, 'statuses'];
  const list = { item: CommitStatus, mostPages: MOST_PAGES };
  for await (const found of api.list(status.project, path, {}, list, signal)) {
    if (found.context !== context) continue;
    const same =
      found.state === state &&
      (found.description ?? '') === description &&
      (found.target_url ?? null) === status.url;
    if (same) return;
    break;
  }
  const body = { state, context, description, ...(status.url === null ? {} : { target_url: status.url }) };
  await api.send('POST', status.project, ['statuses', status.sha], body, z.unknown(), signal);
}
