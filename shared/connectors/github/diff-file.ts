import * as z from 'zod';
import type { DiffFile } from '../../ports/change-host.ts';

/** Object id of git for no bytes. */
const EMPTY_BLOB = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

/** One item of `/pulls/{number}/files`, the fields that are used. */
export const GithubFile = z.object({
  /** Object id of the new content. */
  sha: z.string().nullish(),
  filename: z.string(),
  previous_filename: z.string().nullish(),
  status: z.string(),
  additions: z.int().nonnegative(),
  deletions: z.int().nonnegative(),
  /** Absent for binary files, for large ones, and where only name or mode changed. */
  patch: z.string().nullish(),
});
export type GithubFile = z.infer<typeof GithubFile>;

/** Our words for one changed file. `elsewhere` is its part of the plain diff, when that had to be asked. */
export function diffFileFrom(item: GithubFile, elsewhere: string | null = null): DiffFile {
  const patch = item.patch ?? elsewhere;
  const binary =
    patch === null ? isPerhapsBinary(item) : /^(Binary files .* differ|GIT binary patch)/.test(patch);
  return {
    path: item.filename,
    previousPath: item.previous_filename ?? null,
    status: binary ? 'binary' : statusOf(item.status),
    additions: item.additions,
    deletions: item.deletions,
    patch: binary ? null : patch,
  };
}

/** Whether lines changed that GitHub does not show, so that another way has to be tried. */
export function isWithheld(item: GithubFile): boolean {
  return (item.patch ?? null) === null && item.additions + item.deletions > 0;
}

/** No text and no lines, and neither empty nor changed in name or mode alone: GitHub tells binary files no other way. */
function isPerhapsBinary(item: GithubFile): boolean {
  const { status, sha } = item;
  if (sha === EMPTY_BLOB) return false;
  return (item.patch ?? null) === null && !isWithheld(item) && status !== 'renamed' && status !== 'unchanged';
}

function statusOf(status: string): DiffFile['status'] {
  switch (status) {
    case 'added':
    case 'copied':
      return 'added';
    case 'removed':
      return 'deleted';
    case 'renamed':
      return 'renamed';
    default:
      return 'modified';
  }
}
