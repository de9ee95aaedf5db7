import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { notTold } from '../common/not-told.ts';
import type { GithubApi } from './github-api.ts';

const Commit = z.object({ tree: z.object({ sha: z.string() }) });
const Comparison = z.object({
  status: z.string(),
  files: z.array(z.object({ filename: z.string(), previous_filename: z.string().nullish() })).default([]),
});

/** Documented: a comparison lists at most 300 files. */
const MOST_FILES = 300;

export async function fetchTree(
  api: GithubApi,
  project: string,
  sha: string,
  signal: AbortSignal,
): ReturnType<ChangeHost['fetchTree']> {
  const commit = await api.find(project, ['git', 'commits', sha], {}, Commit, signal).catch(notTold);
  return commit?.tree.sha ?? null;
}

/** GitHub compares from the common ancestor on: that is the whole way only when one commit follows the other. */
export async function fetchMovement(
  api: GithubApi,
  project: string,
  { from, to }: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): ReturnType<ChangeHost['fetchMovement']> {
  const path = ['compare', `${from}...${to}`];
  const found = await api.find(project, path, {}, Comparison, signal).catch(notTold);
  if (found === null || !['ahead', 'identical'].includes(found.status)) return null;
  const paths = found.files.flatMap((file) => [file.filename, file.previous_filename ?? file.filename]);
  return { paths: [...new Set(paths)], truncated: found.files.length >= MOST_FILES };
}
