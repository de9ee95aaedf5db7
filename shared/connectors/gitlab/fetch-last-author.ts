import * as z from 'zod';
import { notTold } from '../common/not-told.ts';
import type { GitlabApi } from './gitlab-api.ts';

const User = z.object({ username: z.string().max(300), bot: z.boolean().nullish() }).nullish();
const Tree = z.object({ lastCommit: z.object({ author: User }).nullish() }).nullish();
const Answer = z.object({
  project: z.object({ repository: z.object({ tree: Tree }).nullish() }).nullish(),
});

/** REST tells a name and an address; GraphQL tells the user to whom GitLab found the address to belong. */
const QUERY = `query lastAuthor($project: ID!, $path: String!, $ref: String!) {
  project(fullPath: $project) {
    repository { tree(path: $path, ref: $ref) { lastCommit { author { username bot } } } }
  }
}`;

/** Who wrote the last commit of a file up to a ref, by user name; null for bots and for addresses that belong to nobody. */
export async function fetchLastAuthor(
  api: GitlabApi,
  project: string,
  path: string,
  ref: string,
  signal: AbortSignal,
): Promise<string | null> {
  const found = await api.ask(QUERY, { project, path, ref }, Answer, signal).catch(notTold);
  const author = found?.project?.repository?.tree?.lastCommit?.author;
  return author?.bot === true ? null : (author?.username ?? null);
}
