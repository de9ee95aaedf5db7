import * as z from 'zod';
import { notTold } from '../common/not-told.ts';
import type { GithubApi } from './github-api.ts';

const Commits = z.array(
  z.object({
    author: z.object({ login: z.string().max(300).nullish(), type: z.string().max(60).nullish() }).nullish(),
  }),
);

/** Who wrote the last commit of a file up to a ref, by login; null for bots and for addresses that belong to nobody. */
export async function fetchLastAuthor(
  api: GithubApi,
  project: string,
  path: string,
  ref: string,
  signal: AbortSignal,
): Promise<string | null> {
  const query = { path, sha: ref, per_page: 1 };
  const found = await api.find(project, ['commits'], query, Commits, signal).catch(notTold);
  const author = found?.[0]?.author;
  return author?.type === 'Bot' ? null : (author?.login ?? null);
}
