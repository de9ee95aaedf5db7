import * as z from 'zod';
import type { GithubApi } from './github-api.ts';

const Repository = z.object({ archived: z.boolean().nullish() });
const Pull = z.object({ state: z.string().nullish(), locked: z.boolean().nullish() });

/** What of the repository or the pull request keeps it from being written to. @returns null when that is the token's rights, or unknown */
export async function whyRefused(
  api: GithubApi,
  project: string,
  number: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  const repository = await api.find(project, [], {}, Repository, signal);
  if (repository?.archived === true)
    return `The repository ${project} is archived, so nothing can be written to it.`;
  if (number === null) return null;
  const pull = await api.find(project, ['pulls', number], {}, Pull, signal);
  if (pull === null) return `Pull request ${number} of ${project} is gone, or hidden from the token.`;
  if (pull.locked === true) {
    return `The conversation of pull request ${number} is locked, and the token may not write to it; unlock it, or give the token write access.`;
  }
  if (pull.state === 'closed')
    return `Pull request ${number} is closed, and GitHub takes nothing for it any more.`;
  return null;
}
