import * as z from 'zod';
import type { DiffFile } from '../../ports/change-host.ts';

/** One item of `/pulls/{number}/files`, the fields that are used. */
export const GithubFile = z.object({
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

/** No text and no lines: a binary file, an empty file, or one whose name or mode alone changed. */
export function isPerhapsBinary(item: GithubFile): boolean {
  const { status } = item;
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
