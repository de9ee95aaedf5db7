import * as z from 'zod';
import type { AzureDevopsApi } from './azure-devops-api.ts';

const Repository = z.object({ isDisabled: z.boolean().nullish() });
const Pull = z.object({ status: z.string().nullish() });

/** What of the repository or the pull request keeps it from being written to. @returns null when that is the token's rights, or unknown */
export async function whyRefused(
  api: AzureDevopsApi,
  project: string,
  number: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  const repository = await api.find(project, [], {}, Repository, signal);
  if (repository?.isDisabled === true)
    return `The repository ${project} is disabled, so nothing can be written to it.`;
  if (number === null) return null;
  const pull = await api.find(project, ['pullRequests', number], {}, Pull, signal);
  if (pull === null) return `Pull request ${number} of ${project} is gone, or hidden from the token.`;
  if (pull.status === 'abandoned')
    return `Pull request ${number} is abandoned, and Azure DevOps takes nothing for it any more.`;
  return null;
}
