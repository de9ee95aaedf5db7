import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { notTold } from '../common/not-told.ts';
import { treeIdOf } from '../common/tree-id.ts';
import type { GitlabApi } from './gitlab-api.ts';

/** An entry of `/repository/tree`, the fields that are used. */
const Entry = z.object({ id: z.string().regex(/^[0-9a-f]{40,64}$/), name: z.string(), mode: z.string() });

const Comparison = z.object({
  diffs: z.array(z.object({ old_path: z.string(), new_path: z.string() })),
  compare_timeout: z.boolean().nullish(),
});

/** A root folder with more entries is none that anybody looks at. */
const MOST_PAGES = 20;
const PAGE_SIZE = 100;
/** Documented: a comparison lists at most so many files on gitlab.com; instances may be set lower, and then say nothing. */
const MOST_FILES = 1_000;

/** GitLab tells no tree ids: the root folder is listed, and the id made of it as git does. */
export async function fetchTree(
  api: GitlabApi,
  project: string,
  sha: string,
  signal: AbortSignal,
): ReturnType<ChangeHost['fetchTree']> {
  const entries: z.infer<typeof Entry>[] = [];
  try {
    const path = ['projects', project, 'repository', 'tree'];
    for await (const entry of api.list(path, { ref: sha }, Entry, MOST_PAGES, signal)) entries.push(entry);
  } catch (error) {
    return notTold(error);
  }
  return entries.length === 0 || entries.length >= MOST_PAGES * PAGE_SIZE ? null : treeIdOf(entries);
}

export async function fetchMovement(
  api: GitlabApi,
  project: string,
  { from, to }: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): ReturnType<ChangeHost['fetchMovement']> {
  const path = ['projects', project, 'repository', 'compare'];
  const found = await api.find(path, { from, to, straight: 'true' }, Comparison, signal).catch(notTold);
  if (found === null) return null;
  const paths = [...new Set(found.diffs.flatMap((diff) => [diff.old_path, diff.new_path]))];
  return { paths, truncated: found.compare_timeout === true || found.diffs.length >= MOST_FILES };
}
