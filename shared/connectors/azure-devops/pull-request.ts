import * as z from 'zod';
import { mergedAt } from '../common/merged-at.ts';
import { TransientError } from '../../errors/pipeline-error.ts';
import type { RawChange } from '../../ports/change-host.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';

const Commit = z.object({ commitId: z.string() });

/** The fields that are used of `pullRequests/{id}`. */
export const PullRequest = z.object({
  pullRequestId: z.int(),
  title: z.string(),
  status: z.string(),
  isDraft: z.boolean().nullish(),
  sourceRefName: z.string(),
  targetRefName: z.string(),
  createdBy: z.object({ displayName: z.string().nullish() }).nullish(),
  forkSource: z.unknown().optional(),
  /** When it was completed or abandoned. */
  closedDate: z.string().nullish(),
  lastMergeSourceCommit: Commit.nullish(),
  lastMergeTargetCommit: Commit.nullish(),
  repository: z.object({ name: z.string(), project: z.object({ name: z.string() }) }),
});
export type PullRequest = z.infer<typeof PullRequest>;

/** One push to a pull request: its head, and where it branched off. */
export const Iteration = z.object({
  id: z.int(),
  createdDate: z.string().nullish(),
  sourceRefCommit: Commit.nullish(),
  commonRefCommit: Commit.nullish(),
});
export type Iteration = z.infer<typeof Iteration>;

/** A pull request has an iteration for each push. */
const MOST_PAGES = 50;

/** @returns iterations in the order of their pushes */
export async function fetchIterations(
  api: AzureDevopsApi,
  project: string,
  number: string,
  signal: AbortSignal,
): Promise<readonly Iteration[]> {
  const found: Iteration[] = [];
  const path = ['pullRequests', number, 'iterations'];
  for await (const one of api.list(project, path, Iteration, MOST_PAGES, signal)) found.push(one);
  return found.sort((a, b) => a.id - b.id);
}

/**
 * The pull request as it is now, in our words, with what only Azure DevOps knows. The last iteration names the head at once; the commit of the
 * last merge attempt lags behind a push.
 * @returns null when it is gone or hidden from the token
 * @throws TransientError(`REMOTE_UNAVAILABLE`) while Azure DevOps still prepares it and knows no head commit
 */
export async function fetchPullRequest(
  api: AzureDevopsApi,
  webRoot: string,
  project: string,
  number: string,
  signal: AbortSignal,
): Promise<{
  readonly change: RawChange;
  readonly status: string;
  readonly lastIteration: Iteration | null;
} | null> {
  const pr = await api.find(project, ['pullRequests', number], {}, PullRequest, signal);
  if (pr === null) return null;
  const lastIteration = (await fetchIterations(api, project, number, signal)).at(-1) ?? null;
  const headSha = lastIteration?.sourceRefCommit?.commitId ?? pr.lastMergeSourceCommit?.commitId;
  if (headSha === undefined) {
    throw new TransientError(
      'REMOTE_UNAVAILABLE',
      `Azure DevOps knows no head commit of pull request ${number} yet; it may still be preparing it.`,
    );
  }
  const change = { ...changeFrom(pr, webRoot), headSha, baseSha: baseOf(pr, lastIteration) };
  return { change, status: pr.status, lastIteration };
}

function changeFrom(pr: PullRequest, webRoot: string): Omit<RawChange, 'headSha' | 'baseSha'> {
  const project = `${pr.repository.project.name}/${pr.repository.name}`;
  const number = String(pr.pullRequestId);
  return {
    project,
    number,
    title: pr.title,
    url: pullRequestUrl(webRoot, project, number),
    author: pr.createdBy?.displayName ?? null,
    sourceBranch: branchOf(pr.sourceRefName),
    targetBranch: branchOf(pr.targetRefName),
    draft: pr.isDraft ?? false,
    fork: (pr.forkSource ?? null) !== null,
    ...(pr.status === 'completed' ? mergedAt(pr.closedDate) : {}),
    ...(/\bBuild Service\b/.test(pr.createdBy?.displayName ?? '') ? { bot: true } : {}),
  };
}

/** The commit that the change branched from. */
function baseOf(pr: PullRequest, iteration: Iteration | null): string | null {
  return iteration?.commonRefCommit?.commitId ?? pr.lastMergeTargetCommit?.commitId ?? null;
}

/** Where people read the pull request. @returns null for a repository that is known by its id alone */
export function pullRequestUrl(webRoot: string, project: string, number: string): string | null {
  const [team, repository] = project.split('/');
  if (team === undefined || repository === undefined) return null;
  const encoded = (name: string): string => encodeURIComponent(name.toWellFormed());
  return `${webRoot}/${encoded(team)}/_git/${encoded(repository)}/pullrequest/${number}`;
}

function branchOf(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}
