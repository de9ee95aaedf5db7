import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import type { AzureDevopsApi, Path } from './azure-devops-api.ts';
import { fetchIterations } from './pull-request.ts';

type Status = Parameters<ChangeHost['ensureStatus']>[0];

/** A status of a pull request or of a commit, the fields that are used. */
export const GitStatus = z.object({
  id: z.int().nullish(),
  state: z.string().nullish(),
  description: z.string().nullish(),
  targetUrl: z.string().nullish(),
  iterationId: z.int().nullish(),
  context: z.object({ name: z.string(), genre: z.string().nullish() }).nullish(),
});
type GitStatus = z.infer<typeof GitStatus>;

const STATES = { pending: 'pending', success: 'succeeded', failed: 'failed' } as const;
/** Not documented; what a line of the status list shows. */
const LONGEST_DESCRIPTION = 250;
const MOST_PAGES = 20;

/**
 * Status of the pull request's iteration whose head the commit is, so that a branch policy can ask for it anew after a push; without such
 * an iteration, status of the commit. Each status is kept and the newest counts, so what stands already is not set again.
 */
export async function ensureStatus(
  api: AzureDevopsApi,
  context: { readonly name: string; readonly genre: string },
  status: Status,
  signal: AbortSignal,
): Promise<void> {
  const { project, sha, number = null } = status;
  const iteration = number === null ? null : await iterationOf(api, project, number, sha, signal);
  const path = iteration === null ? ['commits', sha, 'statuses'] : ['pullRequests', number ?? '', 'statuses'];
  const wanted = {
    state: STATES[status.state],
    description: status.description.slice(0, LONGEST_DESCRIPTION),
    ...(status.url === null ? {} : { targetUrl: status.url }),
    context,
    ...(iteration === null ? {} : { iterationId: iteration }),
  };
  const newest = await newestOf(api, project, path, context, iteration, signal);
  if (newest === null || !isSame(newest, wanted, status.url))
    await api.send('POST', project, path, wanted, z.unknown(), signal);
}

async function newestOf(
  api: AzureDevopsApi,
  project: string,
  path: Path,
  context: { readonly name: string; readonly genre: string },
  iteration: number | null,
  signal: AbortSignal,
): Promise<GitStatus | null> {
  let newest: GitStatus | null = null;
  for await (const found of api.list(project, path, GitStatus, MOST_PAGES, signal)) {
    const ours = found.context?.name === context.name && (found.context.genre ?? '') === context.genre;
    const ofHead = iteration === null || found.iterationId === iteration;
    if (ours && ofHead && (found.id ?? 0) >= (newest?.id ?? 0)) newest = found;
  }
  return newest;
}

function isSame(
  found: GitStatus,
  wanted: { readonly state: string; readonly description: string },
  url: string | null,
): boolean {
  return (
    found.state === wanted.state &&
    (found.description ?? '') === wanted.description &&
    (found.targetUrl ?? null) === url
  );
}

async function iterationOf(
  api: AzureDevopsApi,
  project: string,
  number: string,
  sha: string,
  signal: AbortSignal,
): Promise<number | null> {
  const iterations = await fetchIterations(api, project, number, signal);
  return iterations.findLast((one) => one.sourceRefCommit?.commitId === sha)?.id ?? null;
}
